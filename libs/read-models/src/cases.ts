import type { LevelOfCare, LocalDate } from '@stepwell/pathway';
import { casesAmong, type EarlierCases } from './earlier-cases.ts';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { GROUP_KEY, type Grouping } from './groupings.ts';
import type { ChangedVerdict } from './judging/difference.ts';
import type { CaseOutcome, MeasuredRate, MeasurePeriod } from './measure-cases.ts';
import type { Queryable } from './projector/checkpoint.ts';

export interface MeasureCase {
  readonly caseId: string;
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly indexOn: LocalDate;
  readonly facilityId: string;
  readonly programId: string | null;
  readonly level: LevelOfCare;
  readonly payerId: string | null;
  readonly ageBand: string | null;
  readonly diagnosisGroup: string;
  readonly outcome: CaseOutcome;
  readonly exclusion: string | null;
  readonly explanation: string;
  readonly eventIds: readonly string[];
}

export interface CaseQuery extends MeasurePeriod {
  readonly groupBy: Grouping;
  /** The group's key; left out, every group. */
  readonly group?: string;
  readonly outcome?: CaseOutcome;
  /** As a curve of so many days counts: by whether the event came within them, while the case was followed. */
  readonly days?: number;
  /** Only cases with the event so many days after the index. */
  readonly eventDay?: number;
}

// An index event whose window has not closed is open, whatever has happened so far.
const outcomeOn = (today: string): string =>
  `CASE WHEN outcome <> 'excluded' AND window_ends >= ${today} THEN 'open' ELSE outcome END`;

// What a curve counts is said in `departures`.
const outcomeWithin = (today: string, days: string): string =>
  `CASE WHEN ${days}::int IS NULL THEN ${outcomeOn(today)} WHEN outcome = 'excluded' THEN outcome
        WHEN event_on <= least(followed_until, greatest(${today}::date, index_on)) AND event_on - index_on <= ${days}
        THEN 'numerator' ELSE 'not-numerator' END`;

/** The cases behind a rate or a curve, the latest index first; now, or as they were known earlier. */
export const measureCasesOf = async (
  pool: Queryable,
  measureId: string,
  query: CaseQuery,
  filter: Filter,
  page: Page,
  earlier?: EarlierCases,
): Promise<Paged<MeasureCase>> => {
  const among = casesAmong(earlier, 15);
  const { condition, parameters } = filtered(filter, 9);
  const outcome = outcomeWithin('$4', '$7');
  const rowsOf = async ({ offset, limit }: Page) => {
    const { rows } = await pool.query<MeasureCase & { total: number }>(
      `SELECT chosen.*, json_build_object('family', family, 'given', given) AS name FROM (
       SELECT case_id AS "caseId", patient_id AS "patientId", index_on AS "indexOn", facility_id AS "facilityId",
              program_id AS "programId", level, payer_id AS "payerId", age_band AS "ageBand",
              diagnosis_group AS "diagnosisGroup", exclusion, explanation,
              ${outcome} AS outcome, event_ids AS "eventIds", count(*) OVER ()::int AS total
       FROM ${among.table}
       WHERE measure_id = $1 AND index_on BETWEEN $2 AND $3 AND ${condition}
         AND ($5::text IS NULL OR ${GROUP_KEY[query.groupBy]} = $5)
         AND ($6::text IS NULL OR ${outcome} = $6)
         AND ($8::int IS NULL OR (event_on - index_on = $8 AND ${outcome} = 'numerator'))
       ORDER BY index_on DESC, patient_id, case_id OFFSET $13 LIMIT $14) AS chosen
     LEFT JOIN read.patients ON patient_id = "patientId"
     ORDER BY "indexOn" DESC, "patientId", "caseId"`,
      [
        ...[measureId, query.from, query.to, query.today, query.group ?? null, query.outcome ?? null],
        ...[query.days ?? null, query.eventDay ?? null],
        ...parameters,
        ...[offset, limit],
        ...among.parameters,
      ],
    );
    return rows;
  };
  return paged(page, rowsOf, ({ total: _, ...one }) => one);
};

/** How many cases of a time to an event have had it within some days, and how many not: no rate, since not all are followed. */
export const casesByOutcome = async (
  pool: Queryable,
  measureId: string,
  { from, to, today, days }: MeasurePeriod & { readonly days?: number },
  filter: Filter,
  earlier?: EarlierCases,
): Promise<MeasuredRate> => {
  const { condition, parameters } = filtered(filter, 6);
  const among = casesAmong(earlier, 10);
  const { rows } = await pool.query<{ outcome: CaseOutcome; cases: number }>(
    `SELECT ${outcomeWithin('$4', '$5')} AS outcome, count(*)::int AS cases
     FROM ${among.table} WHERE measure_id = $1 AND index_on BETWEEN $2 AND $3 AND ${condition} GROUP BY 1`,
    [measureId, from, to, today, days ?? 365, ...parameters, ...among.parameters],
  );
  const of = (outcome: CaseOutcome) => rows.find((row) => row.outcome === outcome)?.cases ?? 0;
  const numerator = of('numerator');
  const denominator = numerator + of('not-numerator');
  return { numerator, denominator, rate: null, interval: null, excluded: of('excluded'), open: 0 };
};

/** The cases of all but some patients whose outcome is another one today than on an earlier day though nothing was recorded. */
export const casesChangedByTime = async (
  pool: Queryable,
  measureId: string,
  { from, to, today, then, days }: MeasurePeriod & { readonly then: LocalDate; readonly days?: number },
  filter: Filter,
  besides: readonly string[],
): Promise<ChangedVerdict[]> => {
  const { condition, parameters } = filtered(filter, 8);
  const [before, after] = [outcomeWithin('$4', '$6'), outcomeWithin('$5', '$6')];
  const verdict = (outcome: string) =>
    `json_build_object('outcome', ${outcome}, 'exclusion', exclusion, 'explanation', explanation, 'eventIds', event_ids)`;
  const { rows } = await pool.query<ChangedVerdict>(
    `SELECT patient_id AS "patientId", case_id AS "caseId", index_on AS "indexOn",
            ${verdict(before)} AS before, ${verdict(after)} AS after
     FROM read.measure_cases
     WHERE measure_id = $1 AND index_on BETWEEN $2 AND $3 AND ${condition}
       AND patient_id <> ALL ($7) AND ${before} <> ${after}
     ORDER BY patient_id, case_id`,
    [measureId, from, to, then, today, days ?? null, besides, ...parameters],
  );
  return rows;
};

/** Every measure's verdicts about one patient. */
export const casesOfPatient = async (
  pool: Queryable,
  patientId: string,
  today: LocalDate,
): Promise<
  { measureId: string; indexOn: LocalDate; outcome: CaseOutcome; explanation: string; eventIds: string[] }[]
> => {
  const { rows } = await pool.query(
    `SELECT measure_id AS "measureId", index_on AS "indexOn", ${outcomeOn('$2')} AS outcome, explanation,
            event_ids AS "eventIds"
     FROM read.measure_cases WHERE patient_id = $1 AND (window_ends < $2 OR measure_id <> 'hours-compliance')
     ORDER BY index_on DESC, measure_id`,
    [patientId, today],
  );
  return rows;
};
