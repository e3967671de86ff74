import type { Rate } from '@stepwell/measures';
import type { LocalDate } from '@stepwell/pathway';
import type {
  OutcomeWeek,
  ProgramOccupancy,
  ProgramOutcomeTrend,
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

export interface OutcomeWeekAnswer extends Omit<OutcomeWeek, 'followed' | 'responded' | 'remitted'> {
  /** Whether so few were measured that the figures say little, and may not be published. */
  readonly isFew: boolean;
  /** Of whose baseline was that of a case and who have been measured since: fell to half of it or less. */
  readonly response: Rate;
  /** Of the same: fell below the cut-off. */
  readonly remission: Rate;
}

/** The course of scores in programs. */
export interface OutcomeTrendsAnswer {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Below so many measured a week is marked. */
  readonly fewIsBelow: number;
  readonly trends: readonly (Omit<ProgramOutcomeTrend, 'weeks'> & {
    readonly title: string;
    /** In remission below this score. */
    readonly cutOff: number;
    readonly mostScore: number;
    readonly weeks: readonly OutcomeWeekAnswer[];
  })[];
}
