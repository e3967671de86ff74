import type { Pool } from 'pg';
import { coverageOn, timeline, type LevelOfCare, type LocalDate } from '@stepwell/pathway';
import { filtered, paged, type Filter, type Page, type Paged } from './filter.ts';
import { patientSummary, type PatientRecord, type PatientSummary } from './patients.ts';
import { readModel, type PatientState } from './read-model.ts';

interface StayRow {
  readonly patient_id: string;
  readonly stay_id: string;
  readonly episode_id: string;
  readonly level: LevelOfCare;
  readonly facility_id: string;
  readonly program_id: string | null;
  readonly payer_id: string | null;
  readonly payer_name: string | null;
  readonly begin_on: LocalDate;
  /** The first day on which the patient is no longer there at 23:59. */
  readonly end_on: LocalDate | null;
}

/** Who was where at which level: the census of any day. */
export const stays = readModel<PatientState, StayRow>({
  name: 'stays',
  version: 1,
  columns: {
    patient_id: 'text NOT NULL',
    stay_id: 'text NOT NULL',
    episode_id: 'text NOT NULL',
    level: 'text NOT NULL',
    facility_id: 'text NOT NULL',
    program_id: 'text',
    payer_id: 'text',
    payer_name: 'text',
    begin_on: 'date NOT NULL',
    end_on: 'date',
  },
  key: ['patient_id', 'stay_id'],
  indexes: ['(begin_on, end_on)', '(program_id, patient_id)'],
  rows: ({ pathway }, patientId) => {
    const known = timeline(pathway);
    return known.stays.map(({ stayId, episodeId, level, facilityId, programId, begin, end }) => ({
      patient_id: patientId,
      stay_id: stayId,
      episode_id: episodeId,
      level,
      facility_id: facilityId,
      program_id: programId ?? null,
      payer_id: coverageOn(known, begin.day)?.payerId ?? null,
      payer_name: coverageOn(known, begin.day)?.payerName ?? null,
      begin_on: begin.day,
      end_on: end?.day ?? null,
    }));
  },
});

interface LeaveRow {
  readonly patient_id: string;
  readonly leave_id: string;
  readonly episode_id: string;
  readonly begin_on: LocalDate;
  readonly end_on: LocalDate | null;
}

/** Who was away on leave: they stay in the census, and are told apart. */
export const leaves = readModel<PatientState, LeaveRow>({
  name: 'leaves',
  version: 1,
  columns: {
    patient_id: 'text NOT NULL',
    leave_id: 'text NOT NULL',
    episode_id: 'text NOT NULL',
    begin_on: 'date NOT NULL',
    end_on: 'date',
  },
  key: ['patient_id', 'leave_id'],
  indexes: ['(episode_id)'],
  rows: ({ pathway }, patientId) =>
    timeline(pathway).episodes.flatMap(({ episodeId, discharge, leaves: own }) =>
      own.map(({ leaveId, begin, end }) => ({
        patient_id: patientId,
        leave_id: leaveId,
        episode_id: episodeId,
        begin_on: begin.day,
        end_on: (end ?? discharge)?.day ?? null,
      })),
    ),
});

// A day counts when the patient is there at 23:59.
const PRESENT_ON_1 = 'begin_on <= $1::date AND (end_on IS NULL OR end_on > $1::date)';

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

export interface CensusPoint {
  readonly on: LocalDate;
  readonly level: LevelOfCare;
  readonly patients: number;
}

/**
 * The census of every `step`-th day from one day to another. Stays of one patient at one level are joined to spans
 * first, so that the day's number is the sum of the spans that have begun less those that have ended.
 */
export const censusSeries = async (
  pool: Pool,
  range: { readonly from: LocalDate; readonly to: LocalDate; readonly step: 'day' | 'week' | 'month' },
  filter: Filter,
): Promise<CensusPoint[]> => {
  const { condition, parameters } = filtered(filter, 4);
  const { rows } = await pool.query<CensusPoint>(
    `WITH span AS (
       SELECT level, unnest(range_agg(daterange(begin_on, end_on))) AS days FROM read.stays
       WHERE begin_on <= $2::date AND (end_on IS NULL OR end_on > $1::date) AND begin_on IS DISTINCT FROM end_on
         AND ${condition}
       GROUP BY patient_id, level),
     change AS (
       SELECT level, day, sum(by)::int AS by FROM (
         SELECT level, greatest(lower(days), $1::date) AS day, 1 AS by FROM span
         UNION ALL SELECT level, upper(days), -1 FROM span WHERE upper(days) IS NOT NULL) AS either
       GROUP BY level, day)
     SELECT point.day::date::text AS "on", level, coalesce(sum(by), 0)::int AS patients
     FROM generate_series($1::date, $2::date, ('1 ' || $3)::interval) AS point(day) JOIN change ON change.day <= point.day
     GROUP BY point.day, level ORDER BY point.day`,
    [range.from, range.to, range.step, ...parameters],
  );
  return rows;
};

/** The patients behind a number of the census. */
export const patientsPresentOn = async (
  pool: Pool,
  on: LocalDate,
  filter: Filter,
  page: Page,
): Promise<Paged<PatientSummary>> => {
  const { condition, parameters } = filtered(filter, 2);
  const { rows } = await pool.query<PatientRecord>(
    `SELECT patient.*, count(*) OVER ()::int AS total FROM read.patients patient
     WHERE patient_id IN (SELECT patient_id FROM read.stays WHERE ${PRESENT_ON_1} AND ${condition})
     ORDER BY family, given, patient_id OFFSET $6 LIMIT $7`,
    [on, ...parameters, page.offset, page.limit],
  );
  return paged(rows, page, patientSummary);
};

/** The payers that appear in any stay. */
export const payers = async (pool: Pool): Promise<{ readonly payerId: string; readonly name: string }[]> => {
  const { rows } = await pool.query<{ payerId: string; name: string }>(
    `SELECT payer_id AS "payerId", coalesce(max(payer_name), payer_id) AS name FROM read.stays
     WHERE payer_id IS NOT NULL GROUP BY payer_id ORDER BY 2, 1`,
  );
  return rows;
};

/** The patients who have ever been in one of these programs: whom a change of its policy concerns. */
export const patientsOfPrograms = async (
  pool: Pick<Pool, 'query'>,
  programIds: readonly string[],
): Promise<string[]> => {
  const { rows } = await pool.query<{ patient_id: string }>(
    'SELECT DISTINCT patient_id FROM read.stays WHERE program_id = ANY ($1)',
    [programIds],
  );
  return rows.map(({ patient_id }) => patient_id);
};

/** The facilities that patients have stayed in. */
export const facilitiesOfStays = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ facility_id: string }>('SELECT DISTINCT facility_id FROM read.stays');
  return rows.map(({ facility_id }) => facility_id);
};
