import type { LevelOfCare, LocalDate, Pathway, Precision } from '@stepwell/pathway';
import {
  measures,
  rateOf,
  type Case,
  type Measure,
  type Outcome,
  type Programs,
  type Rate,
} from '@stepwell/measures';
import { GROUP_COLUMNS, GROUP_KEY, ageOrder, type Grouping } from './groupings.ts';
import type { Queryable } from './projector/checkpoint.ts';
import { filtered, type Filter } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';

export interface MeasureCaseRow {
  readonly patient_id: string;
  readonly measure_id: string;
  readonly case_id: string;
  readonly index_on: LocalDate;
  readonly index_precision: Precision;
  readonly window_ends: LocalDate;
  readonly outcome: Outcome;
  readonly exclusion: string | null;
  readonly event_on: LocalDate | null;
  readonly followed_until: LocalDate | null;
  readonly up_to_last_contact: boolean;
  readonly facility_id: string;
  readonly program_id: string | null;
  readonly level: LevelOfCare;
  readonly payer_id: string | null;
  readonly age_band: string | null;
  readonly diagnosis_group: string;
  readonly explanation: string;
  readonly event_ids: readonly string[];
}

/**
 * A version that rises when a measure is added or judges otherwise. Whoever changes the table, takes a measure out or puts
 * another in its place raises the table's own.
 */
export const versionOf = (own: number, judgedBy: readonly Pick<Measure, 'version'>[]): number =>
  judgedBy.reduce((sum, { version }) => sum + version, own * 1_000);

/** Every measure's verdict on every index event. */
export const measureCases = readModel<PatientState, MeasureCaseRow>({
  name: 'measure-cases',
  category: 'pathway',
  version: versionOf(5, measures),
  columns: {
    patient_id: 'text NOT NULL',
    measure_id: 'text NOT NULL',
    case_id: 'text NOT NULL',
    index_on: 'date NOT NULL',
    index_precision: 'text NOT NULL',
    window_ends: 'date NOT NULL',
    outcome: 'text NOT NULL',
    exclusion: 'text',
    event_on: 'date',
    followed_until: 'date',
    up_to_last_contact: 'boolean NOT NULL',
    facility_id: 'text NOT NULL',
    program_id: 'text',
    level: 'text NOT NULL',
    payer_id: 'text',
    age_band: 'text',
    diagnosis_group: 'text NOT NULL',
    explanation: 'text NOT NULL',
    event_ids: 'text[] NOT NULL',
  },
  key: ['patient_id', 'measure_id', 'case_id'],
  // With all that rates and curves look at: they are counted without going through the rows, of which explanations are most.
  indexes: [
    `(measure_id, index_on) INCLUDE (outcome, window_ends, index_precision, facility_id, program_id, level, payer_id,
      age_band, diagnosis_group, event_on, followed_until, up_to_last_contact, patient_id)`,
  ],
  rows: ({ pathway, programs }, patientId) => {
    const known = pathway.besidesSessions.once(
      BY_CARE_ALONE,
      () => ({ patientId, programs, rows: casesBy(byCareAlone, pathway, programs, patientId) }),
      (one) => one.programs === programs && one.patientId === patientId,
    );
    return [...known.rows, ...casesBy(bySessions, pathway, programs, patientId)];
  },
});

const [bySessions, byCareAlone] = [
  measures.filter(({ usesSessions }) => usesSessions),
  measures.filter(({ usesSessions }) => !usesSessions),
];

// Most facts are sessions, and most measures do not look at them.
const BY_CARE_ALONE = Symbol('cases by care alone');

const casesBy = (
  judges: readonly Measure[],
  pathway: Pathway,
  programs: Programs,
  patientId: string,
): MeasureCaseRow[] =>
  judges.flatMap((measure) =>
    measure.cases(pathway, programs).map((one) => caseRow(patientId, measure.id, one)),
  );

