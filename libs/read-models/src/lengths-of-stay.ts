import type { LevelOfCare, LocalDate } from '@stepwell/pathway';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import type { Queryable } from './projector/checkpoint.ts';

/** By what lengths of stay are cut: by what is known of a stay, and the month in which it ended. */
const KEY = {
  level: 'level',
  facility: 'facility_id',
  program: `coalesce(program_id, 'none')`,
  payer: `coalesce(payer_id, 'none')`,
  month: `to_char(end_on, 'YYYY-MM')`,
} as const;

export type LengthGrouping = keyof typeof KEY;
export const LENGTH_GROUPINGS = Object.keys(KEY) as readonly LengthGrouping[];

/** The first days of the spans that stays are counted in; the last has no end. */
const SPANS = [0, 1, 4, 8, 15, 31, 61, 91, 181] as const;

/** Stays that ended, by how many days they lasted: from the day they began to the day they ended, 0 where that is one. */
export interface LengthsOfStay {
  readonly stays: number;
  readonly meanDays: number | null;
  readonly medianDays: number | null;
  /** A quarter of the stays were no longer, three quarters, nine tenths. */
  readonly lowerQuartileDays: number | null;
  readonly upperQuartileDays: number | null;
  readonly ninthDecileDays: number | null;
  readonly longestDays: number | null;
  /** How many lasted from `least` days to `most`; the last span has no end. */
  readonly spans: readonly { readonly least: number; readonly most: number | null; readonly stays: number }[];
}

export type GroupLengths = LengthsOfStay & { readonly key: string };

export interface LengthsQuery {
  /** The days on which the stays ended. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}

interface LengthsRow extends Omit<LengthsOfStay, 'spans'> {
  /** Null: of all groups together. */
  readonly key: string | null;
  readonly counts: readonly number[];
}

const quantile = (share: number): string => `percentile_cont(${share}) WITHIN GROUP (ORDER BY days)`;

/** The lengths of the stays that ended in a period, whole and by group. Stays dated only by the month or the year are left out. */
export const lengthsOfStay = async (
  pool: Queryable,
  { from, to }: LengthsQuery,
  groupBy: LengthGrouping,
  filter: Filter,
): Promise<{ readonly overall: LengthsOfStay; readonly groups: readonly GroupLengths[] }> => {
  const { condition, parameters } = filtered(filter, 3);
  const counts = SPANS.map((least, n) => {
    const next = SPANS[n + 1];
    return `count(*) FILTER (WHERE days >= ${least}${next === undefined ? '' : ` AND days < ${next}`})::int`;
  });
  const { rows } = await pool.query<LengthsRow>(
    `SELECT key, count(*)::int AS stays, avg(days)::float AS "meanDays", ${quantile(0.5)} AS "medianDays",
            ${quantile(0.25)} AS "lowerQuartileDays", ${quantile(0.75)} AS "upperQuartileDays",
            ${quantile(0.9)} AS "ninthDecileDays", max(days) AS "longestDays", ARRAY[${counts.join(', ')}] AS counts
     FROM (SELECT ${KEY[groupBy]} AS key, days FROM read.stays
           WHERE end_on BETWEEN $1 AND $2 AND days >= 0 AND ${condition}) AS ended
     GROUP BY GROUPING SETS ((key), ()) ORDER BY key`,
    [from, to, ...parameters],
  );
  return {
    overall: lengthsIn(rows.find(({ key }) => key === null)!),
    groups: rows.flatMap((row) => (row.key === null ? [] : { key: row.key, ...lengthsIn(row) })),
  };
};

const lengthsIn = ({ key: _, counts, ...lengths }: LengthsRow): LengthsOfStay => ({
  ...lengths,
  spans: SPANS.map((least, n) => {
    const next = SPANS[n + 1];
    return { least, most: next === undefined ? null : next - 1, stays: counts[n]! };
  }),
});

/** One stay that ended. */
export interface EndedStay {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly stayId: string;
  readonly level: LevelOfCare;
  readonly facilityId: string;
  readonly programId: string | null;
  readonly payerId: string | null;
  readonly beginOn: LocalDate;
  readonly endOn: LocalDate;
  readonly days: number;
  readonly eventIds: readonly string[];
}

export interface EndedStaysQuery extends LengthsQuery {
  readonly groupBy: LengthGrouping;
  /** The group's key; left out, every group. */
  readonly group?: string;
  readonly leastDays?: number;
  readonly mostDays?: number;
}

/** The stays behind a length, the longest first. */
export const endedStays = async (
  pool: Queryable,
  { from, to, groupBy, group, leastDays, mostDays }: EndedStaysQuery,
  filter: Filter,
  page: Page,
): Promise<Paged<EndedStay>> => {
  const { condition, parameters } = filtered(filter, 6);
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<EndedStay & { total: number }>(
      `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name FROM (
         SELECT patient_id AS "patientId", stay_id AS "stayId", level, facility_id AS "facilityId",
                program_id AS "programId", payer_id AS "payerId", begin_on AS "beginOn", end_on AS "endOn", days,
                event_ids AS "eventIds", count(*) OVER ()::int AS total
         FROM read.stays
         WHERE end_on BETWEEN $1 AND $2 AND days >= coalesce($4, 0) AND ($5::int IS NULL OR days <= $5)
           AND ($3::text IS NULL OR ${KEY[groupBy]} = $3) AND ${condition}
         ORDER BY days DESC, end_on DESC, patient_id, stay_id OFFSET $10 LIMIT $11) AS chosen
       LEFT JOIN read.patients ON patient_id = "patientId"
       ORDER BY days DESC, "endOn" DESC, "patientId", "stayId"`,
      [from, to, group ?? null, leastDays ?? null, mostDays ?? null, ...parameters, offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, ...one }) => one);
};
