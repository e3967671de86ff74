import { ValidateBy } from 'class-validator';
import { isTimeZone } from '@stepwell/pathway';

const check = (name: string, test: (value: unknown) => boolean, message: string): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: test, defaultMessage: () => `$property must be ${message}` } });

/** Whether a text is a day of the calendar: 30 February is none. */
export const isCalendarDay = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
};

const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** Whether a text is a moment with an offset: without one, nobody can say when it was. */
export const isInstant = (value: unknown): value is string => {
  const day = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  return isCalendarDay(day) && !Number.isNaN(Date.parse(value as string));
};

export const IsCalendarDay = () => check('calendarDay', isCalendarDay, 'a day as YYYY-MM-DD');
export const IsInstant = () =>
  check('instant', isInstant, 'a moment with an offset, such as 2026-03-02T14:30:00-05:00 or …Z');
export const IsZone = () =>
  check(
    'zone',
    (value) => typeof value === 'string' && isTimeZone(value),
    'an IANA time zone such as America/Chicago',
  );
