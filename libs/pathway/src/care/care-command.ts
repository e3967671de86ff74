import type { Typed } from '../typed.ts';
import type { AdmissionTerms } from './admission-terms.ts';
import type { Admission, CareEvent, Override, Placement } from './care-event.ts';

/** Which episode is meant: by its id, or by the facility where it is, for senders that know no ids of ours. */
export type EpisodeReference =
  { readonly episodeId: string } | { readonly facilityId: string; readonly visitNumber?: string };

type Discharge = Extract<CareEvent, { type: 'PatientDischarged' }>['data'];

/** Where the patient is treated and at which level. */
export type CareCommand =
  | Typed<'AdmitPatient', Admission & { readonly terms?: AdmissionTerms }>
  | Typed<
      'TransitionLevelOfCare',
      Placement & {
        readonly stayId: string;
        readonly episode: EpisodeReference;
        readonly override?: Override;
        readonly terms?: AdmissionTerms;
      }
    >
  | Typed<'TransferLocation', { readonly location: string; readonly episode: EpisodeReference }>
  | Typed<
      'StartLeave',
      { readonly leaveId: string; readonly expectedReturn?: string; readonly episode: EpisodeReference }
    >
  | Typed<'EndLeave', { readonly leaveId?: string; readonly episode: EpisodeReference }>
  | Typed<'DischargePatient', Omit<Discharge, 'episodeId'> & { readonly episode: EpisodeReference }>
  | Typed<
      'CancelAdmission' | 'CancelTransition' | 'CancelTransfer' | 'CancelDischarge' | 'CancelLeave',
      { readonly episode: EpisodeReference; readonly reason?: string }
    >;
