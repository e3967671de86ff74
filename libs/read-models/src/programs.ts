import type { Pool } from 'pg';
import {
  inForceOn,
  type HoursPolicy,
  type LevelOfCare,
  type LocalDate,
  type Program,
} from '@stepwell/pathway';
import { readModel } from './read-model.ts';

interface ProgramRow {
  readonly program_id: string;
  readonly name: string;
  readonly facility_id: string;
  readonly facility_name: string;
  readonly level: LevelOfCare;
  readonly time_zone: string;
  readonly capacity: number | null;
  /** Every hours policy that the program ever had. */
  readonly policies: readonly HoursPolicy[];
}

export const programs = readModel<Program, ProgramRow>({
  name: 'programs',
  category: 'program',
  version: 1,
  columns: {
    program_id: 'text NOT NULL',
    name: 'text NOT NULL',
    facility_id: 'text NOT NULL',
    facility_name: 'text NOT NULL',
    level: 'text NOT NULL',
    time_zone: 'text NOT NULL',
    capacity: 'int',
    policies: 'json NOT NULL',
  },
  key: ['program_id'],
  indexes: [],
  rows: ({ definition, hoursPolicies }) => {
    if (!definition) return [];
    const { programId, name, facilityId, facilityName, level, timeZone, capacity = null } = definition;
    return [
      {
        program_id: programId,
        name,
        facility_id: facilityId,
        facility_name: facilityName,
        level,
        time_zone: timeZone,
        capacity,
        policies: hoursPolicies,
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
    programs: own.map(({ program_id, name, level, capacity, policies }) => ({
      programId: program_id,
      name,
      facilityId,
      level,
      capacity,
      policies,
      policy: inForceOn(policies, day) ?? null,
    })),
  }));
};
