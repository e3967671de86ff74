import type { LocalDate } from '@stepwell/pathway';
import { DAY, dayNumber, mondayOf, type DayNumber } from './calendar.ts';

/** What a network is made of. Its first day is `from`; it ends as `to` begins in UTC. */
export interface NetworkOptions {
  /** A whole number of 32 bits, not negative. The same seed gives the same network, to the byte. */
  readonly seed: number;
  readonly patients: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The simulated time. */
export interface Period {
  readonly first: DayNumber;
  /** The first day that is not simulated. */
  readonly end: DayNumber;
  /** The instant at which nothing more has happened, nor has been recorded. */
  readonly horizon: number;
  /** The Monday on which the second version of an hours policy takes effect. */
  readonly policyChange: DayNumber;
}

/** What makes the command ids of two networks differ. */
export const checkSeed = (seed: number): void => {
  if (seed >>> 0 !== seed)
    throw new RangeError(`${seed} is no seed: a whole number of 32 bits, not negative.`);
};

export const periodOf = ({ from, to }: Pick<NetworkOptions, 'from' | 'to'>): Period => {
  const [first, end] = [dayNumber(from), dayNumber(to)];
  if (!(end - first >= 7)) throw new RangeError(`A network from ${from} to ${to} has no whole week.`);
  return { first, end, horizon: end * DAY, policyChange: mondayOf(first + Math.round((end - first) * 0.6)) };
};
