import type { EventVersions } from '@stepwell/event-sourcing';
import type { LevelCode, LevelOfCare } from './level-of-care.ts';
import type { LocalDate, PartialDate } from './local-date.ts';

// These events are the storage format: add fields and types. What has to be said otherwise is a new version of its event,
// with an upcaster in the table below and an example in the folder `stored-events`.
//
// What identifies a person (names, birth date, address, identifiers, free text) stands in a `person` part of its own.

/** A patient's or member's number together with who gave it. */
export interface Identifier {
  /** The assigning authority. */
  readonly system: string;
  readonly value: string;
  /** HL7 table 0203: MR, MB (member), SS, PN … */
  readonly type?: string;
}

/** FHIR administrative-gender. */
export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface Person {
  readonly name?: { readonly family?: string; readonly given?: string };
  readonly birthDate?: PartialDate;
  readonly sex?: Sex;
  readonly address?: {
    readonly line?: string;
    readonly city?: string;
    readonly state?: string;
    readonly postalCode?: string;
  };
  readonly phone?: string;
}

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

export const SESSION_KINDS = [
  'process',
  'skills',
  'psychoeducation',
  'support',
  'individual',
  'family',
  'medication-management',
  'psychiatric',
  'complementary',
  'peer-support',
] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

export const MODALITIES = ['in-person', 'telehealth'] as const;
export type Modality = (typeof MODALITIES)[number];

export const ATTENDANCE_STATUSES = ['attended', 'late', 'left-early', 'excused', 'no-show'] as const;
export type AttendanceStatus = (typeof ATTENDANCE_STATUSES)[number];

/** How a relapse came to be known. */
export const RELAPSE_DETECTIONS = [
  'self-report',
  'toxicology',
  'clinician',
  'family',
  'emergency-visit',
] as const;
export type RelapseDetection = (typeof RELAPSE_DETECTIONS)[number];

export const RELAPSE_EXTENTS = ['single-use', 'episode', 'sustained'] as const;
export type RelapseExtent = (typeof RELAPSE_EXTENTS)[number];

/** One patient's part in one session. The event's `occurredAt` is the session's beginning. */
export interface Attendance {
  readonly sessionId: string;
  readonly kind: SessionKind;
  readonly modality: Modality;
  readonly status: AttendanceStatus;
  readonly scheduledMinutes: number;
  readonly attendedMinutes: number;
  readonly facilityId: string;
  readonly programId?: string;
  readonly timeZone: string;
}

export interface Coverage {
  readonly coverageId: string;
  readonly payerId: string;
  readonly payerName?: string;
  /** FHIR Coverage.order: 1 pays first. */
  readonly order?: number;
  readonly from: LocalDate;
  readonly person: { readonly memberNumber?: string };
}

/** A correction of an event: what it names never was. */
export interface Voiding {
  readonly voids: string;
  readonly reason?: string;
}

type Event<Type extends string, Data extends object> = { readonly type: Type; readonly data: Data };

export type IdentityEvent =
  | Event<
      'PatientRegistered',
      {
        readonly patientId: string;
        readonly person: Person;
        readonly identifiers: { readonly person: readonly Identifier[] };
      }
    >
  | Event<'DemographicsCorrected', { readonly person: Person }>
  | Event<'IdentifierLinked', { readonly person: { readonly identifier: Identifier } }>
  | Event<'CoverageStarted', Coverage>
  | Event<'CoverageEnded', { readonly coverageId: string; readonly until: LocalDate }>;

/** What the outcome of treatment is told by, as the source words it: at an admission and again at its discharge. */
export interface Circumstances {
  readonly substances?: readonly string[];
  readonly livingArrangement?: string;
  readonly employment?: string;
  /** The columns of a TEDS row as sent, by their names: what an export needs to write the row again. */
  readonly teds?: Readonly<Record<string, string>>;
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
}

export type CareEvent =
  | Event<
      'ReferralReceived',
      {
        readonly referralId: string;
        readonly facilityId: string;
        readonly level?: LevelOfCare;
        readonly visitNumber?: string;
      }
    >
  | Event<'PatientAdmitted', Admission>
  | Event<
      'LevelOfCareTransitioned',
      Placement & { readonly episodeId: string; readonly fromStayId: string; readonly stayId: string }
    >
  | Event<
      'LocationTransferred',
      { readonly episodeId: string; readonly stayId: string; readonly location: string }
    >
  | Event<
      'LeaveStarted',
      { readonly episodeId: string; readonly leaveId: string; readonly expectedReturn?: LocalDate }
    >
  | Event<'LeaveEnded', { readonly episodeId: string; readonly leaveId: string }>
  | Event<
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
  | Event<'AdmissionCancelled' | 'TransitionCancelled' | 'LeaveCancelled' | 'DischargeCancelled', Voiding>;

export type TreatmentEvent =
  Event<'AttendanceRecorded', Attendance> | Event<'AttendanceCorrected', Attendance & Voiding>;

export interface Relapse {
  readonly relapseId: string;
  readonly substances: readonly string[];
  readonly detectedBy: RelapseDetection;
  readonly extent?: RelapseExtent;
}

export type RelapseEvent =
  | Event<'RelapseReported', Relapse>
  | Event<'RelapseReportWithdrawn', Voiding & { readonly relapseId: string }>;

export type PathwayEvent = IdentityEvent | CareEvent | TreatmentEvent | RelapseEvent;

/** Every type with what brings its older versions up: a new version adds the upcaster from the one before it. */
export const pathwayEvents: EventVersions<PathwayEvent> = {
  PatientRegistered: [],
  DemographicsCorrected: [],
  IdentifierLinked: [],
  CoverageStarted: [],
  CoverageEnded: [],
  ReferralReceived: [],
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
  AttendanceRecorded: [],
  AttendanceCorrected: [],
  RelapseReported: [],
  RelapseReportWithdrawn: [],
};
