import { compareText } from '../compare-text.ts';
import type { LocalDate } from '../local-date.ts';
import type { Timeline } from '../timeline.ts';
import { coversDay, coversPlace, grantOf, inForce, type Authorization } from './authorization.ts';
import { careDays, inSixtieths, piecesOf, type CareDay, type Piece, type Service } from './care-day.ts';
import { payingBy, type Paying } from './paying.ts';
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

/** What is approved, in the order in which one payer's is used: what ends first is used first. */
export const grantsInForce = ({ authorizations }: Timeline): Grant[] =>
  authorizations.flatMap((one) => inForce(one) ?? []).sort(inOrderOfEnd);

const inOrderOfEnd = (a: Grant, b: Grant): number =>
  compareText(a.to, b.to) || compareText(a.from, b.from) || compareText(a.authorizationId, b.authorizationId);

/** Of approvals in the order of their end those of the payers of a day: by whom pays first. */
const ofPayers = (grants: readonly Grant[], paying: Paying, day: LocalDate): Grant[] =>
  grants
    .flatMap((grant) => {
      const place = paying(grant.payerId, day);
      return place === undefined ? [] : [{ grant, place }];
    })
    .sort((a, b) => (a.place === b.place ? 0 : a.place - b.place))
    .map(({ grant }) => grant);

/**
 * Everything that used units up to a day. Units are derived from stays and attendance, never typed in.
 *
 * What is given on one day in one stay is paid for once, whatever the number and the kinds of the authorizations that cover
 * its day, level and place, of the payers of that day (see `payingBy`): by those of the payer that pays first, of those by
 * the one that ends first as far as its units go, then by the next. What they do not pay for is used of the last of them,
 * whose balance falls below zero.
 */
export const unitsUsed = (known: Timeline, until: LocalDate): Charge[] => {
  const grants = grantsInForce(known);
  const paying = payingBy(known);
  return chargesTo(careDays(known, grants, until), ({ day, stay }) => {
    const covering = grants.filter((grant) => coversDay(grant, day) && coversPlace(grant, stay));
    return ofPayers(covering, paying, day);
  });
};

/**
 * The same as it was at the time: every day is paid for by what was approved when it came, and only where that did not cover
 * it by what was approved later.
 */
export const unitsUsedThen = (known: Timeline, until: LocalDate): Charge[] => {
  const approved = known.authorizations.map(({ grants }) =>
    grants.map((one) => ({ since: one.day, grant: grantOf(one) })),
  );
  const all = approved.flatMap((own) => own.map(({ grant }) => grant));
  const paying = payingBy(known);
  return chargesTo(careDays(known, all, until), ({ day, stay }) => {
    const covers = ({ grant }: { grant: Grant }) => coversDay(grant, day) && coversPlace(grant, stay);
    const covering = approved.flatMap((own) => {
      const then = own.findLast(({ since }) => since <= day) ?? own[0];
      if (!then) return [];
      return (covers(then) ? then : own.find((one) => one.since > day && covers(one)))?.grant ?? [];
    });
    return ofPayers(covering.sort(inOrderOfEnd), paying, day);
  });
};

const chargesTo = (days: readonly CareDay[], covering: (care: CareDay) => readonly Grant[]): Charge[] => {
  const used = new Map<string, number>();
  return days.flatMap((care) => chargesOf(care, covering(care), used));
};

const chargesOf = (care: CareDay, covering: readonly Grant[], used: Map<string, number>): Charge[] => {
  const counting = covering.filter(({ unitKind }) => piecesOf(unitKind, care, care.services).length > 0);
  const charges: Charge[] = [];
  let unpaid = care.services;
  for (const grant of counting) {
    const { authorizationId, unitKind } = grant;
    for (const piece of piecesOf(unitKind, care, unpaid)) {
      const before = used.get(authorizationId) ?? 0;
      const left = inSixtieths(grant.units) - before;
      const sixtieths = grant === counting.at(-1) ? piece.sixtieths : paidOf(piece, left, grant);
      if (sixtieths === 0) break;
      used.set(authorizationId, before + sixtieths);
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
