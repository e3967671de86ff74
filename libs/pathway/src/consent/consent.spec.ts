import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { timeline } from '../timeline.ts';
import { jan, pathwayOf, registered, type Told } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import { isInForce } from './consent.ts';
import type { Consent } from './consent-event.ts';

const consent: Consent = {
  consentId: 'k1',
  recipient: 'hmo',
  purpose: 'payment',
  scope: ['care'],
  until: '2026-01-20',
};
const grant = (over: Partial<Consent> = {}): PathwayCommand => ({
  type: 'GrantConsent',
  data: { ...consent, ...over },
});
const revoke: PathwayCommand = { type: 'RevokeConsent', data: { consentId: 'k1' } };
const granted = { type: 'ConsentGranted', data: consent, at: jan(5) } as const;
const revokes = { type: 'ConsentRevoked', data: { consentId: 'k1', reason: undefined } } as const;

test('a consent is granted, once, and for something', () => {
  given(pathway, registered).when(grant(), jan(5)).then({ type: 'ConsentGranted', data: consent });
  given(pathway, registered, granted).when(grant(), jan(5)).thenNothing();
  given(pathway, registered, granted)
    .when(grant({ recipient: 'mother' }), jan(5))
    .thenRefused('consent-known');
  given(pathway, registered)
    .when(grant({ scope: [] }), jan(5))
    .thenRefused('consent-to-nothing');
});
test('a consent is revoked, once, and after it was granted', () => {
  given(pathway, registered, granted).when(revoke, jan(9)).then(revokes);
  given(pathway, registered, granted, { ...revokes, at: jan(9) })
    .when(revoke, jan(10))
    .thenNothing();
  given(pathway, registered, granted).when(revoke, jan(4)).thenRefused('revoked-before-granted');
  given(pathway, registered).when(revoke, jan(9)).thenRefused('consent-unknown');
});
test('a revocation that turns out to be earlier counts from then', () => {
  const late = { ...revokes, at: jan(9) };
  given(pathway, registered, granted, late).when(revoke, jan(8)).then(revokes);
});
test('a consent holds from when it was granted until it is revoked, or to the end of its last day', () => {
  const holds = (at: string, ...past: readonly Told[]) =>
    timeline(pathwayOf(registered, ...past)).consents.some((one) => isInForce(one, at, 'America/New_York'));
  expect(holds(jan(4), granted)).toBe(false);
  expect(holds(jan(5), granted)).toBe(true);
  expect(holds(jan(20, '23:59'), granted)).toBe(true);
  expect(holds(jan(21, '00:00'), granted)).toBe(false);
  expect(holds(jan(8), granted, { ...revokes, at: jan(9) })).toBe(true);
  expect(holds(jan(9), granted, { ...revokes, at: jan(9) })).toBe(false);
});
