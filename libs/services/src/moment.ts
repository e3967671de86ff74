import { localDate, type LocalDate } from '@stepwell/pathway';

/** A moment that somebody asks about, and the day that it was by the calendar of the installation. */
export interface AskedMoment {
  /** As the log writes instants, so that text order is time order. */
  readonly instant: string;
  readonly today: LocalDate;
}

/** The moment of a text: an instant with its offset, or a day, which means its last moment by the clocks of the zone. */
export const momentOf = (text: string, timeZone: string): AskedMoment => {
  const isDay = text.length === 'YYYY-MM-DD'.length;
  const ms = isDay
    ? Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1
    : Date.parse(text);
  const instant = new Date(ms).toISOString();
  return { instant, today: localDate(instant, timeZone) };
};
