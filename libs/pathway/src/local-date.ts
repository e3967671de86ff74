/**
 * A calendar day as `YYYY-MM-DD`: text order is day order.
 * @format date
 */
export type LocalDate = string;

/**
 * A FHIR date: of some only the year or the month is known (`1989`, `1989-01`).
 * @pattern ^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$
 */
export type PartialDate = string;

const DAY = 86_400_000;

/** For one zone, the offset from UTC that holds between two changes of the clocks. */
interface OffsetPeriod {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

const periods = new Map<string, OffsetPeriod[]>();

const offsetAt = (instant: number, timeZone: string): number => {
  const known = periods.get(timeZone) ?? [];
  let period = known.find(({ from, until }) => instant >= from && instant < until);
  if (!period) periods.set(timeZone, [(period = offsetPeriod(instant, timeZone)), ...known]);
  return period.offset;
};

const offsetPeriod = (instant: number, timeZone: string): OffsetPeriod => {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  const next = local.getTimeZoneTransition('next');
  return {
    // Asked from the change before it is strictly earlier, so an instant at which the clocks change is in the new period.
    from: next?.getTimeZoneTransition('previous')?.epochMilliseconds ?? instant,
    until: next?.epochMilliseconds ?? Infinity,
    offset: local.offsetNanoseconds / 1e6,
  };
};

// Few days are asked for very often: each is written once.
const writtenDays = new Map<number, LocalDate>();

const isoDate = (epochMilliseconds: number): LocalDate => {
  const number = Math.floor(epochMilliseconds / DAY);
  let day = writtenDays.get(number);
  if (!day) writtenDays.set(number, (day = new Date(number * DAY).toISOString().slice(0, 10)));
  return day;
};

/** The calendar day of an instant where the clocks show this IANA time zone. */
export const localDate = (instant: string, timeZone: string): LocalDate => {
  const epoch = Date.parse(instant);
  return isoDate(epoch + offsetAt(epoch, timeZone));
};

// Asking costs as much as all else about an event. A name may be spelled in many ways, so not every one is kept.
const knownZones = new Set<string>();
const MOST_ZONES = 1_000;

/** Whether days can be counted in this time zone: Intl knows names, such as PST, that Temporal does not. */
export const isTimeZone = (text: string): boolean => {
  if (knownZones.has(text)) return true;
  try {
    new Temporal.ZonedDateTime(0n, text);
  } catch {
    return false;
  }
  if (knownZones.size < MOST_ZONES) knownZones.add(text);
  return true;
};

export const addDays = (day: LocalDate, days: number): LocalDate => isoDate(Date.parse(day) + days * DAY);

/** Whole days from one calendar day to another, negative when `to` is the earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (Date.parse(to) - Date.parse(from)) / DAY;

const mondays = new Map<LocalDate, LocalDate>();

/** The Monday of the day's week (ISO 8601). */
export const mondayOf = (day: LocalDate): LocalDate => {
  let monday = mondays.get(day);
  if (!monday) mondays.set(day, (monday = addDays(day, -((new Date(day).getUTCDay() + 6) % 7))));
  return monday;
};

const writtenWeeks = new Map<LocalDate, readonly LocalDate[]>();

/** The seven days of the week that begins on a Monday. */
export const daysOfWeek = (monday: LocalDate): readonly LocalDate[] => {
  let days = writtenWeeks.get(monday);
  if (!days) writtenWeeks.set(monday, (days = [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(monday, n))));
  return days;
};

/** Completed years of age on a day; a birthday on 29 February completes the year on 1 March of common years. */
export const ageOn = (day: LocalDate, birthDate: LocalDate): number => {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
};
