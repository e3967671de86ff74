import type { Pool } from 'pg';
import {
  addDays,
  payerOn,
  timeline,
  type HoursPolicy,
  type LevelOfCare,
  type LocalDate,
} from '@stepwell/pathway';
import { attendanceWeeks as weeksOf } from '@stepwell/measures';
import { filtered, type Filter } from './filter.ts';
import { readModel, type PatientState } from './read-model.ts';
import { entriesOf, isGuestAt, type SessionEntry } from './session-entry.ts';

interface AttendanceWeekRow {
  readonly patient_id: string;
  readonly program_id: string;
  readonly week_of: LocalDate;
  readonly week_ends: LocalDate;
  readonly facility_id: string;
  readonly level: LevelOfCare;
  readonly payer_id: string | null;
  readonly days: number;
  readonly attended_minutes: number;
  readonly required_minutes: number | null;
  readonly sessions: number;
  readonly no_shows: number;
  readonly event_ids: readonly string[];
  /** Its sessions, in the order of the events after the first; null those that another program held. */
  readonly held: readonly (SessionEntry | null)[];
}

/** Every patient's attended hours, week by week and program by program, beside the hours that the policy asks for. */
export const attendanceWeeks = readModel<PatientState, AttendanceWeekRow>({
  name: 'attendance-weeks',
  category: 'pathway',
  version: 4,
  columns: {
    patient_id: 'text NOT NULL',
    program_id: 'text NOT NULL',
    week_of: 'date NOT NULL',
    week_ends: 'date NOT NULL',
    facility_id: 'text NOT NULL',
    level: 'text NOT NULL',
    payer_id: 'text',
    days: 'int NOT NULL',
    attended_minutes: 'int NOT NULL',
    required_minutes: 'int',
    sessions: 'int NOT NULL',
    no_shows: 'int NOT NULL',
    event_ids: 'text[] NOT NULL',
    held: 'json NOT NULL',
  },
  key: ['patient_id', 'program_id', 'week_of'],
  indexes: ['(program_id, week_of)', '(week_of)'],
  rows: ({ pathway, programs }, patientId) => {
    const entry = entriesOf(pathway);
    return weeksOf(pathway, programs).map((week) => ({
      patient_id: patientId,
      program_id: week.programId,
      week_of: week.weekOf,
      week_ends: addDays(week.weekOf, 6),
      facility_id: week.facilityId,
      level: week.level,
      payer_id: payerOn(timeline(pathway), week.firstDay) ?? null,
      days: week.days,
      attended_minutes: week.attendedMinutes,
      required_minutes: week.requiredMinutes ?? null,
      sessions: week.held.length,
      no_shows: week.noShows,
      event_ids: week.eventIds,
      held: week.held.map((session) => (isGuestAt(session) ? null : entry(session, week.level))),
    }));
  },
});

export interface WeekPeriod {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Weeks that have not ended by this day are left out. */
  readonly today: LocalDate;
}

/** A policy that is tried on the past as if it had been in force in every week, whatever was. */
export interface TriedPolicy {
  readonly minHoursPerWeek: number;
  /** Tried in programs of this level only, where it is for one. */
  readonly level?: LevelOfCare;
}

/** The minutes asked for: pro-rated as `attendanceWeeks` does it. Parameters: the hours, and the level or null. */
const requiredBy = (hours: number, level: number): string =>
  `CASE WHEN $${hours}::numeric IS NULL OR level <> coalesce($${level}::text, level) THEN required_minutes
        ELSE round($${hours}::numeric * 60 * days / 7)::int END`;

const parametersOf = (tried: TriedPolicy | undefined): readonly (string | number | null)[] => [
  tried?.minHoursPerWeek ?? null,
  tried?.level ?? null,
];

export interface ProgramWeek {
  readonly weekOf: LocalDate;
  readonly patients: number;
  /** How many attended the hours required; null where no policy asks for any. */
  readonly compliant: number | null;
  /** How many of the patients were there for a part of the week only. */
  readonly prorated: number;
  readonly medianHours: number | null;
  readonly noShows: number;
}

