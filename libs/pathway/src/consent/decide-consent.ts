import { Refusal } from '@stepwell/event-sourcing';
import { factsOf } from '../pathway.ts';
import { once, type Decisions } from '../decision.ts';
import type { ConsentCommand } from './consent-command.ts';
import type { ConsentEvent } from './consent-event.ts';

/** What the patient allows to be disclosed. */
export const consentDecisions: Decisions<ConsentCommand, ConsentEvent> = {
  GrantConsent: (data, pathway, times) => {
    if (data.scope.length === 0) return new Refusal('consent-to-nothing', 'Say what may be disclosed.');
    const earlier = factsOf(pathway, 'ConsentGranted').find((fact) => fact.data.consentId === data.consentId);
    const otherwise = new Refusal('consent-known', 'This consent is recorded otherwise: grant another one.');
    return once(earlier, { type: 'ConsentGranted', data }, times, otherwise);
  },
  RevokeConsent: ({ consentId, reason }, pathway, { occurredAt }) => {
    const granted = factsOf(pathway, 'ConsentGranted').find((fact) => fact.data.consentId === consentId);
    if (!granted) return new Refusal('consent-unknown', 'No consent has this id.');
    if (occurredAt < granted.metadata.occurredAt)
      return new Refusal('revoked-before-granted', `It was granted on ${granted.metadata.occurredAt}.`);
    const isRevoked = factsOf(pathway, 'ConsentRevoked').some(
      (fact) => fact.data.consentId === consentId && fact.metadata.occurredAt <= occurredAt,
    );
    return isRevoked ? [] : [{ type: 'ConsentRevoked', data: { consentId, reason } }];
  },
};
