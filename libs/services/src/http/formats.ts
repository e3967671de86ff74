import { ValidateBy } from 'class-validator';
import { isTimeZone } from '@stepwell/pathway';

const check = (name: string, test: (value: unknown) => boolean, message: string): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: test, defaultMessage: () => `$property must be ${message}` } });

/** Earlier than anyone's birth: senders write 0001 or 1753 for "unknown". */
const EARLIEST_DAY = '1850-01-01';

/** Whether a text is a day of the calendar: 30 February is none. */
export const isCalendarDay = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || value < EARLIEST_DAY) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
};

const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Whether a text is a moment with an offset: without one, nobody can say when it was. In UTC its year has four digits
 * too, or stored moments would not sort as their text does.
 */
export const isInstant = (value: unknown): value is string => {
  const day = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
  if (!isCalendarDay(day)) return false;
  const parsed = new Date(value as string);
  return !Number.isNaN(parsed.getTime()) && isCalendarDay(parsed.toISOString().split('T')[0]);
};

/** Whether PostgreSQL can keep a text and give it back: it takes no NUL and no half of a surrogate pair. */
const isStorable = (value: unknown): boolean =>
  typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));

export const IsStorable = () =>
  check(
    'storable',
    (value) => (Array.isArray(value) ? value.every(isStorable) : isStorable(value)),
    'text without NUL and halves of characters',
  );
export const IsCalendarDay = () => check('calendarDay', isCalendarDay, 'a day as YYYY-MM-DD, from 1850 on');
export const IsInstant = () =>
  check('instant', isInstant, 'a moment with an offset, such as 2026-03-02T14:30:00-05:00 or …Z');
export const IsZone = () =>
  check(
    'zone',
    (value) => typeof value === 'string' && isTimeZone(value),
    'an IANA time zone such as America/Chicago',
  );
