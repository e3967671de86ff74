import { momentAt, type Moment, type Stay } from '../care/episode.ts';
import { localDate } from '../local-date.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { Consent } from './consent-event.ts';

/** A consent as it stands: when it was granted, and when revoked. */
export interface KnownConsent extends Consent, Moment {
  readonly revoked?: Moment;
}

export const consentsIn = (pathway: Pathway, stays: readonly Stay[]): KnownConsent[] => {
  const revocations = factsOf(pathway, 'ConsentRevoked');
  return factsOf(pathway, 'ConsentGranted').map((fact) => {
    const revocation = revocations.find(({ data }) => data.consentId === fact.data.consentId);
    const revoked = revocation && momentAt(revocation, stays);
    return { ...fact.data, ...momentAt(fact, stays), revoked };
  });
};

/** Whether a consent holds at an instant; its last day is one of the given time zone. */
export const isInForce = ({ at, until, revoked }: KnownConsent, instant: string, timeZone: string): boolean =>
  at <= instant &&
  (!revoked || instant < revoked.at) &&
  (until === undefined || localDate(instant, timeZone) <= until);
