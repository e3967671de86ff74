import type { EventVersions } from '@stepwell/event-sourcing';
import type { LevelCode, LevelOfCare } from '../level-of-care.ts';
import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';

// These events are the storage format, see `pathway-event.ts`.

/** Where and at which level a stay is. `timeZone` is the facility's: days are counted by its clocks. */
export interface Placement {
  readonly level: LevelOfCare;
  readonly levelCode?: LevelCode;
  readonly facilityId: string;
  readonly programId?: string;
  readonly timeZone: string;
  /** Ward, room and bed, as the source writes them. */
  readonly location?: string;
}

/** TEDS discharge reasons: 1 to 7 in this order. */
export const DISCHARGE_REASONS = [
  'completed',
  'against-advice',
  'terminated-by-facility',
  'transferred',
  'incarcerated',
  'death',
  'other',
] as const;
export type DischargeReason = (typeof DISCHARGE_REASONS)[number];

/** What the outcome of treatment is told by, as the source words it: at an admission and again at its discharge. */
export interface Circumstances {
  readonly substances?: readonly string[];
  readonly livingArrangement?: string;
  readonly employment?: string;
  /** The columns of a TEDS row as sent, by their names: what an export needs to write the row again. */
  readonly teds?: Readonly<Record<string, string>>;
}

/** Why the patient was admitted against what speaks against it, and who answers for it. */
export interface Override {
  readonly reason: string;
  readonly clinician: string;
}

export interface Admission extends Placement, Circumstances {
  readonly episodeId: string;
  readonly stayId: string;
  /** The source's number of the visit or encounter. */
  readonly visitNumber?: string;
  readonly diagnoses?: readonly { readonly system: string; readonly code: string }[];
  readonly referralSource?: string;
  /** The level planned next, known at admission. */
  readonly plannedNextLevel?: LevelOfCare;
  readonly override?: Override;
}

export type CareEvent =
  | Typed<'PatientAdmitted', Admission>
  | Typed<
      'LevelOfCareTransitioned',
      Placement & {
        readonly episodeId: string;
        readonly fromStayId: string;
        readonly stayId: string;
        readonly override?: Override;
      }
    >
  | Typed<
      'LocationTransferred',
      { readonly episodeId: string; readonly stayId: string; readonly location: string }
    >
  | Typed<
      'LeaveStarted',
      { readonly episodeId: string; readonly leaveId: string; readonly expectedReturn?: LocalDate }
    >
  | Typed<'LeaveEnded', { readonly episodeId: string; readonly leaveId: string }>
  | Typed<
      'PatientDischarged',
      Circumstances & {
        readonly episodeId: string;
        readonly reason: DischargeReason;
        readonly disposition?: string;
        readonly plannedNextLevel?: LevelOfCare;
        /** As the source words it, where the dates are too coarse to tell. */
        readonly lengthOfStay?: string;
      }
    >
  | Typed<'AdmissionCancelled' | 'TransitionCancelled' | 'LeaveCancelled' | 'DischargeCancelled', Voiding>;

export const careEvents: EventVersions<CareEvent> = {
  PatientAdmitted: [],
  LevelOfCareTransitioned: [],
  LocationTransferred: [],
  LeaveStarted: [],
  LeaveEnded: [],
  PatientDischarged: [],
  AdmissionCancelled: [],
  TransitionCancelled: [],
  LeaveCancelled: [],
  DischargeCancelled: [],
};
