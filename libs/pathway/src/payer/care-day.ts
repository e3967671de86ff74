import { isAwayOn, isPresentOn } from '../care/presence.ts';
import { compareText } from '../compare-text.ts';
import { addDays, type LocalDate } from '../local-date.ts';
import type { Leave, Stay } from '../care/episode.ts';
import type { AttendedSession, Timeline } from '../timeline.ts';
import { coversPlace } from './authorization.ts';
import type { Grant, UnitKind } from './payer-event.ts';

/** One day in one stay: what is to be paid for. */
export interface CareDay {
  readonly day: LocalDate;
  readonly stay: Stay;
  /** At 23:59, and not on leave. */
  readonly isThere: boolean;
  /** The sessions that the patient came to; on a day without any, the day itself, which has no minutes. */
  readonly services: readonly Service[];
}

export interface Service {
  readonly eventId: string;
  readonly minutes: number;
}

/** What a kind of unit counts together, in sixtieths of a unit. An hour may be divided, a session or a day may not. */
export interface Piece {
  readonly sixtieths: number;
  readonly eventId: string;
  readonly services: readonly Service[];
}

const UNIT = 60;

/** An hour has sixty minutes: nothing is rounded. */
export const inSixtieths = (units: number): number => Math.round(units * UNIT);

/** The least that can be paid for. */
export const leastOf = (kind: UnitKind): number => (kind === 'hours' ? 1 : UNIT);

/** What a kind of unit counts of the services of a day that nothing else has paid for. */
export const piecesOf = (
  kind: UnitKind,
  { isThere, stay }: CareDay,
  unpaid: readonly Service[],
): readonly Piece[] => {
  const sessions = unpaid.filter(({ minutes }) => minutes > 0);
  switch (kind) {
    case 'hours':
      return sessions.map((one) => ({ sixtieths: one.minutes, eventId: one.eventId, services: [one] }));
    case 'sessions':
      return sessions.map((one) => ({ sixtieths: UNIT, eventId: one.eventId, services: [one] }));
    case 'treatment-days':
      return sessions.slice(0, 1).map(({ eventId }) => ({ sixtieths: UNIT, eventId, services: unpaid }));
    case 'days':
      return isThere && unpaid.length > 0
        ? [{ sixtieths: UNIT, eventId: stay.begin.eventId, services: unpaid }]
        : [];
  }
};

/** The days up to `until` that authorizations may pay for, in their order. */
export const careDays = (known: Timeline, grants: readonly Grant[], until: LocalDate): CareDay[] => {
  const leaves = new Map(known.episodes.map((episode) => [episode.episodeId, episode.leaves]));
  const sessions = Map.groupBy(
    known.sessions.filter(({ day, attendedMinutes }) => day <= until && attendedMinutes > 0),
    ({ stay }) => stay,
  );
  return known.stays
    .flatMap((stay) => daysIn(stay, leaves.get(stay.episodeId)!, sessions.get(stay) ?? [], grants, until))
    .sort((a, b) => compareText(a.day, b.day));
};

// One group may hold patients of several levels: what is paid for is the level of the patient's own stay.
const daysIn = (
  stay: Stay,
  leaves: readonly Leave[],
  sessions: readonly AttendedSession[],
  grants: readonly Grant[],
  until: LocalDate,
): CareDay[] => {
  const attended = Map.groupBy(sessions, ({ day }) => day);
  const isThereOn = (day: LocalDate): boolean =>
    isPresentOn(day, stay) && !leaves.some((leave) => isAwayOn(day, leave));
  const there = daysCounted(stay, grants, until).filter(isThereOn);
  return [...new Set([...attended.keys(), ...there])].map((day) => ({
    ...{ day, stay, isThere: isThereOn(day) },
    services: attended.get(day)?.map(({ eventId, attendedMinutes: minutes }) => ({ eventId, minutes })) ?? [
      { eventId: stay.begin.eventId, minutes: 0 },
    ],
  }));
};

/** From the first day of a stay that is paid for by the day to the last. */
const daysCounted = (stay: Stay, grants: readonly Grant[], until: LocalDate): LocalDate[] => {
  const counting = grants.filter((grant) => grant.unitKind === 'days' && coversPlace(grant, stay));
  const last = [
    until,
    counting
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? '',
  ].sort()[0]!;
  const first = [stay.begin.day, counting.map(({ from }) => from).sort()[0] ?? ''].sort().at(-1)!;
  const days: LocalDate[] = [];
  for (let day = first; day <= last && isPresentOn(day, stay); day = addDays(day, 1)) days.push(day);
  return days;
};
