import { isExactToTheDay } from '@stepwell/measures';
import type {
  AttendanceStatus,
  AttendedSession,
  LevelOfCare,
  LocalDate,
  Modality,
  Pathway,
  SessionKind,
} from '@stepwell/pathway';

/**
 * One patient's part in one session as a column holds it: a list, because the names of fields would be a third of a table
 * in which nearly every event of a log stands once. The time is null where only the day is known; the level where it is the
 * row's.
 */
export type SessionEntry = readonly [
  sessionId: string,
  day: LocalDate,
  at: string | null,
  kind: SessionKind,
  modality: Modality,
  status: AttendanceStatus,
  scheduledMinutes: number,
  attendedMinutes: number,
  level: LevelOfCare | null,
];

const ENTRIES = Symbol('session entries');

/**
 * Makes entries, each once for as long as nothing but sessions is learned of the patient: rows are compared with those
 * before, and what is the same object is the same.
 */
export const entriesOf = (
  pathway: Pathway,
): ((session: AttendedSession, level?: LevelOfCare) => SessionEntry) => {
  const known = pathway.besidesSessions.once(ENTRIES, () => new Map<AttendedSession, SessionEntry>());
  return (session, level) => {
    let entry = known.get(session);
    if (!entry) known.set(session, (entry = entryOf(session, level)));
    return entry;
  };
};

const entryOf = (session: AttendedSession, rowLevel: LevelOfCare | undefined): SessionEntry => {
  const { sessionId, day, at, precision, kind, modality, status, scheduledMinutes, attendedMinutes } =
    session;
  const level = session.stay?.level;
  return [
    ...([sessionId, day, precision === 'instant' ? at : null] as const),
    ...([kind, modality, status, scheduledMinutes, attendedMinutes] as const),
    level === undefined || level === rowLevel ? null : level,
  ];
};

/** Whose program a session was: of one that names none, that of the stay. */
export const programOf = ({ programId, stay }: AttendedSession): string | undefined =>
  programId ?? stay?.programId;

/** Whether the patient was a guest: the weeks of the program's own patients do not hold the session. */
export const isGuestAt = (session: AttendedSession): boolean => {
  const { stay } = session;
  const programId = programOf(session);
  if (programId === undefined) return false;
  return stay?.programId !== programId || !isExactToTheDay(stay.begin.precision);
};
