import type { Pool } from 'pg';
import {
  ageBandOn,
  capacityOn,
  inForceOn,
  isClosedOn,
  type AgeLimits,
  type HoursPolicy,
  type LevelOfCare,
  type LocalDate,
  type Modality,
  type Program,
  type SessionKind,
} from '@stepwell/pathway';
import { readModel } from './read-model.ts';
import { WAITING_ON_1 } from './waitlist.ts';

interface ProgramRow {
  readonly program_id: string;
  readonly name: string;
  readonly facility_id: string;
  readonly facility_name: string;
  readonly level: LevelOfCare;
  readonly time_zone: string;
  readonly session_kinds: readonly SessionKind[] | null;
  readonly modalities: readonly Modality[] | null;
  /** Every hours policy that the program ever had. */
  readonly policies: readonly HoursPolicy[];
  /** Every capacity, age band and closure, as it was told from which day on. */
  readonly terms: Pick<Program, 'capacities' | 'ageBands' | 'closures'>;
}

export const programs = readModel<Program, ProgramRow>({
  name: 'programs',
  category: 'program',
  version: 2,
  columns: {
    program_id: 'text NOT NULL',
    name: 'text NOT NULL',
    facility_id: 'text NOT NULL',
    facility_name: 'text NOT NULL',
    level: 'text NOT NULL',
    time_zone: 'text NOT NULL',
    session_kinds: 'text[]',
    modalities: 'text[]',
    policies: 'json NOT NULL',
    terms: 'json NOT NULL',
  },
  key: ['program_id'],
  indexes: [],
  rows: ({ definition, hoursPolicies, capacities, ageBands, closures }) => {
    if (!definition) return [];
    const { programId, name, facilityId, facilityName, level, timeZone } = definition;
    const { sessionKinds = null, modalities = null } = definition;
    return [
      {
        program_id: programId,
        name,
        facility_id: facilityId,
        facility_name: facilityName,
        level,
        time_zone: timeZone,
        session_kinds: sessionKinds,
        modalities,
        policies: hoursPolicies,
        terms: { capacities, ageBands, closures },
      },
    ];
  },
});

export interface ProgramAnswer {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly level: LevelOfCare;
  readonly capacity: number | null;
  /** The hours policies, the earliest first. */
  readonly policies: readonly HoursPolicy[];
  /** The one that took effect last by the day asked for: there may be others for other ages. */
  readonly policy: HoursPolicy | null;
}

export interface FacilityAnswer {
  readonly facilityId: string;
  readonly name: string;
  /** Null where only days are known of the facility. */
  readonly timeZone: string | null;
  readonly programs: readonly ProgramAnswer[];
}

/** Every facility that has programs, with them, as of a day. */
export const facilitiesOn = async (pool: Pool, day: LocalDate): Promise<FacilityAnswer[]> => {
  const { rows } = await pool.query<ProgramRow>(
    'SELECT * FROM read.programs ORDER BY facility_name, facility_id, name, program_id',
  );
  const byFacility = Map.groupBy(rows, ({ facility_id }) => facility_id);
  return [...byFacility].map(([facilityId, own]) => ({
    facilityId,
    name: own[0]!.facility_name,
    timeZone: own[0]!.time_zone,
    programs: own.map(({ program_id, name, level, policies, terms }) => ({
      programId: program_id,
      name,
      facilityId,
      level,
      capacity: capacityOn(terms, day) ?? null,
      policies,
      policy: inForceOn(policies, day) ?? null,
    })),
  }));
};

/** A program on a day, with how full it is. */
export interface ProgramOccupancy {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly facilityName: string;
  readonly level: LevelOfCare;
  /** Whom it admits; null: all ages. */
  readonly ageBand: AgeLimits | null;
  readonly sessionKinds: readonly SessionKind[] | null;
  readonly modalities: readonly Modality[] | null;
  /** Whether it admits nobody. */
  readonly isClosed: boolean;
  readonly capacity: number | null;
  /** Patients there at 23:59, those on leave among them. */
  readonly patients: number;
  /** Patients ÷ capacity, above 1 where there are more; null without a capacity. */
  readonly occupancy: number | null;
  /** Who waits for it on the day. */
  readonly waitlist: {
    readonly waiting: number;
    /** Of these, to whom a place has been offered. */
    readonly offered: number;
    /** Days waited until the day; null where nobody waits. */
    readonly medianDays: number | null;
    readonly longestDays: number | null;
  };
}

/** Every program on a day, or those of one facility. */
export const occupancyOn = async (
  pool: Pool,
  day: LocalDate,
  facility?: string,
): Promise<ProgramOccupancy[]> => {
  const { rows } = await pool.query<ProgramRow & ProgramOccupancy['waitlist'] & { patients: number }>(
    `WITH waiting AS (
       SELECT program_id, count(*)::int AS waiting,
              count(offered_on)::int AS offered,
              percentile_cont(0.5) WITHIN GROUP (ORDER BY $1::date - since) AS "medianDays",
              max($1::date - since) AS "longestDays"
       FROM ${WAITING_ON_1} AS entry GROUP BY program_id),
     present AS (
       SELECT program_id, count(DISTINCT patient_id)::int AS patients FROM read.stays
       WHERE begin_on <= $1::date AND (end_on IS NULL OR end_on > $1::date) AND program_id IS NOT NULL
       GROUP BY program_id)
     SELECT program.*, coalesce(patients, 0) AS patients, coalesce(waiting, 0) AS waiting, coalesce(offered, 0) AS offered,
            "medianDays", "longestDays"
     FROM read.programs program LEFT JOIN present USING (program_id) LEFT JOIN waiting USING (program_id)
     WHERE $2::text IS NULL OR facility_id = $2 ORDER BY facility_name, facility_id, name, program_id`,
    [day, facility ?? null],
  );
  return rows.map(({ terms, patients, waiting, offered, medianDays, longestDays, ...row }) => {
    const capacity = capacityOn(terms, day) ?? null;
    return {
      ...{ programId: row.program_id, name: row.name, facilityId: row.facility_id },
      ...{ facilityName: row.facility_name, level: row.level, ageBand: ageBandOn(terms, day) ?? null },
      ...{ sessionKinds: row.session_kinds, modalities: row.modalities },
      ...{ isClosed: isClosedOn(terms, day), capacity, patients },
      occupancy: capacity ? patients / capacity : null,
      waitlist: { waiting, offered, medianDays, longestDays },
    };
  });
};
