import type { EventVersions } from '@stepwell/event-sourcing';
import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';

// These events are the storage format, see `pathway-event.ts`.

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

/** Whether somebody is said to have come late or left early who was there for all of the scheduled time. */
export const isCutShortOfNothing = ({
  status,
  attendedMinutes,
  scheduledMinutes,
}: Pick<Attendance, 'status' | 'attendedMinutes' | 'scheduledMinutes'>): boolean =>
  (status === 'late' || status === 'left-early') && attendedMinutes >= scheduledMinutes;

/** What is prescribed, until another plan takes its place. */
export interface TreatmentPlan {
  readonly planId: string;
  readonly facilityId: string;
  readonly programId?: string;
  readonly hoursPerWeek: number;
  /** The mix: how many sessions of which kind a week. */
  readonly sessions?: readonly { readonly kind: SessionKind; readonly perWeek: number }[];
  /** The first day on which it holds. */
  readonly effectiveFrom: LocalDate;
  readonly person: { readonly goals?: readonly string[] };
}

export type TreatmentEvent =
  | Typed<'TreatmentPlanSet', TreatmentPlan>
  | Typed<'AttendanceRecorded', Attendance>
  | Typed<'AttendanceCorrected', Attendance & Voiding>;

export const treatmentEvents: EventVersions<TreatmentEvent> = {
  TreatmentPlanSet: [],
  AttendanceRecorded: [],
  AttendanceCorrected: [],
};
