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
  version: 2,
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
      ...{ admitted_on: one.admittedOn, measured_at: one.at, week: one.week, score: one.score },
      ...{ is_baseline: one.isBaseline, is_case: one.isCase },
      ...{ response: one.response, remission: one.remission },
    }));
  },
});

/** The scores of one week since admission. Of several measurements of a patient's week the last one counts. */
export interface OutcomeWeek {
  readonly week: number;
  /** Patients' episodes that were measured in it. */
  readonly measured: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** Of those measured, whose baseline was that of a case and who have been measured since. */
  readonly followed: number;
  /** Of those followed: the score has fallen to half of the baseline or less. */
  readonly responded: number;
  /** Of those followed: the score is below the cut-off. */
  readonly remitted: number;
}

export interface ProgramOutcomeTrend {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly instrument: InstrumentId;
  /** Patients' episodes in the program that were measured at all. */
  readonly episodes: number;
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

/** The course of scores in each program, by the weeks since admission to it. */
export const outcomesByProgram = async (
  pool: Pool,
  { instrument, from, to, lastWeek }: OutcomeQuery,
  filter: Filter,
): Promise<ProgramOutcomeTrend[]> => {
  const { condition, parameters } = filtered(filter, 5);
  const { rows } = await pool.query<ProgramOutcomeTrend>(
    `WITH chosen AS (
       SELECT DISTINCT ON (program_id, instrument, patient_id, episode_id, week) * FROM read.program_outcomes
       WHERE admitted_on BETWEEN $1 AND $2 AND week <= $3 AND ($4::text IS NULL OR instrument = $4) AND ${condition}
       ORDER BY program_id, instrument, patient_id, episode_id, week, measured_at DESC, event_id),
     week AS (
       SELECT program_id, instrument, week, count(*)::int AS measured,
              percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY score) AS quartiles,
              (count(*) FILTER (WHERE is_case AND NOT is_baseline))::int AS followed,
              (count(*) FILTER (WHERE response AND NOT is_baseline))::int AS responded,
              (count(*) FILTER (WHERE remission AND NOT is_baseline))::int AS remitted
       FROM chosen GROUP BY program_id, instrument, week),
     episode AS (
       SELECT program_id, instrument, count(DISTINCT (patient_id, episode_id))::int AS episodes
       FROM chosen GROUP BY program_id, instrument)
     SELECT program_id AS "programId", program.name, program.facility_id AS "facilityId", instrument, episodes,
            json_agg(json_build_object('week', week, 'measured', measured, 'lowerQuartile', quartiles[1],
              'median', quartiles[2], 'upperQuartile', quartiles[3], 'followed', followed, 'responded', responded,
              'remitted', remitted) ORDER BY week) AS weeks
     FROM week JOIN episode USING (program_id, instrument) JOIN read.programs program USING (program_id)
     GROUP BY program_id, program.name, program.facility_id, instrument, episodes
     ORDER BY program.name, program_id, instrument`,
    [from, to, lastWeek, instrument ?? null, ...parameters],
  );
  return rows;
};
