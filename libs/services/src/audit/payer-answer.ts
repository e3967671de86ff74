import {
  authorizationsOf,
  divergencesOn,
  type AuthorizationBalance,
  type Divergence,
  type LocalDate,
  type Timeline,
} from '@stepwell/pathway';
import type { AuthorizationAnswer, DivergenceAnswer, PathwayAnswer } from './answers.ts';
import { moment, momentOrNull } from './moment-answer.ts';

const reasoned = (
  said: AuthorizationBalance['denied'],
): (ReturnType<typeof moment> & { reason: string | null }) | null =>
  said ? { ...moment(said), reason: said.reason ?? null } : null;

const authorizationAnswer = (one: AuthorizationBalance): AuthorizationAnswer => {
  const { authorizationId, payerId, facilityId, programId, level, status, requested, grant } = one;
  return {
    ...{ authorizationId, payerId, facilityId, programId, level, status },
    requested: requested
      ? { ...moment(requested), unitKind: requested.unitKind, units: requested.units }
      : null,
    approved: momentOrNull(one.grants.at(-1)),
    denied: reasoned(one.denied),
    ended: reasoned(one.ended),
    grant: grant
      ? {
          number: grant.person.number ?? null,
          ...{ unitKind: grant.unitKind, units: grant.units, from: grant.from, to: grant.to },
          nextReview: grant.nextReview ?? null,
        }
      : null,
    used: one.used,
    remaining: one.remaining ?? null,
  };
};

const divergenceAnswer = ({ stay, ...found }: Divergence): DivergenceAnswer => ({
  stayId: stay.stayId,
  facilityId: stay.facilityId,
  kind: found.kind,
  clinical: found.clinical,
  authorized: found.authorized ?? null,
  authorizationId: found.authorizationId ?? null,
  since: found.since,
});

/** What is paid for of a pathway, at the end of a day. */
export const payerAnswer = (
  known: Timeline,
  on: LocalDate,
): Pick<PathwayAnswer, 'authorizations' | 'divergences'> => ({
  authorizations: authorizationsOf(known, on).map(authorizationAnswer),
  divergences: divergencesOn(known, on).map(divergenceAnswer),
});
