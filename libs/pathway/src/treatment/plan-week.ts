import { isAwayOn, isPresentOn } from '../care/presence.ts';
import { inForceOn } from '../in-force.ts';
import { addDays, daysOfWeek, mondayOf, type LocalDate } from '../local-date.ts';
import type { Stay } from '../care/episode.ts';
import type { Timeline } from '../timeline.ts';

/** One patient's week, Monday to Sunday, at a facility, held against what was prescribed for it. */
export interface PlanWeek {
  readonly weekOf: LocalDate;
  readonly facilityId: string;
  readonly programId?: string;
  /** The plan of the last of those days. */
  readonly planId: string;
  /** Days on which the patient was in the stay at 23:59 and not on leave, and a plan held: 7 in a whole week. */
  readonly days: number;
  /** What is prescribed for those days, a seventh of a week each by the plan of the day. */
  readonly prescribedMinutes: number;
  readonly attendedMinutes: number;
  readonly eventIds: readonly string[];
}

/** The plan of a day where a stay is: the one that took effect last; of several of that day, the one told last. */
export const planOn = (
  { plans }: Pick<Timeline, 'plans'>,
  { facilityId, programId }: Pick<Stay, 'facilityId' | 'programId'>,
  day: LocalDate,
): Timeline['plans'][number] | undefined =>
  inForceOn(
    plans.filter(
      (plan) =>
        plan.facilityId === facilityId && (plan.programId === undefined || plan.programId === programId),
    ),
    day,
  );

/**
 * The weeks of a patient up to a day, each of their days by the plan that held on it. A week that is cut short by an admission,
 * a discharge or a leave is held against as many sevenths; one that lasts still, against the days that it has had.
 */
export const planWeeks = (known: Timeline, until: LocalDate): PlanWeek[] => {
  if (known.plans.length === 0) return [];
  return known.stays.flatMap((stay) =>
    weeksOf(stay, until).flatMap((weekOf) => planWeek(known, stay, weekOf, until) ?? []),
  );
};

const weeksOf = ({ begin, end }: Stay, until: LocalDate): LocalDate[] => {
  const weeks: LocalDate[] = [];
  const last = end && end.day < until ? end.day : until;
  for (let week = mondayOf(begin.day); week <= last; week = addDays(week, 7)) weeks.push(week);
  return weeks;
};

const planWeek = (known: Timeline, stay: Stay, weekOf: LocalDate, until: LocalDate): PlanWeek | undefined => {
  const { leaves } = known.episodes.find(({ episodeId }) => episodeId === stay.episodeId)!;
  const days = daysOfWeek(weekOf).filter(
    (day) => day <= until && isPresentOn(day, stay) && !leaves.some((leave) => isAwayOn(day, leave)),
  );
  const plans = days.flatMap((day) => planOn(known, stay, day) ?? []);
  const last = plans.at(-1);
  if (!last) return undefined;
  const sessions = known.sessions.filter(
    ({ stay: within, day }) => within?.stayId === stay.stayId && mondayOf(day) === weekOf && day <= until,
  );
  const { facilityId, programId } = stay;
  return {
    ...{ weekOf, facilityId, programId, planId: last.planId, days: plans.length },
    prescribedMinutes: Math.round((plans.reduce((sum, { hoursPerWeek }) => sum + hoursPerWeek, 0) * 60) / 7),
    attendedMinutes: sessions
      .filter(({ day }) => planOn(known, stay, day))
      .reduce((sum, { attendedMinutes }) => sum + attendedMinutes, 0),
    eventIds: [
      ...new Set([...plans.map(({ eventId }) => eventId), ...sessions.map(({ eventId }) => eventId)]),
    ],
  };
};
