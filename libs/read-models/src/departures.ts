import type { Departures } from '@stepwell/measures';
import { casesAmong, type EarlierCases } from './earlier-cases.ts';
import { filtered, type Filter } from './filter.ts';
import { GROUP_KEY, ageOrder, type Grouping } from './groupings.ts';
import type { MeasurePeriod } from './measure-cases.ts';
import type { Queryable } from './projector/checkpoint.ts';

export interface DeparturesByGroup {
  readonly overall: readonly Departures[];
  readonly groups: readonly { readonly key: string; readonly departures: readonly Departures[] }[];
}

const besideLastContact = (table: string): string =>
  `${table} LEFT JOIN (SELECT patient_id, last_contact FROM read.patients) AS patient USING (patient_id)`;

/** Those of one group who left so many days after their index. */
export type GroupDepartures = Departures & { readonly key: string };

/** The cases of measures, each beside the last contact of its patient. */
export const FOLLOWED_CASES = besideLastContact('read.measure_cases');

/** The day up to which such a case is followed, the day of asking at the latest; null: that day. */
export const FOLLOWED_UNTIL = `CASE WHEN NOT up_to_last_contact THEN followed_until
  WHEN last_contact IS NOT NULL THEN greatest(last_contact, index_on) END`;

/**
 * How many of the cases of a time-to-event measure had the event, or were seen last without it, so many days after their
 * index. Nobody is followed beyond the day of asking, nor for more than `days`.
 */
export const departuresOf = async (
  pool: Queryable,
  measureId: string,
  { from, to, today, days }: MeasurePeriod & { readonly days: number },
  groupBy: Grouping,
  filter: Filter,
  earlier?: EarlierCases,
): Promise<DeparturesByGroup> => {
  const among = casesAmong(earlier, 10);
  const { condition, parameters } = filtered(filter, 6);
  const { rows } = await pool.query<GroupDepartures>(
    `SELECT key, least(until - index_on, $5)::int AS days,
            (count(*) FILTER (WHERE event_on = until AND until - index_on <= $5))::int AS events,
            (count(*) FILTER (WHERE event_on IS DISTINCT FROM until OR until - index_on > $5))::int AS censored
     FROM (
       SELECT ${GROUP_KEY[groupBy]} AS key, index_on, event_on,
              least(event_on, ${FOLLOWED_UNTIL}, greatest($4::date, index_on)) AS until
       FROM ${besideLastContact(among.table)}
       WHERE measure_id = $1 AND index_on BETWEEN $2 AND $3 AND outcome <> 'excluded' AND ${condition}
     ) AS followed
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [measureId, from, to, today, days, ...parameters, ...among.parameters],
  );
  return departuresByGroup(rows, groupBy);
};

/** Departures by group, and of all of them, in the order of the days as they come. */
export const departuresByGroup = (rows: readonly GroupDepartures[], groupBy: Grouping): DeparturesByGroup => {
  const byKey = [...Map.groupBy(rows, ({ key }) => key)];
  const groups = byKey.map(([key, own]) => ({
    key,
    departures: own.map(({ key: _, ...departures }) => departures),
  }));
  if (groupBy === 'age-band') groups.sort((a, b) => ageOrder(a.key) - ageOrder(b.key));
  return { overall: merged(rows), groups };
};

const merged = (rows: readonly Departures[]): Departures[] =>
  [...Map.groupBy(rows, ({ days }) => days)].map(([days, same]) => ({
    days,
    events: same.reduce((sum, { events }) => sum + events, 0),
    censored: same.reduce((sum, { censored }) => sum + censored, 0),
  }));