export interface ProgramAttendance {
  readonly programId: string;
  readonly name: string;
  readonly facilityId: string;
  readonly level: LevelOfCare;
  readonly policies: readonly HoursPolicy[];
  readonly weeks: readonly ProgramWeek[];
}

/** Each program's weeks. Patients who were absent all week (on leave, or there for no night) are not in them. */
export const attendanceByProgram = async (
  pool: Pool,
  { from, to, today }: WeekPeriod,
  filter: Filter,
  tried?: TriedPolicy,
): Promise<ProgramAttendance[]> => {
  const { condition, parameters } = filtered(filter, 6);
  const { rows } = await pool.query<ProgramAttendance>(
    `SELECT program.program_id AS "programId", program.name, program.facility_id AS "facilityId", program.level, program.policies,
            json_agg(json_build_object('weekOf', "weekOf", 'patients', patients, 'compliant', compliant, 'prorated', prorated,
              'medianHours', "medianHours", 'noShows', "noShows") ORDER BY "weekOf") AS weeks
     FROM (SELECT program_id, week_of AS "weekOf", count(*)::int AS patients,
                  CASE WHEN count(required_minutes) > 0
                       THEN (count(*) FILTER (WHERE attended_minutes >= required_minutes))::int END AS compliant,
                  (count(*) FILTER (WHERE days < 7))::int AS prorated, sum(no_shows)::int AS "noShows",
                  round((percentile_cont(0.5) WITHIN GROUP (ORDER BY attended_minutes) / 60)::numeric, 2)::float AS "medianHours"
           FROM (SELECT program_id, week_of, days, attended_minutes, no_shows, ${requiredBy(4, 5)} AS required_minutes
                 FROM read.attendance_weeks
                 WHERE week_of BETWEEN $1 AND $2 AND week_ends < $3 AND days > 0 AND ${condition}) AS one
           GROUP BY program_id, week_of) AS week
     JOIN read.programs program USING (program_id)
     GROUP BY program.program_id ORDER BY program.name`,
    [from, to, today, ...parametersOf(tried), ...parameters],
  );
  return rows;
};

export interface PatientWeek {
  readonly weekOf: LocalDate;
  readonly attendedHours: number;
  readonly requiredHours: number | null;
  readonly daysInProgram: number;
  /** Null without a policy, and when absent all week. */
  readonly compliant: boolean | null;
  readonly prorated: boolean;
  /** Those that were recorded, whether attended or not. */
  readonly sessions: number;
  readonly noShows: number;
  readonly eventIds: readonly string[];
}

export interface PatientAttendance {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  readonly weeks: readonly PatientWeek[];
}

/** One program's weeks, patient by patient. */
export const attendanceOfProgram = async (
  pool: Pool,
  programId: string,
  { from, to, today }: WeekPeriod,
  tried?: TriedPolicy,
): Promise<PatientAttendance[]> => {
  const { rows } = await pool.query<PatientAttendance>(
    `SELECT patient_id AS "patientId", json_build_object('family', family, 'given', given) AS name,
            json_agg(json_build_object('weekOf', week_of, 'attendedHours', round(attended_minutes / 60.0, 2)::float,
              'requiredHours', round(required_minutes / 60.0, 2)::float, 'daysInProgram', days,
              'compliant', CASE WHEN days > 0 THEN attended_minutes >= required_minutes END,
              'prorated', days < 7, 'sessions', sessions, 'noShows', no_shows, 'eventIds', event_ids) ORDER BY week_of) AS weeks
     FROM (SELECT patient_id, week_of, days, attended_minutes, sessions, no_shows, event_ids, ${requiredBy(5, 6)} AS required_minutes
           FROM read.attendance_weeks
           WHERE program_id = $1 AND week_of BETWEEN $2 AND $3 AND week_ends < $4) AS week
     JOIN read.patients USING (patient_id)
     GROUP BY patient_id, family, given ORDER BY family, given, patient_id`,
    [programId, from, to, today, ...parametersOf(tried)],
  );
  return rows;
};
