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
export const isStorable = (value: unknown): boolean =>
  typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID (RFC 9562), in small or capital letters, of any version. */
export const isUuid = (value: unknown): boolean => typeof value === 'string' && UUID.test(value);

/** Deeper than anything that is described, and far from what a stack could not hold. */
export const DEEPEST_JSON = 64;

/** Whether a value of JSON is nested deeper than this: functions that walk through it could not call each other so often. */
export const isTooDeep = (value: unknown, most = DEEPEST_JSON): boolean => {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return false;
  if (most === 0) return true;
  for (const name in value) if (isTooDeep((value as Record<string, unknown>)[name], most - 1)) return true;
  return false;
};
