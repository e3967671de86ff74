import type {
  Admission,
  Attendance,
  Circumstances,
  Coverage,
  DischargeReason,
  Identifier,
  LevelCode,
  LevelOfCare,
  LocalDate,
  Person,
  Relapse,
} from '@stepwell/pathway';
import type { Id, Name, Remark, TimeZone } from './field-types.ts';
import type { ClinicalCommandData } from './clinical-data.ts';
import type { PayerCommandData } from './payer-data.ts';

// What the `data` of an inbound event holds, for each command: the JSON Schemas that senders and we validate with are
// generated from these types by `npm run openapi`. A text without a rule of its own has 1 to 200 characters.

/** Where it was: a program is enough, since its facility and time zone are known. */
interface At {
  readonly programId?: Name;
  /** Needed without a program. */
  readonly facilityId?: Name;
  /** The facility's: needed without a program. */
  readonly timeZone?: TimeZone;
}

/** Where and at which level a stay is: a program is enough. */
interface Placed extends At {
  /** Needed without a program. */
  readonly level?: LevelOfCare;
  /** The level as the source codes it, kept as sent. */
  readonly levelCode?: LevelCode;
  /** Ward, room and bed. */
  readonly location?: string;
}

/** Which episode of care: by its id, or the one open at a facility. */
interface InEpisode {
  readonly episodeId?: Id;
  /** Needed without an episodeId. */
  readonly facilityId?: Name;
  /** The facility's number of the visit: which of its episodes. */
  readonly visitNumber?: string;
}

export interface RegisterPatientData {
  readonly person: Person;
  /**
   * @minItems 1
   * @maxItems 50
   */
  readonly identifiers: readonly Identifier[];
}

export interface ReceiveDemographicsData {
  readonly person: Person;
  /** @maxItems 50 */
  readonly identifiers?: readonly Identifier[];
}

export interface CorrectDemographicsData {
  readonly person: Person;
}

export interface IdentifierData {
  readonly identifier: Identifier;
}

interface Plan extends Pick<Coverage, 'payerName' | 'from' | 'relationship'> {
  /** Without it, one is derived from the patient, the payer and the first day. */
  readonly coverageId?: Id;
  readonly payerId: Name;
  /**
   * Which plan pays first: 1, 2 …
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly order?: number;
  readonly person?: Coverage['person'];
}

export type StartCoverageData = Plan;

export interface ReceiveCoverageData extends Omit<Plan, 'from'> {
  readonly from?: LocalDate;
  /** The day on which the coverage was seen; without it, the day of the event's time as written. */
  readonly seenOn?: LocalDate;
}

export interface EndCoverageData {
  readonly coverageId: Id;
  /** The last day covered. */
  readonly until: LocalDate;
}

/** Of two records of one person: the event's subject goes on, the other one goes. */
export interface MergerData {
  /** The record that goes. */
  readonly absorbedId: Id;
}

export interface UnmergePatientsData extends MergerData {
  readonly reason?: Remark;
}

export interface ReceiveReferralData {
  /** Without it, one is derived from the event's source and id. */
  readonly referralId?: Id;
  readonly facilityId: Name;
  readonly programId?: Name;
  readonly level?: LevelOfCare;
  readonly visitNumber?: string;
}

interface Told extends Pick<Circumstances, 'livingArrangement' | 'employment'> {
  /**
   * The primary one first.
   * @maxItems 20
   */
  readonly substances?: readonly string[];
}

interface OverrideData {
  readonly reason: Remark;
  readonly clinician: string;
}

export interface AdmitPatientData
  extends Placed, Told, Pick<Admission, 'visitNumber' | 'referralSource' | 'plannedNextLevel'> {
  /** Without it, one is derived from the event's source and id. */
  readonly episodeId?: Id;
  /** @maxItems 50 */
  readonly diagnoses?: Admission['diagnoses'];
  /** Why the patient is admitted all the same: against a contraindication, or outside the ages of the program. */
  readonly override?: OverrideData;
}

