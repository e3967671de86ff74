import type { LocalDate } from './local-date.ts';
import type {
  Voiding,
  Admission,
  Attendance,
  Coverage,
  Identifier,
  PathwayEvent,
  Person,
  Placement,
  Relapse,
} from './pathway-event.ts';

type DataOf<Type extends PathwayEvent['type']> = Extract<PathwayEvent, { type: Type }>['data'];
type Command<Type extends string, Data extends object> = { readonly type: Type; readonly data: Data };

/** Which episode is meant: by its id, or by the facility where it is, for senders that know no ids of ours. */
export type EpisodeReference =
  { readonly episodeId: string } | { readonly facilityId: string; readonly visitNumber?: string };

/** What a person or a feed asks to be recorded. The moment it was true comes with the command's times. */
export type PathwayCommand =
  | Command<
      'RegisterPatient',
      { readonly patientId: string; readonly person: Person; readonly identifiers: readonly Identifier[] }
    >
  /** What a feed says of a patient: registers an unknown one, corrects and links where it differs. */
  | Command<
      'ReceiveDemographics',
      { readonly patientId: string; readonly person: Person; readonly identifiers: readonly Identifier[] }
    >
  | Command<'CorrectDemographics', { readonly person: Person }>
  | Command<'LinkIdentifier', { readonly identifier: Identifier }>
  | Command<'StartCoverage', Coverage>
  /**
   * What a feed says of a coverage: starts it unless it is known. Of one that came without its first day, the day on
   * which it was seen is taken for that, and it is the same coverage however often it is seen.
   */
  | Command<
      'ReceiveCoverage',
      Omit<Coverage, 'from'> & { readonly from?: LocalDate; readonly seenOn: LocalDate }
    >
  | Command<'EndCoverage', DataOf<'CoverageEnded'>>
  | Command<'ReceiveReferral', DataOf<'ReferralReceived'>>
  | Command<'AdmitPatient', Admission>
  | Command<
      'TransitionLevelOfCare',
      Placement & { readonly stayId: string; readonly episode: EpisodeReference }
    >
  | Command<'TransferLocation', { readonly location: string; readonly episode: EpisodeReference }>
  | Command<
      'StartLeave',
      { readonly leaveId: string; readonly expectedReturn?: string; readonly episode: EpisodeReference }
    >
  | Command<'EndLeave', { readonly leaveId?: string; readonly episode: EpisodeReference }>
  | Command<
      'DischargePatient',
      Omit<DataOf<'PatientDischarged'>, 'episodeId'> & { readonly episode: EpisodeReference }
    >
  | Command<
      'CancelAdmission' | 'CancelTransition' | 'CancelTransfer' | 'CancelDischarge' | 'CancelLeave',
      { readonly episode: EpisodeReference; readonly reason?: string }
    >
  | Command<'RecordAttendance', Attendance>
  | Command<'CorrectAttendance', Attendance & Pick<Voiding, 'reason'>>
  | Command<'ReportRelapse', Relapse>
  | Command<'WithdrawRelapseReport', { readonly relapseId: string; readonly reason?: string }>;
