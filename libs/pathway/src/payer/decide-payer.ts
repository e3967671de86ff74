import { Refusal, sameJson } from '@stepwell/event-sourcing';
import { daysBetween } from '../local-date.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { Decisions } from '../decision.ts';
import type { PayerCommand } from './payer-command.ts';
import type { AuthorizationRequest, AuthorizedCare, Grant, PayerEvent } from './payer-event.ts';

type Rules = Decisions<PayerCommand, PayerEvent>;
type Terms = Pick<AuthorizationRequest, 'units' | 'from' | 'to'> & Pick<Grant, 'nextReview'>;

const request: Rules['RequestAuthorization'] = (data, pathway, { occurredAt }) => {
  const earlier = factsOf(pathway, 'AuthorizationRequested').find(
    (fact) => fact.data.authorizationId === data.authorizationId,
  );
  if (earlier)
    return earlier.metadata.occurredAt === occurredAt && sameJson(earlier.data, data)
      ? []
      : new Refusal('authorization-known', 'This authorization was requested otherwise.');
  return unlikeKnown(pathway, data) ?? implausible(data) ?? [{ type: 'AuthorizationRequested', data }];
};

// What was said of a moment stays said: a message that comes again must not undo what was said of that moment since.
const approve: Rules['ApproveAuthorization'] = (data, pathway, { occurredAt }) => {
  const isKnown = factsOf(pathway, 'AuthorizationApproved').some(
    (fact) => fact.metadata.occurredAt === occurredAt && sameJson(fact.data, data),
  );
  if (isKnown) return [];
  return unlikeKnown(pathway, data) ?? implausible(data) ?? [{ type: 'AuthorizationApproved', data }];
};

const deny: Rules['DenyAuthorization'] = (data, pathway, { occurredAt }) => {
  const isKnown = factsOf(pathway, 'AuthorizationDenied').some(
    (fact) => fact.data.authorizationId === data.authorizationId && fact.metadata.occurredAt === occurredAt,
  );
  if (isKnown) return [];
  return unlikeKnown(pathway, data) ?? [{ type: 'AuthorizationDenied', data }];
};

const end: Rules['EndAuthorization'] = ({ authorizationId, until, reason }, pathway, { occurredAt }) => {
  const approvals = factsOf(pathway, 'AuthorizationApproved').filter(
    (fact) => fact.data.authorizationId === authorizationId,
  );
  const approved = approvals.findLast((fact) => fact.metadata.occurredAt <= occurredAt) ?? approvals[0];
  if (!approved) return new Refusal('authorization-unknown', 'No approved authorization has this id.');
  const { payerId, facilityId, programId, level, from } = approved.data;
  if (until < from)
    return new Refusal('authorization-ends-before-it-starts', `The authorization starts on ${from}.`);
  const isKnown = factsOf(pathway, 'AuthorizationEnded').some(
    ({ data, metadata }) =>
      data.authorizationId === authorizationId && data.until === until && metadata.occurredAt === occurredAt,
  );
  if (isKnown) return [];
  const data = { authorizationId, payerId, facilityId, programId, level, until, reason };
  return [{ type: 'AuthorizationEnded', data }];
};

/** An authorization is of one payer and one facility, whatever else of it changes. */
const unlikeKnown = (pathway: Pathway, said: AuthorizedCare): Refusal | undefined => {
  const known = factsOf(
    pathway,
    'AuthorizationRequested',
    'AuthorizationApproved',
    'AuthorizationDenied',
  ).find(({ data }) => data.authorizationId === said.authorizationId);
  if (!known || (known.data.payerId === said.payerId && known.data.facilityId === said.facilityId))
    return undefined;
  const { payerId, facilityId } = known.data;
  return new Refusal('authorization-known', `This authorization is one of ${payerId} for ${facilityId}.`);
};

const MOST_UNITS = 10_000;
const MOST_DAYS = 3 * 366;

const implausible = ({ units, from, to, nextReview }: Terms): Refusal | undefined => {
  if (!(units > 0 && units <= MOST_UNITS))
    return new Refusal('implausible-units', `Units are more than 0 and at most ${MOST_UNITS}.`);
  if (to !== undefined && to < from)
    return new Refusal('authorization-ends-before-it-starts', `It starts on ${from}.`);
  if (to !== undefined && daysBetween(from, to) > MOST_DAYS)
    return new Refusal('implausible-period', 'An authorization lasts at most three years.');
  if (nextReview !== undefined && nextReview < from)
    return new Refusal('review-before-start', `The authorization starts on ${from}.`);
  return undefined;
};

/** What a payer is asked to pay for, and what it answers. */
export const payerDecisions: Rules = {
  RequestAuthorization: request,
  ApproveAuthorization: approve,
  DenyAuthorization: deny,
  EndAuthorization: end,
};
