import type { Pool } from 'pg';
import {
  mondayOf,
  type AttendanceStatus,
  type LevelOfCare,
  type LocalDate,
  type Modality,
  type SessionKind,
} from '@stepwell/pathway';
import type { SessionEntry } from './session-entry.ts';

/** One patient on the roster of a session. */
export interface RosterPatient {
  readonly patientId: string;
  readonly name: { readonly family: string | null; readonly given: string | null };
  /** At which level of care the patient was then: a group may hold patients at several. Null: in no stay that is known. */
  readonly level: LevelOfCare | null;
  /** Whether the stay was not in the program that held the session. */
  readonly isGuest: boolean;
  readonly modality: Modality;
  readonly status: AttendanceStatus;
  readonly scheduledMinutes: number;
  readonly attendedMinutes: number;
  /** The event that says so, a correction where there is one. */
  readonly eventId: string;
}

/** One session that a program held, as its roster says. */
export interface ProgramSession {
  readonly sessionId: string;
  /** The day by the facility's clocks. */
  readonly on: LocalDate;
  /** When it began; null where only the day is known. */
  readonly at: string | null;
  readonly kind: SessionKind;
  /** Several where some were there and some by telehealth. */
  readonly modalities: readonly Modality[];
  readonly scheduledMinutes: number;
  /** Patients on the roster. */
  readonly patients: number;
  /** Who was there, for a part of it too. */
  readonly attended: number;
  readonly late: number;
  readonly leftEarly: number;
  readonly excused: number;
  readonly noShows: number;
}

export interface SessionRoster extends ProgramSession {
  readonly roster: readonly RosterPatient[];
}

interface EntryRow {
  readonly patientId: string;
  readonly name: RosterPatient['name'];
  readonly level: LevelOfCare | null;
  readonly isGuest: boolean;
  readonly eventId: string;
  /** When the session began, by the first that is told of it. */
  readonly at: string | null;
  readonly entry: SessionEntry;
}

/** The sessions that a program held on the days of a period, in their order, each with its roster by name. */
export const sessionsOfProgram = async (
  pool: Pool,
  programId: string,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<SessionRoster[]> => {
  const { rows } = await pool.query<EntryRow>(
    `SELECT patient_id AS "patientId", json_build_object('family', family, 'given', given) AS name, level, "isGuest",
            "eventId", min(entry->>2) OVER (PARTITION BY entry->>1, entry->>0) AS at, entry
     FROM (SELECT patient_id, level, false AS "isGuest", event_ids[n + 1] AS "eventId", entry
           FROM read.attendance_weeks, json_array_elements(held) WITH ORDINALITY AS one (entry, n)
           WHERE program_id = $1 AND week_of BETWEEN $2 AND $4 AND (entry->>1)::date BETWEEN $3 AND $4
           UNION ALL
           SELECT patient_id, NULL, true, event_id, held FROM read.guest_attendances
           WHERE program_id = $1 AND held_on BETWEEN $3 AND $4) AS attendance
     LEFT JOIN read.patients USING (patient_id)
     ORDER BY entry->>1, at NULLS FIRST, entry->>0, family, given, patient_id`,
    [programId, mondayOf(from), from, to],
  );
  return [...Map.groupBy(rows, ({ entry: [sessionId, day] }) => `${day} ${sessionId}`).values()].map(
    sessionOf,
  );
};

const sessionOf = (rows: readonly EntryRow[]): SessionRoster => {
  const entries = rows.map(({ entry }) => entry);
  const [sessionId, on] = entries[0]!;
  const roster = rows.map(rosterPatient);
  const count = (...statuses: readonly AttendanceStatus[]): number =>
    roster.filter(({ status }) => statuses.includes(status)).length;
  return {
    ...{ sessionId, on, at: rows[0]!.at },
    kind: mostOf(entries.map(([, , , kind]) => kind)),
    modalities: [...new Set(roster.map(({ modality }) => modality))].sort(),
    scheduledMinutes: mostOf(roster.map(({ scheduledMinutes }) => scheduledMinutes)),
    patients: roster.length,
    attended: count('attended', 'late', 'left-early'),
    ...{ late: count('late'), leftEarly: count('left-early') },
    ...{ excused: count('excused'), noShows: count('no-show') },
    roster,
  };
};

const rosterPatient = ({ entry, level: rowLevel, at: _, ...row }: EntryRow): RosterPatient => {
  const [, , , , modality, status, scheduledMinutes, attendedMinutes, level] = entry;
  return { ...row, level: level ?? rowLevel, modality, status, scheduledMinutes, attendedMinutes };
};

/** What most of a roster says of the session: it comes in one patient at a time, from feeds that may contradict each other. */
const mostOf = <Value>(values: readonly Value[]): Value => {
  const times = (value: Value): number => values.filter((one) => one === value).length;
  return [...new Set(values)].reduce((most, value) => (times(value) > times(most) ? value : most));
};
