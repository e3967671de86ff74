import type { Pool } from 'pg';
import {
  payerOn,
  programOutcomes as outcomesOf,
  timeline,
  type InstrumentId,
  type LevelOfCare,
  type LocalDate,
} from '@stepwell/pathway';
import { filtered, type Filter } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';

interface ProgramOutcomeRow {
  readonly patient_id: string;
  readonly event_id: string;
  readonly instrument: InstrumentId;
  readonly program_id: string;
  readonly facility_id: string;
  readonly episode_id: string;
  readonly level: LevelOfCare;
  /** The payer on the first day in the program. */
  readonly payer_id: string | null;
  readonly admitted_on: LocalDate;
  readonly measured_at: string;
  readonly measured_on: LocalDate;
  readonly week: number;
  readonly score: number;
  readonly is_baseline: boolean;
  readonly is_case: boolean;
  readonly response: boolean;
  readonly remission: boolean;
}

/** What instruments measured of patients in programs, by weeks since they were admitted there. */
export const programOutcomes = readModel<PatientState, ProgramOutcomeRow>({
  name: 'program-outcomes',
  category: 'pathway',
  version: 3,
  columns: {
    patient_id: 'text NOT NULL',
    event_id: 'text NOT NULL',
    instrument: 'text NOT NULL',
    program_id: 'text NOT NULL',
    facility_id: 'text NOT NULL',
    episode_id: 'text NOT NULL',
    level: 'text NOT NULL',
    payer_id: 'text',
    admitted_on: 'date NOT NULL',
    measured_at: 'text NOT NULL',
    measured_on: 'date NOT NULL',
    week: 'int NOT NULL',
    score: 'int NOT NULL',
    is_baseline: 'boolean NOT NULL',
    is_case: 'boolean NOT NULL',
    response: 'boolean NOT NULL',
    remission: 'boolean NOT NULL',
  },
  key: ['patient_id', 'event_id'],
  indexes: ['(program_id, instrument, admitted_on)', '(admitted_on)'],
  rows: ({ pathway }, patientId) => {
    const known = timeline(pathway);
    return outcomesOf(known).map((one) => ({
      ...{ patient_id: patientId, event_id: one.eventId, instrument: one.instrument },
      ...{ program_id: one.programId, facility_id: one.facilityId, episode_id: one.episodeId },
      level: known.stays.find(
        ({ episodeId, programId }) => episodeId === one.episodeId && programId === one.programId,
      )!.level,
      payer_id: payerOn(known, one.admittedOn) ?? null,
      ...{ admitted_on: one.admittedOn, measured_at: one.at, measured_on: one.day },
      ...{ week: one.week, score: one.score },
      ...{ is_baseline: one.isBaseline, is_case: one.isCase },
      ...{ response: one.response, remission: one.remission },
    }));
  },
});

/** Whose scores have changed, by those who were measured. */
export interface OutcomeCounts {
  /** Patients' episodes that were measured. */
  readonly measured: number;
  /** Of those measured, whose baseline was that of a case and who have been measured since. */
  readonly followed: number;
  /** Of those followed: the score has fallen to half of the baseline or less. */
  readonly responded: number;
  /** Of those followed: the score is below the cut-off. */
  readonly remitted: number;
}

/** The scores of one week since admission. Of several measurements of a patient's week the last one counts. */
export interface OutcomeWeek extends OutcomeCounts {
  readonly week: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

export interface ProgramOutcomeTrend {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly instrument: InstrumentId;
  /** By the last measurement of each patient's episode. */
  readonly latest: OutcomeCounts;
  readonly weeks: readonly OutcomeWeek[];
}

export interface OutcomeQuery {
  readonly instrument?: InstrumentId;
  /** The first and the last day of admission to the program. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The last week that is looked at. */
  readonly lastWeek: number;
}

/** What a patient's measurement can be counted as, with its condition on a row. */
export const COUNTED_AS = {
  measured: 'true',
  followed: 'is_case AND NOT is_baseline',
  responded: 'response AND NOT is_baseline',
  remitted: 'remission AND NOT is_baseline',
} as const satisfies Record<keyof OutcomeCounts, string>;

/**
 * The table `chosen`: of each patient's episode and week the last measurement. Of the query it takes the first four
 * parameters, the filter's from the fifth.
 */
export const chosen = (condition: string): string => `chosen AS (
  SELECT DISTINCT ON (program_id, instrument, patient_id, episode_id, week) * FROM read.program_outcomes
  WHERE admitted_on BETWEEN $1 AND $2 AND week <= $3 AND ($4::text IS NULL OR instrument = $4) AND ${condition}
  ORDER BY program_id, instrument, patient_id, episode_id, week, measured_at DESC, event_id)`;

const COUNTS = Object.entries(COUNTED_AS)
  .map(([name, condition]) => `'${name}', count(*) FILTER (WHERE ${condition})`)
  .join(', ');

/** The course of scores in each program, by the weeks since admission to it. */
export const outcomesByProgram = async (
  pool: Pool,
  { instrument, from, to, lastWeek }: OutcomeQuery,
  filter: Filter,
): Promise<ProgramOutcomeTrend[]> => {
  const { condition, parameters } = filtered(filter, 5);
  const { rows } = await pool.query<ProgramOutcomeTrend>(
    `WITH ${chosen(condition)},
     measured AS (
       SELECT program_id, instrument, week, json_build_object(${COUNTS}) AS counts,
              percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY score) AS quartiles
       FROM chosen GROUP BY program_id, instrument, week),
     weeks AS (
       SELECT program_id, instrument, json_agg(counts::jsonb || jsonb_build_object('week', week,
                'lowerQuartile', quartiles[1], 'median', quartiles[2], 'upperQuartile', quartiles[3]) ORDER BY week) AS weeks
       FROM measured GROUP BY program_id, instrument),
     latest AS (
       SELECT program_id, instrument, json_build_object(${COUNTS}) AS latest
       FROM (SELECT DISTINCT ON (program_id, instrument, patient_id, episode_id) * FROM chosen
             ORDER BY program_id, instrument, patient_id, episode_id, week DESC) AS last
       GROUP BY program_id, instrument)
     SELECT program_id AS "programId", program.name, program.facility_id AS "facilityId", instrument, latest, weeks
     FROM weeks JOIN latest USING (program_id, instrument) JOIN read.programs program USING (program_id)
     ORDER BY program.name, program_id, instrument`,
    [from, to, lastWeek, instrument ?? null, ...parameters],
  );
  return rows;
};
