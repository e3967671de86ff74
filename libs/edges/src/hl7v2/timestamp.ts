/** A moment as a message gives it: an instant, and how exactly it is known when not to the instant. */
export interface Hl7Moment {
  readonly at: string;
  readonly precision?: 'day' | 'month' | 'year';
}

// YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ] (HL7 v2.5.1, 2.A.22 DTM)
const DTM =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,4}))?)?)?)?)?)?([+-](?:0\d|1[0-4])[0-5]\d)?$/;

/** Earlier than anyone's birth: senders write 0001 or 1753 for "unknown". */
const EARLIEST_YEAR = 1850;

/**
 * The instant of a timestamp; undefined when it is none. Without an offset of its own it is local time: when the clocks
 * go back the earlier of the two, and a time that they skipped is as much later. One that ends at the day, the month or
 * the year is taken at its beginning, which is never in the future and the same however often it is sent.
 */
export const readTimestamp = (text: string, timeZone: string): Hl7Moment | undefined => {
  const [, year, month, day, hour, minute = '0', second = '0', fraction = '', offset] = DTM.exec(text) ?? [];
  if (!year || Number(year) < EARLIEST_YEAR) return undefined;
  const local = plainDateTime({
    ...{ year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) },
    ...{ hour: Number(hour ?? 0), minute: Number(minute), second: Number(second) },
    millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')),
  });
  if (!local) return undefined;
  const zone = offset ? `${offset.slice(0, 3)}:${offset.slice(3)}` : timeZone;
  const at = new Date(local.toZonedDateTime(zone).epochMilliseconds).toISOString();
  return hour ? { at } : { at, precision: precisionOf(month, day) };
};

const precisionOf = (month?: string, day?: string): Hl7Moment['precision'] => {
  if (day) return 'day';
  return month ? 'month' : 'year';
};

/** The date in a timestamp as FHIR writes it, as far as it is known: `1989`, `1989-01`, `1989-01-18`. */
export const readDate = (text: string): string | undefined => {
  const moment = readTimestamp(text, 'UTC');
  if (!moment) return undefined;
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)];
  if (moment.precision === 'year') return year;
  return moment.precision === 'month' ? `${year}-${month}` : `${year}-${month}-${day}`;
};

const plainDateTime = (fields: Temporal.PlainDateTimeLike): Temporal.PlainDateTime | undefined => {
  try {
    return Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
  } catch {
    return undefined;
  }
};
