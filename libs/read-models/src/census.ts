import type { Pool } from 'pg';
import { LEVELS_OF_CARE, type LevelOfCare, type LocalDate } from '@stepwell/pathway';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { patientSummary, type PatientRecord, type PatientSummary } from './patients.ts';

// A day counts when the patient is there at 23:59.
export const PRESENT_ON_1 = 'begin_on <= $1::date AND (end_on IS NULL OR end_on > $1::date)';

export interface LevelCensus {
  readonly level: LevelOfCare;
  readonly patients: number;
  readonly onLeave: number;
}

/** Patients by level of care on a day; a patient with two stays at one level counts once. */
export const censusOn = async (pool: Pool, on: LocalDate, filter: Filter): Promise<LevelCensus[]> => {
  const { condition, parameters } = filtered(filter, 2);
  const { rows } = await pool.query<LevelCensus>(
    `SELECT level, count(DISTINCT patient_id)::int AS patients,
            (count(DISTINCT patient_id) FILTER (WHERE EXISTS (
               SELECT FROM read.leaves away WHERE away.episode_id = stay.episode_id AND away.patient_id = stay.patient_id
                 AND away.begin_on <= $1::date AND (away.end_on IS NULL OR away.end_on > $1::date))))::int AS "onLeave"
     FROM read.stays stay WHERE ${PRESENT_ON_1} AND ${condition} GROUP BY level`,
    [on, ...parameters],
  );
  return rows;
};

export interface FacilityCensus {
  readonly facilityId: string;
  readonly patients: number;
}

export const censusByFacility = async (
  pool: Pool,
  on: LocalDate,
  filter: Filter,
): Promise<FacilityCensus[]> => {
  const { condition, parameters } = filtered(filter, 2);
  const { rows } = await pool.query<FacilityCensus>(
    `SELECT facility_id AS "facilityId", count(DISTINCT patient_id)::int AS patients
     FROM read.stays WHERE ${PRESENT_ON_1} AND ${condition} GROUP BY facility_id ORDER BY 2 DESC, 1`,
    [on, ...parameters],
  );
  return rows;
};

export type CensusStep = 'day' | 'week' | 'month';

export interface CensusPoint {
  readonly on: LocalDate;
  /** Patients by level of care. */
  readonly levels: Readonly<Record<LevelOfCare, number>>;
}

/** The census of every day, week or month from one day to another: the spans that have begun less those that have ended. */
export const censusSeries = async (
  pool: Pool,
  { from, to, step }: { readonly from: LocalDate; readonly to: LocalDate; readonly step: CensusStep },
  filter: Filter,
): Promise<CensusPoint[]> => {
  const changes = await censusChanges(pool, from, to, filter);
  const counts = Object.fromEntries(LEVELS_OF_CARE.map((level) => [level, 0])) as Record<LevelOfCare, number>;
  let next = 0;
  return seriesDays(from, to, step).map((on) => {
    for (; next < changes.length && changes[next]!.day <= on; next++)
      counts[changes[next]!.level] += changes[next]!.by;
    return { on, levels: { ...counts } };
  });
};

interface CensusChange {
  readonly day: LocalDate;
  readonly level: LevelOfCare;
  readonly by: number;
}

// Where a patient has several stays at a level, each adds to the census from where those before it end. From when a stay
// does so among all is known of it; among those that a filter leaves it must be found out.
const ADDS_FROM = `greatest(begin_on, max(coalesce(end_on, 'infinity')) OVER (
  PARTITION BY patient_id, level ORDER BY begin_on, stay_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))`;

const censusChanges = async (
  pool: Pool,
  from: LocalDate,
  to: LocalDate,
  filter: Filter,
): Promise<CensusChange[]> => {
  const { condition, parameters } = filtered(filter, 3);
  const { facility, program, payer } = filter;
  const addsFrom = (facility ?? program ?? payer) ? ADDS_FROM : 'counted_from';
  const { rows } = await pool.query<CensusChange>(
    `WITH present AS (
       SELECT level, ${addsFrom} AS since, end_on FROM read.stays
       WHERE begin_on <= $2::date AND (end_on IS NULL OR end_on > $1::date) AND ${condition}),
     span AS (SELECT * FROM present WHERE since <= $2::date AND (end_on IS NULL OR end_on > since))
     SELECT day, level, sum(by)::int AS by FROM (
       SELECT level, greatest(since, $1::date) AS day, 1 AS by FROM span
       UNION ALL SELECT level, end_on, -1 FROM span WHERE end_on <= $2::date) AS change
     GROUP BY day, level ORDER BY day`,
    [from, to, ...parameters],
  );
  return rows;
};

/** The days of a series: the first is `from`, none is after `to`. */
const seriesDays = (from: LocalDate, to: LocalDate, step: CensusStep): LocalDate[] => {
  const days: LocalDate[] = [];
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  // Compared as dates: after the year 9999 their text is in another order.
  for (let n = 0; ; n++) {
    const on = first.add({ [`${step}s`]: n });
    if (Temporal.PlainDate.compare(on, last) > 0) return days;
    days.push(on.toString());
  }
};

/** The patients behind a number of the census. */
export const patientsPresentOn = async (
  pool: Pool,
  on: LocalDate,
  filter: Filter,
  page: Page,
): Promise<Paged<PatientSummary>> => {
  const { condition, parameters } = filtered(filter, 2);
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<PatientRecord>(
      `SELECT patient.*, count(*) OVER ()::int AS total FROM read.patients patient
     WHERE patient_id IN (SELECT patient_id FROM read.stays WHERE ${PRESENT_ON_1} AND ${condition})
     ORDER BY family, given, patient_id OFFSET $6 LIMIT $7`,
      [on, ...parameters, offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, patientSummary);
};
