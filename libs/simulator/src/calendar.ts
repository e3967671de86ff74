import type { LocalDate } from '@stepwell/pathway';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Days are counted from 1 January 1970, so that lengths of stay can be added to them. */
export type DayNumber = number;

/** An instant in epoch milliseconds together with the day that it falls on where it happened. */
export interface Moment {
  readonly at: number;
  readonly day: DayNumber;
}

export const dayNumber = (date: LocalDate): DayNumber => Date.parse(date) / DAY;

const dates = new Map<DayNumber, LocalDate>();

/** Nearly every date of a network is asked for thousands of times, hence the memory. */
export const dateOf = (day: DayNumber): LocalDate => {
  const known = dates.get(day);
  if (known) return known;
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  dates.set(day, date);
  return date;
};

/** 0 for Monday to 6 for Sunday. */
export const weekday = (day: DayNumber): number => (day + 3) % 7;

export const mondayOf = (day: DayNumber): DayNumber => day - weekday(day);

/** Clocks change before three in the morning, so one offset holds for the rest of a day. */
const CHANGE_IS_OVER = 180;

const offsets = new Map<string, Map<DayNumber, number>>();

const daytimeOffset = (timeZone: string, day: DayNumber): number => {
  let ofZone = offsets.get(timeZone);
  if (!ofZone) offsets.set(timeZone, (ofZone = new Map()));
  const known = ofZone.get(day);
  if (known !== undefined) return known;
  const offset = day * DAY + CHANGE_IS_OVER * MINUTE - zoned(timeZone, day, CHANGE_IS_OVER);
  ofZone.set(day, offset);
  return offset;
};

const zoned = (timeZone: string, day: DayNumber, minute: number): number =>
  Temporal.PlainDate.from(dateOf(day)).toZonedDateTime({
    timeZone,
    plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 },
  }).epochMilliseconds;

/** The moment when the clocks of a time zone show this minute of this day. */
export const momentAt = (timeZone: string, day: DayNumber, minute: number): Moment => ({
  at:
    minute < CHANGE_IS_OVER
      ? zoned(timeZone, day, minute)
      : day * DAY + minute * MINUTE - daytimeOffset(timeZone, day),
  day,
});

export const isoInstant = (at: number): string => new Date(at).toISOString();
