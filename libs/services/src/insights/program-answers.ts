import type { Rate } from '@stepwell/measures';
import type { LocalDate } from '@stepwell/pathway';
import type {
  OutcomeCase,
  OutcomeWeek,
  ProgramOccupancy,
  ProgramOutcomeTrend,
  ProgramSession,
  SessionRoster,
  WaitingPatient,
} from '@stepwell/read-models';

/** Each program on a day. */
export interface ProgramsAnswer {
  readonly on: LocalDate;
  readonly programs: readonly ProgramOccupancy[];
}

/** Who waits for a program on a day. */
export interface WaitlistAnswer {
  readonly on: LocalDate;
  readonly programId: string;
  readonly waiting: readonly WaitingPatient[];
  readonly total: number;
  readonly next: number | null;
}

/** The sessions of a program in a period, the earliest first. */
export interface ProgramSessionsAnswer {
  readonly programId: string;
  readonly name: string;
  /** By whose clocks the days are. */
  readonly timeZone: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly sessions: readonly ProgramSession[];
}

/** One session of a program, with its roster. */
export interface SessionRosterAnswer {
  readonly programId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly session: SessionRoster;
}

/** Of whom a number of patients was measured, with the shares whose scores have changed. */
export interface OutcomeSharesAnswer {
  /** Patients' episodes that were measured. */
  readonly measured: number;
  /** Whether so few were measured that the figures say little, and may not be published. */
  readonly isFew: boolean;
  /** Of whose baseline was that of a case and who have been measured since: fell to half of it or less. */
  readonly response: Rate;
  /** Of the same: fell below the cut-off. */
  readonly remission: Rate;
}

export interface OutcomeWeekAnswer
  extends OutcomeSharesAnswer, Omit<OutcomeWeek, 'measured' | 'followed' | 'responded' | 'remitted'> {}

/** The course of scores in programs. */
export interface OutcomeTrendsAnswer {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Below so many measured a number is marked. */
  readonly fewIsBelow: number;
  readonly trends: readonly (Omit<ProgramOutcomeTrend, 'latest' | 'weeks'> & {
    readonly title: string;
    /** In remission below this score. */
    readonly cutOff: number;
    readonly mostScore: number;
    /** Patients' episodes in the program that were measured at all. */
    readonly episodes: number;
    /** By the last measurement of each of them. */
    readonly latest: OutcomeSharesAnswer;
    readonly weeks: readonly OutcomeWeekAnswer[];
  })[];
}

/** The patients behind a number of a course. */
export interface OutcomeCasesAnswer {
  readonly cases: readonly OutcomeCase[];
  readonly total: number;
  readonly next: number | null;
}
