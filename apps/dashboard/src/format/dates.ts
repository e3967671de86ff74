import type { Moment } from '../api/types.ts';

const DAY = 86_400_000;

const dayFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const weekdayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const instantFormat = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

// A calendar day has no time zone: it is read and written as UTC so that no viewer's clock can shift it.
export const timeOf = (iso: string): number => Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const shown = (format: Intl.DateTimeFormat, iso: string): string => {
  const time = timeOf(iso);
  return Number.isNaN(time) ? iso : format.format(time);
};

/** A day; a month or a year alone, where no more is known, stays one. */
export const formatDay = (iso: string): string =>
  iso.length < 10 ? formatMonth(iso) : shown(dayFormat, iso);
export const formatShortDay = (iso: string): string => shown(shortFormat, iso);
/** A month; a year alone, where no more is known, stays one. */
export const formatMonth = (iso: string): string =>
  iso.length === 4 ? iso : shown(monthFormat, iso.length === 7 ? `${iso}-01` : iso);
/** With its zone named: an auditor compares instants from several facilities. */
export const formatInstant = (iso: string): string => `${shown(instantFormat, iso)} UTC`;

/** A time of day by the clocks of a place. */
export const formatTimeIn = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(timeOf(iso));
export const formatWeekday = (iso: string): string => shown(weekdayFormat, iso);

/** A moment no more precisely than it is known; on the facility's own calendar when only the day is. */
export function formatMoment({ at, day, precision }: Pick<Moment, 'at' | 'day' | 'precision'>): string {
  if (precision === 'instant') return formatInstant(at);
  if (precision === 'day') return formatDay(day);
  return precision === 'month' ? formatMonth(day) : day.slice(0, 4);
}

export function today(): string {
  const now = new Date();
  return dayOf(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

export const addDays = (day: string, days: number): string => dayOf(timeOf(day) + days * DAY);
export const daysBetween = (from: string, to: string): number =>
  Math.round((timeOf(to) - timeOf(from)) / DAY);

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(timeOf(day)).getUTCDay() + 6) % 7));

/** The first day of the calendar month so many months before. */
export function monthsBefore(day: string, months: number): string {
  const date = new Date(timeOf(day));
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1));
}

export function lastDayOfMonth(month: string): string {
  const date = new Date(timeOf(`${month.slice(0, 7)}-01`));
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
}

export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** An age in years; both that somebody may have of whose birth only the month or the year is known. */
export function ageWords(birthDate: string, day: string): string {
  const known = birthDate.length - 'YYYY'.length;
  const [least, most] = ['-12-31', '-01-01'].map((rest) => ageOn(birthDate + rest.slice(known), day));
  return least === most ? String(most) : `${least} or ${most}`;
}

export const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(timeOf(text));
