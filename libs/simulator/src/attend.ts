import type { AttendanceStatus } from '@stepwell/pathway';
import { DAY, dateOf, momentAt, mondayOf, type DayNumber, type Moment } from './calendar.ts';
import { endOf, type TrueEpisode, type TrueSession, type TrueStay } from './life.ts';
import type { Patient } from './patient.ts';
import type { Period } from './period.ts';
import type { Random } from './random.ts';
import { TELEHEALTH, TRACKS, type Slot, type Track } from './schedule.ts';

/** Weeks on a program after which those who do well are given fewer hours. */
const TAPER_AFTER = 7;
const DOES_WELL = 0.45;

interface Course {
  readonly patient: Patient;
  readonly random: Random;
  readonly period: Period;
}

/** The sessions of an episode, attended and missed, in the order in which they were held. */
export const sessionsOf = (course: Course, episode: TrueEpisode): TrueSession[] => {
  const faded = fadesFrom(course.random, episode);
  return episode.stays.flatMap((stay) => sessionsOfStay(course, episode, stay, faded));
};

/** Of those who drop out, half have stopped coming long before anybody writes it down. */
const fadesFrom = (random: Random, episode: TrueEpisode): DayNumber => {
  const end = endOf(episode);
  const droppedOut = episode.discharge?.reason === 'against-advice' && random.chance(0.5);
  return end && droppedOut ? end.day - random.whole(6, 21) : Infinity;
};

const sessionsOfStay = (
  course: Course,
  episode: TrueEpisode,
  stay: TrueStay,
  faded: DayNumber,
): TrueSession[] => {
  const { patient, random, period } = course;
  const tracks = TRACKS[stay.program.programId];
  if (tracks.length === 0) return [];
  const track = random.pick(tracks);
  const doesWell = stay.program.level === 'intensive-outpatient' && random.chance(DOES_WELL);
  const firstWeek = mondayOf(stay.begin.day);
  const lastDay = stay.end?.day ?? period.end;
  const sessions: TrueSession[] = [];
  for (let week = 0; firstWeek + week * 7 <= lastDay; week++) {
    const slots = doesWell && week >= TAPER_AFTER ? track.slice(0, -1) : track;
    for (const slot of inWeek(slots, week)) {
      const begin = momentAt(stay.program.timeZone, firstWeek + week * 7 + slot.weekday, slot.minute);
      if (!isHeld(course, episode, stay, begin)) continue;
      if (slot.afterChange && begin.day < period.policyChange) continue;
      const attendance = attend(random, slot, likelihood(patient, week, begin.day >= faded));
      sessions.push({ ...sessionAt(course, stay, slot, begin), ...attendance, episode });
    }
  }
  return sessions;
};

const inWeek = (track: Track, week: number): Slot[] => track.filter(({ every }) => week % every === 0);

/** Nothing is held before admission, after the end, while the patient is away, or too late to be recorded. */
const isHeld = (
  { period }: Course,
  { leaves }: TrueEpisode,
  { begin: admitted, end }: TrueStay,
  begin: Moment,
): boolean => {
  if (begin.at < admitted.at || (end && begin.at >= end.at)) return false;
  if (begin.at + DAY / 2 >= period.horizon) return false;
  return !leaves.some((leave) => leave.begin.at <= begin.at && (!leave.end || begin.at < leave.end.at));
};

const sessionAt = (
  { patient, random }: Course,
  { program }: TrueStay,
  { minute, minutes, kind, alone }: Slot,
  begin: Moment,
): Omit<TrueSession, 'status' | 'attendedMinutes' | 'episode'> => ({
  // A group has one id for everybody on its roster.
  sessionId: `${program.programId}-${dateOf(begin.day)}-${clock(minute)}${alone ? `-${patient.recordNumber}` : ''}`,
  program,
  begin,
  kind,
  modality: random.chance(TELEHEALTH[program.programId] ?? 0) ? 'telehealth' : 'in-person',
  scheduledMinutes: minutes,
});

const clock = (minute: number): string =>
  String(Math.floor(minute / 60) * 100 + (minute % 60)).padStart(4, '0');

const PRESENT: readonly { readonly weight: number; readonly status: AttendanceStatus }[] = [
  { weight: 88, status: 'attended' },
  { weight: 8, status: 'late' },
  { weight: 4, status: 'left-early' },
];

/** How likely the patient is to come in a week of the stay: never, once lost to the program. */
const likelihood = ({ engagement, improvement }: Patient, week: number, isLost: boolean): number =>
  isLost ? 0 : Math.min(0.98, Math.max(0.3, engagement + week * improvement));

const attend = (
  random: Random,
  { minutes }: Slot,
  likely: number,
): Pick<TrueSession, 'status' | 'attendedMinutes'> => {
  if (!random.chance(likely))
    return { status: random.chance(likely === 0 ? 0.1 : 0.4) ? 'excused' : 'no-show', attendedMinutes: 0 };
  const { status } = random.weighted(PRESENT);
  const missed = status === 'attended' ? 0 : random.whole(1, Math.floor(minutes / 12)) * 5;
  return { status, attendedMinutes: minutes - missed };
};
