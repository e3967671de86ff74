import { isAwayOn, isPresentOn } from '../care/presence.ts';
import { addDays, type LocalDate } from '../local-date.ts';
import type { AttendedSession, Timeline } from '../timeline.ts';
import type { Stay } from '../care/episode.ts';
import { coversDay, coversPlace, inForce, type Authorization } from './authorization.ts';
import type { Grant, UnitKind } from './payer-event.ts';

/** What a day or a session used of an authorization, and the event that shows it: the beginning of the stay, or the session. */
export interface Charge {
  readonly authorizationId: string;
  readonly day: LocalDate;
  /** In sixtieths of a unit, so that hours are counted in whole minutes: sums of sixtieths would be a little off. */
  readonly sixtieths: number;
  readonly eventId: string;
}

/** An authorization with what is left of it. */
export interface AuthorizationBalance extends Authorization {
  /** What it pays for; absent where it is not approved. */
  readonly grant?: Grant;
  readonly used: number;
  /** Below zero when more was given than is paid for; absent where it is not approved. */
  readonly remaining?: number;
}

export const inSixtieths = (units: number): number => Math.round(units * 60);

/** What a payer pays for: one day or one session. */
interface Service {
  readonly kinds: readonly UnitKind[];
  readonly day: LocalDate;
  readonly place: Pick<Stay, 'level' | 'facilityId' | 'programId'>;
  readonly minutes: number;
  readonly eventId: string;
}

/**
 * Everything that used units up to a day. Units are derived from stays and attendance, never typed in. Each day or session
 * is paid for by one authorization that covers its day, level and place: the first that has units left, or else the last,
 * whose balance then falls below zero.
 */
export const unitsUsed = (known: Timeline, until: LocalDate): Charge[] => {
  const grants = known.authorizations
    .flatMap((one) => inForce(one) ?? [])
    .sort((a, b) => compare(a.from, b.from) || compare(a.authorizationId, b.authorizationId));
  if (grants.length === 0) return [];
  const left = new Map(grants.map(({ authorizationId, units }) => [authorizationId, inSixtieths(units)]));
  return servicesFor(known, grants, until).flatMap(({ kinds, day, place, minutes, eventId }) => {
    const covering = grants.filter(
      (grant) => kinds.includes(grant.unitKind) && coversDay(grant, day) && coversPlace(grant, place),
    );
    const grant = covering.find(({ authorizationId }) => left.get(authorizationId)! > 0) ?? covering.at(-1);
    if (!grant) return [];
    const { authorizationId, unitKind } = grant;
    const sixtieths = unitKind === 'hours' ? minutes : 60;
    left.set(authorizationId, left.get(authorizationId)! - sixtieths);
    return [{ authorizationId, day, sixtieths, eventId }];
  });
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type SessionInStay = AttendedSession & { readonly stay: Stay };

// One group may hold patients of several levels: what is paid for is the level of the patient's own stay.
const isCharged = (session: AttendedSession): session is SessionInStay =>
  session.stay !== undefined && session.attendedMinutes > 0;

const servicesFor = (known: Timeline, grants: readonly Grant[], until: LocalDate): Service[] => {
  const attended = known.sessions.filter(isCharged).filter(({ day }) => day <= until);
  const services = [
    ...daysThere(known, grants, until),
    ...treatmentDays(attended),
    ...attended.map((session) => serviceOf(session, ['sessions', 'hours'])),
  ];
  return services.sort((a, b) => compare(a.day, b.day));
};

const daysThere = ({ stays, episodes }: Timeline, grants: readonly Grant[], until: LocalDate): Service[] => {
  const leaves = new Map(episodes.map((episode) => [episode.episodeId, episode.leaves]));
  const isThere = (day: LocalDate, stay: Stay): boolean =>
    isPresentOn(day, stay) && !leaves.get(stay.episodeId)!.some((leave) => isAwayOn(day, leave));
  return daysGranted(grants, until).flatMap((day) =>
    stays
      .filter((stay) => isThere(day, stay))
      .map((stay) => ({ kinds: ['days'], day, place: stay, minutes: 0, eventId: stay.begin.eventId })),
  );
};

const daysGranted = (grants: readonly Grant[], until: LocalDate): LocalDate[] => {
  const days = new Set<LocalDate>();
  for (const { from, to } of grants.filter(({ unitKind }) => unitKind === 'days'))
    for (let day = from; day <= to && day <= until; day = addDays(day, 1)) days.add(day);
  return [...days];
};

// A day in one stay counts once, whatever the number of its sessions.
const treatmentDays = (attended: readonly SessionInStay[]): Service[] => {
  const first = new Map<string, SessionInStay>();
  for (const session of attended) {
    const key = `${session.day} ${session.stay.stayId}`;
    if (!first.has(key)) first.set(key, session);
  }
  return [...first.values()].map((session) => serviceOf(session, ['treatment-days']));
};

const serviceOf = (session: SessionInStay, kinds: readonly UnitKind[]): Service => ({
  kinds,
  day: session.day,
  place: session.stay,
  minutes: session.attendedMinutes,
  eventId: session.eventId,
});

/** Every authorization with its balance at the end of a day. */
export const authorizationsOf = (known: Timeline, on: LocalDate): AuthorizationBalance[] => {
  const charges = Map.groupBy(unitsUsed(known, on), ({ authorizationId }) => authorizationId);
  return known.authorizations.map((one) => {
    const grant = inForce(one);
    const used = sum(charges.get(one.authorizationId) ?? []);
    return {
      ...one,
      grant,
      used: used / 60,
      remaining: grant && (inSixtieths(grant.units) - used) / 60,
    };
  });
};

const sum = (charges: readonly Charge[]): number =>
  charges.reduce((total, { sixtieths }) => total + sixtieths, 0);
