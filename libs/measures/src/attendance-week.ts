import {
  addDays,
  ageRange,
  daysOfWeek,
  isAwayOn,
  isPresentOn,
  mondayOf,
  policyOn,
  timeline,
  type AttendedSession,
  type HoursPolicy,
  type Leave,
  type LocalDate,
  type Pathway,
  type Stay,
} from '@stepwell/pathway';
import { isExactToTheDay, type Programs } from './measure.ts';

/** One patient's week, Monday to Sunday, in one program. */
export interface AttendanceWeek {
  readonly weekOf: LocalDate;
  /** The first day of the week on which the patient was in the program: the one whose payer and age it is cut by. */
  readonly firstDay: LocalDate;
  readonly programId: string;
  /** That of the stay which names the place. */
  readonly episodeId: string;
  readonly facilityId: string;
  readonly level: Stay['level'];
  /** Days of the week on which the patient was in the program at 23:59 and not on leave: 7 in a whole week. */
  readonly days: number;
  readonly attendedMinutes: number;
  /** In the order in which they began. */
  readonly held: readonly AttendedSession[];
  readonly noShows: number;
  readonly policy?: HoursPolicy;
  /** The policy's least hours, in minutes, pro-rated by the days; absent without a policy. */
  readonly requiredMinutes?: number;
  /** The beginning of the stay, then the week's sessions. */
  readonly eventIds: readonly string[];
}

// A patient who stays away without being discharged goes on having weeks without a session. They are made ahead of
// time (a report counts none that has not ended), up to a quarter after the last thing known of the patient.
const WEEKS_OF_SILENCE = 13;

// A read model and a measure ask for the weeks of one state, one after the other.
const WEEKS = Symbol('attendance weeks');

/**
 * The weeks of every stay in a program. A week in two stays of one program (a return after leave) is one week. Computed
 * once for a state of the patient and the programs, however often it is asked for.
 */
export const attendanceWeeks = (pathway: Pathway, programs: Programs): readonly AttendanceWeek[] =>
  pathway.derived.once(
    WEEKS,
    () => ({ programs, weeks: weeksInPrograms(pathway, programs) }),
    (known) => known.programs === programs,
  ).weeks;

const weeksInPrograms = (pathway: Pathway, programs: Programs): AttendanceWeek[] => {
  const { stays, sessions, episodes, person } = timeline(pathway);
  const { birthDate } = person;
  const lastSeen = pathway.facts.at(-1)?.metadata.occurredAt.slice(0, 10) ?? '';
  const leaves = new Map(episodes.map((episode) => [episode.episodeId, episode.leaves]));
  const inPrograms = stays.filter(({ programId, begin }) => programId && isExactToTheDay(begin.precision));
  const byProgram = Map.groupBy(inPrograms, ({ programId }) => programId!);
  return [...byProgram].flatMap(([programId, own]) => {
    const attended = sessions.filter((session) => session.stay?.programId === programId);
    const byWeek = Map.groupBy(attended, ({ day }) => mondayOf(day));
    return weeksOf(own, lastSeen).map((weekOf) => {
      const stay = own.findLast(({ begin }) => begin.day <= daysOfWeek(weekOf)[6]!) ?? own[0]!;
      const age = birthDate === undefined ? undefined : ageRange(weekOf, birthDate);
      const policy = policyOn(programs.get(programId)?.hoursPolicies ?? [], weekOf, age);
      return weekIn(stay, weekOf, presentDays(weekOf, own, leaves), byWeek.get(weekOf) ?? [], policy);
    });
  });
};

const weeksOf = (stays: readonly Stay[], lastSeen: LocalDate): LocalDate[] => {
  const weeks = new Set<LocalDate>();
  for (const { begin, end } of stays) {
    const last = end?.day ?? addDays(lastSeen > begin.day ? lastSeen : begin.day, 7 * WEEKS_OF_SILENCE);
    for (let week = mondayOf(begin.day); week <= last; week = addDays(week, 7)) weeks.add(week);
  }
  return [...weeks].sort();
};

/** Leaves by the episode that they interrupt: one from elsewhere, or from an earlier episode, is none from here. */
type Leaves = ReadonlyMap<string, readonly Leave[]>;

const presentDays = (weekOf: LocalDate, stays: readonly Stay[], leaves: Leaves): readonly LocalDate[] => {
  const days = daysOfWeek(weekOf);
  // Nearly every week is a whole one.
  if (
    stays.some(
      (stay) =>
        isPresentOn(days[0]!, stay) && isPresentOn(days[6]!, stay) && !leaves.get(stay.episodeId)?.length,
    )
  )
    return days;
  return days.filter((day) =>
    stays.some(
      (stay) => isPresentOn(day, stay) && !leaves.get(stay.episodeId)?.some((leave) => isAwayOn(day, leave)),
    ),
  );
};

const weekIn = (
  { begin, episodeId, facilityId, level, programId }: Stay,
  weekOf: LocalDate,
  days: readonly LocalDate[],
  sessions: readonly AttendedSession[],
  policy: HoursPolicy | undefined,
): AttendanceWeek => ({
  weekOf,
  firstDay: days[0] ?? (begin.day > weekOf ? begin.day : weekOf),
  programId: programId!,
  episodeId,
  facilityId,
  level,
  days: days.length,
  attendedMinutes: sessions.reduce((sum, { attendedMinutes }) => sum + attendedMinutes, 0),
  held: sessions,
  noShows: sessions.filter(({ status }) => status === 'no-show').length,
  policy,
  requiredMinutes: policy && Math.round((policy.minHoursPerWeek * 60 * days.length) / 7),
  eventIds: [begin.eventId, ...sessions.map(({ eventId }) => eventId)],
});
