import type { InstrumentId, LocalDate } from '@stepwell/pathway';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { COUNTED_AS, chosen, type OutcomeCounts, type OutcomeQuery } from './program-outcomes.ts';
import type { Queryable } from './projector/checkpoint.ts';

export type CountedAs = keyof OutcomeCounts;
export const OUTCOME_COUNTS = Object.keys(COUNTED_AS) as readonly CountedAs[];

/** One patient's measurement behind a number of a trend. */
export interface OutcomeCase {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly programId: string;
  readonly facilityId: string;
  readonly instrument: InstrumentId;
  /** The first day of the episode in the program. */
  readonly admittedOn: LocalDate;
  readonly measuredOn: LocalDate;
  readonly week: number;
  readonly score: number;
  readonly eventId: string;
  /** The first measurement in the program during the episode. */
  readonly baseline: { readonly score: number; readonly measuredOn: LocalDate; readonly eventId: string };
  /** Whether the baseline was that of a case: who began below can neither respond nor remit. */
  readonly isCase: boolean;
  readonly response: boolean;
  readonly remission: boolean;
}

export interface OutcomeCasesQuery extends OutcomeQuery {
  readonly instrument: InstrumentId;
  /** The week since admission; left out, the last in which each patient was measured. */
  readonly week?: number;
  readonly countedAs: CountedAs;
}

/** The patients behind a number of a trend, by name. */
export const outcomeCases = async (
  pool: Queryable,
  { instrument, from, to, lastWeek, week, countedAs }: OutcomeCasesQuery,
  filter: Filter,
  page: Page,
): Promise<Paged<OutcomeCase>> => {
  const { condition, parameters } = filtered(filter, 5);
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<OutcomeCase & { total: number }>(
      `WITH ${chosen(condition)},
       latest AS (
         SELECT DISTINCT ON (program_id, instrument, patient_id, episode_id) * FROM chosen
         WHERE $9::int IS NULL OR week = $9
         ORDER BY program_id, instrument, patient_id, episode_id, week DESC)
       SELECT one.patient_id AS "patientId", json_build_object('family', family, 'given', given) AS name,
              one.program_id AS "programId", one.facility_id AS "facilityId", one.instrument,
              one.admitted_on AS "admittedOn", one.measured_on AS "measuredOn", one.week, one.score,
              one.event_id AS "eventId", one.is_case AS "isCase", one.response, one.remission,
              json_build_object('score', baseline.score, 'measuredOn', baseline.measured_on,
                'eventId', baseline.event_id) AS baseline,
              count(*) OVER ()::int AS total
       FROM (SELECT * FROM latest WHERE ${COUNTED_AS[countedAs]}) AS one
       JOIN read.program_outcomes baseline
         ON baseline.patient_id = one.patient_id AND baseline.episode_id = one.episode_id
         AND baseline.program_id = one.program_id AND baseline.instrument = one.instrument AND baseline.is_baseline
       LEFT JOIN read.patients patient ON patient.patient_id = one.patient_id
       ORDER BY family, given, one.patient_id, one.admitted_on, one.event_id OFFSET $10 LIMIT $11`,
      [from, to, lastWeek, instrument, ...parameters, week ?? null, offset, limit],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, ...one }) => one);
};