export const caseRow = (patientId: string, measureId: string, one: Case): MeasureCaseRow => ({
  patient_id: patientId,
  measure_id: measureId,
  case_id: one.caseId,
  index_on: one.indexOn,
  index_precision: one.indexPrecision,
  window_ends: one.windowEnds,
  outcome: one.outcome,
  exclusion: one.exclusion ?? null,
  event_on: one.eventOn ?? null,
  // The last contact stands with the patient: with every session it would change every case.
  followed_until: (!one.upToLastContact && one.followedUntil) || null,
  up_to_last_contact: one.upToLastContact ?? false,
  facility_id: one.facilityId,
  program_id: one.programId ?? null,
  level: one.level,
  payer_id: one.payerId ?? null,
  age_band: one.ageBand ?? null,
  diagnosis_group: one.diagnosisGroup,
  explanation: one.explanation,
  event_ids: one.eventIds,
});

export interface MeasurePeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Cases whose windows have not closed before this day are open: counted apart, in neither part of the rate. */
  readonly today: LocalDate;
}

export interface MeasuredRate extends Rate {
  readonly excluded: number;
  readonly open: number;
}

export type MeasuredGroup = MeasuredRate & { readonly key: string };

export interface MeasuredRates {
  readonly overall: MeasuredRate;
  readonly groups: MeasuredGroup[];
}

export type Counts = Record<'numerator' | 'denominator' | 'excluded' | 'open', number>;

export type CountedGroup = Counts & { readonly key: string };

/** A measure's rate over the index events of a period, whole and by group. */
export const measureRates = async (
  pool: Queryable,
  measureId: string,
  { from, to, today }: MeasurePeriod,
  groupBy: Grouping,
  filter: Filter,
): Promise<MeasuredRates> =>
  ratesOf(await countsOf(pool, measureId, { from, to, today }, groupBy, filter), groupBy);

/** The counts behind the rates, of everybody but some. */
export const countsOf = async (
  pool: Queryable,
  measureId: string,
  { from, to, today }: MeasurePeriod,
  groupBy: Grouping,
  filter: Filter,
  without: readonly string[] = [],
): Promise<CountedGroup[]> => {
  const { condition, parameters } = filtered(filter, 5);
  const { rows } = await pool.query<CountedGroup>(
    `SELECT ${GROUP_KEY[groupBy]} AS key, sum(numerator)::int AS numerator, sum(denominator)::int AS denominator,
            sum(excluded)::int AS excluded, sum(open)::int AS open
     FROM (
       SELECT ${GROUP_COLUMNS[groupBy]},
              count(*) FILTER (WHERE outcome = 'numerator' AND window_ends < $4) AS numerator,
              count(*) FILTER (WHERE outcome <> 'excluded' AND window_ends < $4) AS denominator,
              count(*) FILTER (WHERE outcome = 'excluded') AS excluded,
              count(*) FILTER (WHERE outcome <> 'excluded' AND window_ends >= $4) AS open
       FROM read.measure_cases WHERE measure_id = $1 AND index_on BETWEEN $2 AND $3 AND ${condition}
         ${without.length > 0 ? 'AND patient_id <> ALL ($9)' : ''}
       GROUP BY ${GROUP_COLUMNS[groupBy]}) AS counted
     GROUP BY 1 ORDER BY 1`,
    [measureId, from, to, today, ...parameters, ...(without.length > 0 ? [without] : [])],
  );
  return rows;
};

/** Rates from counts by group, in the order of their keys. */
export const ratesOf = (rows: readonly CountedGroup[], groupBy: Grouping): MeasuredRates => {
  const sum = (count: keyof Counts) => rows.reduce((total, row) => total + row[count], 0);
  const overall = rated({
    numerator: sum('numerator'),
    denominator: sum('denominator'),
    excluded: sum('excluded'),
    open: sum('open'),
  });
  const groups = rows.map(({ key, ...counts }) => ({ key, ...rated(counts) }));
  return { overall, groups: groupBy === 'age-band' ? groups.sort(byAge) : groups };
};

const rated = ({ numerator, denominator, excluded, open }: Counts): MeasuredRate => ({
  ...rateOf(numerator, denominator),
  excluded,
  open,
});

const byAge = (a: MeasuredGroup, b: MeasuredGroup): number => ageOrder(a.key) - ageOrder(b.key);

export const CASE_OUTCOMES = ['numerator', 'not-numerator', 'excluded', 'open'] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];
