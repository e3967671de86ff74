import type { LocalDate } from '../local-date.ts';
import type { Timeline } from '../timeline.ts';
import { coversDay, coversPlace, inForce, type Authorization } from './authorization.ts';
import { careDays, inSixtieths, piecesOf, type CareDay, type Piece, type Service } from './care-day.ts';
import type { Grant } from './payer-event.ts';

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

/** What is approved, in the order in which it is used: what ends first is used first. */
export const grantsInForce = ({ authorizations }: Timeline): Grant[] =>
  authorizations
    .flatMap((one) => inForce(one) ?? [])
    .sort(
      (a, b) =>
        compare(a.to, b.to) || compare(a.from, b.from) || compare(a.authorizationId, b.authorizationId),
    );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Everything that used units up to a day. Units are derived from stays and attendance, never typed in.
 *
 * What is given on one day in one stay is paid for once, whatever the number and the kinds of the authorizations that cover
 * its day, level and place: by the one that ends first as far as its units go, then by the next. What they do not pay for
 * is used of the one that ends last, whose balance falls below zero.
 */
export const unitsUsed = (known: Timeline, until: LocalDate): Charge[] => {
  const grants = grantsInForce(known);
  if (grants.length === 0) return [];
  const left = new Map(grants.map(({ authorizationId, units }) => [authorizationId, inSixtieths(units)]));
  return careDays(known, grants, until).flatMap((care) =>
    chargesOf(
      care,
      grants.filter((grant) => coversDay(grant, care.day) && coversPlace(grant, care.stay)),
      left,
    ),
  );
};

const chargesOf = (care: CareDay, covering: readonly Grant[], left: Map<string, number>): Charge[] => {
  const counting = covering.filter(({ unitKind }) => piecesOf(unitKind, care, care.services).length > 0);
  const charges: Charge[] = [];
  let unpaid = care.services;
  for (const grant of counting) {
    const { authorizationId, unitKind } = grant;
    for (const piece of piecesOf(unitKind, care, unpaid)) {
      const rest = left.get(authorizationId)!;
      const sixtieths = grant === counting.at(-1) ? piece.sixtieths : paidOf(piece, rest, grant);
      if (sixtieths === 0) break;
      left.set(authorizationId, rest - sixtieths);
      charges.push({ authorizationId, day: care.day, sixtieths, eventId: piece.eventId });
      unpaid = unpaid.flatMap((one) => restOf(one, piece, sixtieths));
    }
  }
  return charges;
};

/** How much of a piece an authorization with so much left pays for. */
const paidOf = ({ sixtieths }: Piece, left: number, { unitKind }: Grant): number => {
  if (left >= sixtieths) return sixtieths;
  return unitKind === 'hours' ? Math.max(left, 0) : 0;
};

const restOf = (service: Service, { services, sixtieths }: Piece, paid: number): Service[] => {
  if (!services.includes(service)) return [service];
  return paid < sixtieths ? [{ ...service, minutes: service.minutes - paid }] : [];
};

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
