import type { Pool } from 'pg';
import { isExactToTheDay } from '@stepwell/measures';
import {
  coverageOn,
  daysBetween,
  timeline,
  type LevelOfCare,
  type LocalDate,
  type Stay,
} from '@stepwell/pathway';
import { readModel, type PatientState } from './read-model.ts';

interface StayRow {
  readonly patient_id: string;
  readonly stay_id: string;
  readonly episode_id: string;
  readonly level: LevelOfCare;
  readonly facility_id: string;
  readonly program_id: string | null;
  readonly payer_id: string | null;
  readonly begin_on: LocalDate;
  /**
   * The first day on which this stay adds the patient to those at the level: later than its beginning where an earlier
   * stay of the level overlaps it, and null where it adds nothing.
   */
  readonly counted_from: LocalDate | null;
  /** The first day on which the patient is no longer there at 23:59. */
  readonly end_on: LocalDate | null;
  /** How many midnights it lasted; null while it goes on, and where a day of it is not known. */
  readonly days: number | null;
  /** What began it and what ended it. */
  readonly event_ids: readonly string[];
}

/** Who was where at which level: the census of any day. */
export const stays = readModel<PatientState, StayRow>({
  name: 'stays',
  category: 'pathway',
  version: 5,
  columns: {
    patient_id: 'text NOT NULL',
    stay_id: 'text NOT NULL',
    episode_id: 'text NOT NULL',
    level: 'text NOT NULL',
    facility_id: 'text NOT NULL',
    program_id: 'text',
    payer_id: 'text',
    begin_on: 'date NOT NULL',
    counted_from: 'date',
    end_on: 'date',
    days: 'int',
    event_ids: 'text[] NOT NULL',
  },
  key: ['patient_id', 'stay_id'],
  indexes: ['(begin_on, end_on)', '(program_id, patient_id)', '(facility_id)'],
  rows: ({ pathway }, patientId) => {
    const known = timeline(pathway);
    const countedFrom = countedDays(known.stays);
    return known.stays.map(({ stayId, episodeId, level, facilityId, programId, begin, end }) => ({
      patient_id: patientId,
      stay_id: stayId,
      episode_id: episodeId,
      level,
      facility_id: facilityId,
      program_id: programId ?? null,
      payer_id: coverageOn(known, begin.day)?.payerId ?? null,
      begin_on: begin.day,
      counted_from: countedFrom.get(stayId) ?? null,
      end_on: end?.day ?? null,
      days:
        end && isExactToTheDay(begin.precision) && isExactToTheDay(end.precision)
          ? daysBetween(begin.day, end.day)
          : null,
      event_ids: end ? [begin.eventId, end.eventId] : [begin.eventId],
    }));
  },
});

/** By stay: the first day on which it is the patient's only one at its level. */
const countedDays = (all: readonly Stay[]): ReadonlyMap<string, LocalDate> => {
  const occupied = new Map<LevelOfCare, LocalDate>();
  const counted = new Map<string, LocalDate>();
  // By the day and not by the instant: where clocks differ, the stay that began later may begin on an earlier day.
  for (const { stayId, level, begin, end } of all.toSorted(byDay)) {
    const until = occupied.get(level) ?? '';
    const from = begin.day > until ? begin.day : until;
    const last = end?.day ?? NEVER;
    if (from < last) counted.set(stayId, from);
    if (last > until) occupied.set(level, last);
  }
  return counted;
};

const byDay = (a: Stay, b: Stay): number => daysBetween(b.begin.day, a.begin.day);

const NEVER = '9999-12-31';

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
  category: 'pathway',
  version: 2,
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

/** The patients who have ever been in one of these programs: whom a change of its policy concerns. */
export const patientsOfPrograms = async (
  pool: Pick<Pool, 'query'>,
  programIds: readonly string[],
  table = 'read.stays',
): Promise<string[]> => {
  const { rows } = await pool.query<{ patient_id: string }>(
    `SELECT DISTINCT patient_id FROM ${table} WHERE program_id = ANY ($1)`,
    [programIds],
  );
  return rows.map(({ patient_id }) => patient_id);
};

/** The facilities that patients have stayed in: each found in the index behind the one before it, not among all stays. */
export const facilitiesOfStays = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ facility_id: string }>(
    `WITH RECURSIVE known AS (
       SELECT min(facility_id) AS facility_id FROM read.stays
       UNION ALL
       SELECT (SELECT min(facility_id) FROM read.stays WHERE facility_id > known.facility_id)
       FROM known WHERE facility_id IS NOT NULL)
     SELECT facility_id FROM known WHERE facility_id IS NOT NULL`,
  );
  return rows.map(({ facility_id }) => facility_id);
};
