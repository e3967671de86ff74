import type { DischargeReason, LevelOfCare, LocalDate } from '@stepwell/pathway';
import type { FacilityId, ProgramId } from './network.ts';
import type { Repeats } from './telling.ts';

/**
 * What is true of one patient in the end, as the simulator wrote it down while it made the life up. Nothing here is
 * read off the events, so whatever is computed from the events can be compared with it.
 *
 * A stay lasts from an admission, or a change of level, to the next change of level of its episode or the discharge.
 * Every day is a day of the calendar of the facility where it happened.
 */
export interface PatientRecord {
  readonly patientId: string;
  readonly nights: readonly Night[];
  readonly readmissions: readonly IndexDischarge[];
  readonly stepUps: readonly StepUp[];
  readonly completions: readonly Completion[];
  readonly attendedMinutes: readonly AttendedWeek[];
  readonly authorizedUse: readonly AuthorizedUse[];
  readonly verdicts: readonly Verdict[];
  readonly repeats: Repeats;
}

/** The units used of what a plan has granted by the horizon: nights not on leave, or hours attended. */
export interface AuthorizedUse {
  readonly authorizationId: string;
  readonly used: number;
}

/**
 * A patient in a stay at 23:59 of a day. A stay that is open at the horizon has its nights up to the last simulated
 * day. Two stays at one level and facility are one night.
 */
export interface Night {
  readonly day: LocalDate;
  readonly level: LevelOfCare;
  readonly facilityId: FacilityId;
  /** In the stay, but away: the leave of its episode had begun and had not ended. */
  readonly onLeave: boolean;
}

/**
 * The end of a stay at `inpatient` or `residential`, by discharge or by a change of level, that no other stay
 * continues, and not by death. A stay continues it that begins at or after its end, on the same or the next calendar
 * day, at the same rank or a higher one, at whichever facility; the index is then the end of that one.
 */
export interface IndexDischarge {
  readonly facilityId: FacilityId;
  readonly level: LevelOfCare;
  /** Day 0: the day of the end. */
  readonly day: LocalDate;
  /**
   * Days from day 0 to the day on which the next stay at `inpatient` begins, by admission or by a change of level, at
   * whichever facility, and also when it continues a residential stay. Absent when none has begun by the horizon: a late
   * index has had less time for one.
   */
  readonly readmittedAfter?: number;
}

/** A change of level within an episode to a higher rank. */
export interface StepUp {
  readonly facilityId: FacilityId;
  readonly day: LocalDate;
  readonly from: LevelOfCare;
  readonly to: LevelOfCare;
}

/** An ended episode that held a stay at `intensive-outpatient`, with the reason for which it ended. */
export interface Completion {
  readonly facilityId: FacilityId;
  readonly day: LocalDate;
  readonly reason: DischargeReason;
  /** The level of its last stay: an episode may step down to outpatient before it ends. */
  readonly lastLevel: LevelOfCare;
}

/** What an outcome measure should say of one index event. */
export interface Verdict {
  readonly measure: string;
  readonly day: LocalDate;
  readonly facilityId: FacilityId;
  readonly level: LevelOfCare;
  /** `numerator`, `not-numerator`, the code of an exclusion, or `doubtful`. */
  readonly outcome: string;
  /** Of a time to an event: the day of the event, or the last day on which none was known, where it is not that of asking. */
  readonly until?: LocalDate;
}

/** The minutes attended in a program in a week, 0 when all of its sessions were missed. */
export interface AttendedWeek {
  readonly programId: ProgramId;
  /** The Monday. */
  readonly week: LocalDate;
  readonly minutes: number;
}
