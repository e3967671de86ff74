/** Earlier than anyone's birth: senders write 0001 or 1753 for "unknown". */
const EARLIEST_YEAR = 1850;

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a text is a day of the calendar: 30 February is none. */
export const isCalendarDay = (value: unknown): value is string => {
  const [, year, month, day] = (typeof value === 'string' && DAY.exec(value)) || [];
  return isDay(Number(year), Number(month), Number(day));
};

const isDay = (year: number, month: number, day: number): boolean =>
  year >= EARLIEST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;
const EARLIEST_INSTANT = Date.UTC(EARLIEST_YEAR, 0, 1);
const LATEST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Whether a text is a moment with an offset: without one, nobody can say when it was. In UTC its year has four digits
 * too, or stored moments would not sort as their text does.
 */
export const isInstant = (value: unknown): value is string => {
  const [text, year, month, day] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  if (!text || !isDay(Number(year), Number(month), Number(day))) return false;
  const instant = Date.parse(text);
  return instant >= EARLIEST_INSTANT && instant <= LATEST_INSTANT;
};

/** Whether PostgreSQL can keep a text and give it back: it takes no NUL and no half of a surrogate pair. */
export const isStorable = (value: unknown): boolean =>
  typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID (RFC 9562), in small or capital letters, of any version. */
export const isUuid = (value: unknown): boolean => typeof value === 'string' && UUID.test(value);

/** Deeper than anything that is described, and far from what a stack could not hold. */
export const DEEPEST_JSON = 64;

/** Whether a value of JSON is nested deeper than this: functions that walk through it could not call each other so often. */
export const isTooDeep = (value: unknown, most = DEEPEST_JSON): boolean => {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return false;
  if (most === 0) return true;
  const members = Array.isArray(value) ? value : Object.values(value);
  return members.some((member) => typeof member === 'object' && isTooDeep(member, most - 1));
};