export interface TransitionLevelOfCareData extends Placed {
  /** Why the patient goes on there all the same: against a contraindication, or outside the ages of the program. */
  readonly override?: OverrideData;
  /** Without it, the episode open at the facility. */
  readonly episodeId?: Id;
  readonly visitNumber?: string;
}

export interface TransferLocationData extends InEpisode {
  /** Ward, room and bed. */
  readonly location: string;
}

export interface StartLeaveData extends InEpisode {
  /** Without it, one is derived from the event's source and id. */
  readonly leaveId?: Id;
  readonly expectedReturn?: LocalDate;
}

export interface EndLeaveData extends InEpisode {
  /** Without it, the latest leave. */
  readonly leaveId?: Id;
}

export interface DischargePatientData extends InEpisode, Told {
  readonly reason: DischargeReason;
  /** The source's own disposition code. */
  readonly disposition?: string;
  readonly plannedNextLevel?: LevelOfCare;
  /** As the source words it, where the dates are too coarse to tell. */
  readonly lengthOfStay?: string;
}

/** The latest of its kind in the episode never was. */
export interface CancellationData extends InEpisode {
  readonly reason?: Remark;
}

export interface RecordAttendanceData extends At, Pick<Attendance, 'kind' | 'modality' | 'status'> {
  /** The session's name at its facility. */
  readonly sessionId: Name;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 1440
   */
  readonly scheduledMinutes: number;
  /**
   * @asType integer
   * @minimum 0
   * @maximum 1440
   */
  readonly attendedMinutes: number;
}

export interface CorrectAttendanceData extends RecordAttendanceData {
  readonly reason?: Remark;
}

export interface ReportRelapseData extends Pick<Relapse, 'detectedBy' | 'extent'> {
  /** Without it, one is derived from the event's source and id. */
  readonly relapseId?: Id;
  /** @maxItems 20 */
  readonly substances: readonly string[];
}

export interface WithdrawRelapseReportData {
  readonly relapseId: Id;
  readonly reason?: Remark;
}

/** It was entered in error, whichever of several of its kind it is. */
export interface VoidEntryData {
  /** The event, by its id in the patient's history. */
  readonly eventId: Id;
  readonly reason?: Remark;
}

/** What the event of each command holds. */
export interface CommandData extends PayerCommandData, ClinicalCommandData {
  readonly RegisterPatient: RegisterPatientData;
  readonly ReceiveDemographics: ReceiveDemographicsData;
  readonly CorrectDemographics: CorrectDemographicsData;
  readonly LinkIdentifier: IdentifierData;
  readonly UnlinkIdentifier: IdentifierData;
  readonly StartCoverage: StartCoverageData;
  readonly ReceiveCoverage: ReceiveCoverageData;
  readonly EndCoverage: EndCoverageData;
  readonly MergePatients: MergerData;
  readonly UnmergePatients: UnmergePatientsData;
  readonly ReceiveReferral: ReceiveReferralData;
  readonly AdmitPatient: AdmitPatientData;
  readonly TransitionLevelOfCare: TransitionLevelOfCareData;
  readonly TransferLocation: TransferLocationData;
  readonly StartLeave: StartLeaveData;
  readonly EndLeave: EndLeaveData;
  readonly DischargePatient: DischargePatientData;
  readonly CancelAdmission: CancellationData;
  readonly CancelTransition: CancellationData;
  readonly CancelTransfer: CancellationData;
  readonly CancelDischarge: CancellationData;
  readonly CancelLeave: CancellationData;
  readonly RecordAttendance: RecordAttendanceData;
  readonly CorrectAttendance: CorrectAttendanceData;
  readonly ReportRelapse: ReportRelapseData;
  readonly WithdrawRelapseReport: WithdrawRelapseReportData;
  readonly VoidEntry: VoidEntryData;
}
