import { daysBetween, type LocalDate, type Moment, type Stay } from '@stepwell/pathway';

/** A stay that nobody has ended may have been forgotten: so long after its last sign of life nobody relies on it. */
export const FORGOTTEN_AFTER_DAYS = 30;

const isLately = (moment: Pick<Moment, 'day'>, on: LocalDate): boolean =>
  daysBetween(moment.day, on) <= FORGOTTEN_AFTER_DAYS;

/**
 * Whether a stay without an end is taken for forgotten on a day: neither its beginning nor another sign of life is recent.
 * What judges without sessions has the beginning alone.
 */
export const isForgotten = (
  { begin, end }: Pick<Stay, 'begin' | 'end'>,
  on: LocalDate,
  signs: readonly Pick<Moment, 'day'>[] = [],
): boolean => !end && ![begin, ...signs].some((moment) => isLately(moment, on));

/** Whether a stay that has begun still goes on at a moment. */
export const goesOnAt = (stay: Stay, { at, day }: Moment): boolean =>
  stay.end ? stay.end.at > at : !isForgotten(stay, day);
