import { isPresentOn } from '../care/presence.ts';
import { addDays, type LocalDate } from '../local-date.ts';
import { direction, rank, type LevelOfCare } from '../level-of-care.ts';
import type { Stay } from '../care/episode.ts';
import type { Timeline } from '../timeline.ts';
import { coversDay, coversPlace } from './authorization.ts';
import { payingBy, type Paying } from './paying.ts';
import type { Grant } from './payer-event.ts';
import { exceededUnits, type ExceededOn } from './units-exceeded.ts';
import { grantsInForce } from './units-used.ts';

export const DIVERGENCE_KINDS = [
  'unauthorized',
  'units-exceeded',
  'authorized-lower',
  'authorized-higher',
  'authorized-elsewhere',
] as const;
/**
 * How a stay differs from what is paid for.
 * - `unauthorized`: nothing is authorised at the facility on that day by a payer of that day
 * - `units-exceeded`: this level is, and more was given than the units
 * - `authorized-lower`, `authorized-higher`: a level of another rank is
 * - `authorized-elsewhere`: another level of this rank is, or another program of this level
 */
export type DivergenceKind = (typeof DIVERGENCE_KINDS)[number];

/** A stay on a day whose level is not the one that is paid for. */
export interface Divergence {
  readonly stay: Stay;
  readonly kind: DivergenceKind;
  readonly clinical: LevelOfCare;
  readonly authorized?: LevelOfCare;
  readonly authorizationId?: string;
  /** The first of the days, one after the other, on which it has been so. */
  readonly since: LocalDate;
}

/**
 * The stays of a day that differ from what is paid for: the clinical level and the authorised one are two timelines. A
 * facility for which no payer has ever been asked is left out, because its stays may need no authorization. With a payer
 * what others were asked for is left out too.
 */
export const divergencesOn = (known: Timeline, on: LocalDate, payer?: string): Divergence[] => {
  const isOfPayer = ({ payerId }: { readonly payerId: string }) => payer === undefined || payerId === payer;
  const managed = new Set(known.authorizations.filter(isOfPayer).map(({ facilityId }) => facilityId));
  const grants = grantsInForce(known).filter(isOfPayer);
  const paid: Paid = { grants, paying: payingBy(known), isExceededOn: exceededUnits(known, on) };
  return known.stays
    .filter((stay) => managed.has(stay.facilityId) && isPresentOn(on, stay))
    .flatMap((stay) => {
      const found = differenceOn(stay, on, paid);
      if (!found) return [];
      let since = on;
      for (let day = addDays(on, -1); day >= stay.begin.day; day = addDays(day, -1)) {
        if (differenceOn(stay, day, paid)?.kind !== found.kind) break;
        since = day;
      }
      return [{ stay, clinical: stay.level, since, ...found }];
    });
};

type Difference = Pick<Divergence, 'kind' | 'authorized' | 'authorizationId'>;

/** What is approved, in the order of use, and who pays when. */
interface Paid {
  readonly grants: readonly Grant[];
  readonly paying: Paying;
  readonly isExceededOn: ExceededOn;
}

const differenceOn = (
  stay: Stay,
  day: LocalDate,
  { grants, paying, isExceededOn }: Paid,
): Difference | undefined => {
  const current = grants.filter(
    (grant) =>
      grant.facilityId === stay.facilityId &&
      coversDay(grant, day) &&
      paying(grant.payerId, day) !== undefined,
  );
  const matching = current.filter((grant) => coversPlace(grant, stay));
  if (matching.length > 0 && !isExceededOn(matching, day)) return undefined;
  const other = matching.at(-1) ?? nearest(current, stay);
  if (!other) return { kind: 'unauthorized' };
  const { authorizationId, level } = other;
  return {
    kind: matching.length > 0 ? 'units-exceeded' : kindOf(stay, level),
    authorized: level,
    authorizationId,
  };
};

const kindOf = (stay: Stay, authorized: LevelOfCare): DivergenceKind => {
  const wanted = direction(stay.level, authorized);
  if (wanted === 'lateral') return 'authorized-elsewhere';
  return wanted === 'step-down' ? 'authorized-lower' : 'authorized-higher';
};

const nearest = (grants: readonly Grant[], { level }: Stay): Grant | undefined =>
  grants.toSorted((a, b) => Math.abs(rank(a.level) - rank(level)) - Math.abs(rank(b.level) - rank(level)))[0];
