import type { LocalDate } from '../local-date.ts';
import type { Timeline } from '../timeline.ts';
import { inSixtieths, leastOf } from './care-day.ts';
import type { Grant } from './payer-event.ts';
import { unitsUsed } from './units-used.ts';

/** Whether more was given than the authorizations that cover a place and a day pay for. */
export type ExceededOn = (covering: readonly Grant[], day: LocalDate) => boolean;

/**
 * Units are exceeded from the day on which something was given that they do not pay for, and on the days after it that
 * begin with nothing left of any authorization that covers them.
 */
export const exceededUnits = (known: Timeline, until: LocalDate): ExceededOn => {
  const leftOn = balances(known, until);
  return (covering, day) => {
    const left = covering.map((grant) => ({ ...leftOn(grant, day), least: leastOf(grant.unitKind) }));
    const isExceeded = left.some(({ end }) => end < 0);
    const isSpent = left.every(({ begin, least }) => begin < least);
    return isExceeded && (isSpent || left.some(({ begin, end }) => end < 0 && end < begin));
  };
};

/** What is left of an authorization when a day begins and when it ends, in sixtieths of a unit. */
const balances = (known: Timeline, until: LocalDate) => {
  const used = new Map<string, { readonly day: LocalDate; readonly sum: number }[]>();
  for (const { authorizationId, day, sixtieths } of unitsUsed(known, until)) {
    const sums = used.get(authorizationId) ?? [];
    used.set(authorizationId, sums);
    sums.push({ day, sum: (sums.at(-1)?.sum ?? 0) + sixtieths });
  }
  return ({ authorizationId, units }: Grant, on: LocalDate) => {
    const sums = used.get(authorizationId) ?? [];
    const left = (is: (day: LocalDate) => boolean) =>
      inSixtieths(units) - (sums.findLast(({ day }) => is(day))?.sum ?? 0);
    return { begin: left((day) => day < on), end: left((day) => day <= on) };
  };
};
