import type { LocalDate } from '../local-date.ts';
import type { Leave, Stay } from './episode.ts';

/** Whether a stay counts on a day: the patient is in it at 23:59. */
export const isPresentOn = (day: LocalDate, { begin, end }: Stay): boolean =>
  begin.day <= day && (!end || day < end.day);

/** Whether the patient is away at 23:59. */
export const isAwayOn = (day: LocalDate, { begin, end }: Leave): boolean =>
  begin.day <= day && (!end || day < end.day);
