import { dateOf, mondayOf, type DayNumber } from './calendar.ts';
import { isAway, type Life, type TrueStay } from './life.ts';
import type { SimulatedProgram } from './network.ts';
import type { Period } from './period.ts';
import { policiesOf } from './program-requests.ts';
import type { Verdict } from './record.ts';

/** A week of a patient in one program. */
interface LivedWeek {
  readonly program: SimulatedProgram;
  readonly monday: DayNumber;
  /** On which the patient was in the program at 23:59, and not away. */
  readonly days: Set<DayNumber>;
}

/** What `hours-compliance` should say of every week that was over in the simulated time. */
export const weeksHeld = (life: Life, period: Period): Verdict[] =>
  weeksIn(life, period).flatMap(({ program, monday, days }) => {
    const day = dateOf(monday);
    const policy = policiesOf(program, period).findLast(({ effectiveFrom }) => effectiveFrom <= day);
    if (!policy) return [];
    const required = Math.round((policy.minHoursPerWeek * 60 * days.size) / 7);
    const attended = life.sessions
      .filter(({ program: { programId }, begin }) => programId === program.programId && begin.day >= monday)
      .filter(({ begin }) => begin.day < monday + 7)
      .reduce((sum, { attendedMinutes }) => sum + attendedMinutes, 0);
    const enough = attended >= required ? 'numerator' : 'not-numerator';
    const outcome = days.size === 0 ? 'absent-all-week' : enough;
    const { facilityId, level } = program;
    return { measure: 'hours-compliance', day, facilityId, level, outcome };
  });

/** Stays in one program share their weeks. */
const weeksIn = ({ episodes }: Life, period: Period): LivedWeek[] => {
  const weeks = new Map<string, LivedWeek>();
  for (const { stays, leaves } of episodes)
    for (const stay of stays)
      for (const monday of mondaysOf(stay, period)) {
        const { program } = stay;
        const key = `${program.programId} ${monday}`;
        const days = weeks.get(key)?.days ?? new Set();
        weeks.set(key, { program, monday, days });
        WEEK.map((n) => monday + n)
          .filter((day) => isIn(stay, day) && !leaves.some((leave) => isAway(leave, day)))
          .forEach((day) => days.add(day));
      }
  return [...weeks.values()];
};

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** From the week of the first day of a stay to that of its last, be it that the patient was home in the evening. */
const mondaysOf = ({ begin, end }: TrueStay, period: Period): DayNumber[] => {
  const last = Math.min(end?.day ?? Infinity, period.end - 7);
  const mondays: DayNumber[] = [];
  for (let monday = mondayOf(begin.day); monday <= last; monday += 7) mondays.push(monday);
  return mondays;
};

const isIn = ({ begin, end }: TrueStay, day: DayNumber): boolean =>
  begin.day <= day && (!end || day < end.day);
