import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { grant, granted, jan, registered } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { AuthorizationRequest, Grant } from './payer-event.ts';

const asked: AuthorizationRequest = {
  ...{ authorizationId: 'a1', payerId: 'hmo', facilityId: 'north', level: 'inpatient' },
  ...{ unitKind: 'days', units: 14, from: '2026-01-05' },
};
const ask = (over: Partial<AuthorizationRequest> = {}): PathwayCommand => ({
  type: 'RequestAuthorization',
  data: { ...asked, ...over },
});
const approve = (over: Partial<Grant> = {}): PathwayCommand => ({
  type: 'ApproveAuthorization',
  data: grant(over),
});
const { authorizationId, payerId, facilityId, level } = asked;
const care = { authorizationId, payerId, facilityId, level };
const denial = { ...care, reason: 'a lower level is enough' };
const deny: PathwayCommand = { type: 'DenyAuthorization', data: denial };
const end = (until: string): PathwayCommand => ({
  type: 'EndAuthorization',
  data: { authorizationId, until },
});

const requested = { type: 'AuthorizationRequested', data: asked, at: jan(5) } as const;
const approved = granted(jan(6));

describe('a request', () => {
  test('is recorded', () =>
    given(pathway, registered).when(ask(), jan(5)).then({ type: 'AuthorizationRequested', data: asked }));
  test('sent twice changes nothing', () =>
    given(pathway, registered, requested).when(ask(), jan(5)).thenNothing());
  test('under a known id with other particulars is refused', () => {
    given(pathway, registered, requested)
      .when(ask({ units: 7 }), jan(5))
      .thenRefused('authorization-known');
    given(pathway, registered, requested).when(ask(), jan(6)).thenRefused('authorization-known');
  });
  test('of an unknown patient is refused', () =>
    given(pathway).when(ask(), jan(5)).thenRefused('patient-unknown'));
});

describe('an approval', () => {
  const approves = (over: Partial<Grant> = {}) =>
    ({ type: 'AuthorizationApproved', data: grant(over) }) as const;

  test('answers a request, or comes without one', () => {
    given(pathway, registered, requested).when(approve(), jan(6)).then(approves());
    given(pathway, registered).when(approve(), jan(6)).then(approves());
  });
  test('sent twice changes nothing', () =>
    given(pathway, registered, approved).when(approve(), jan(6)).thenNothing());
  test('extends an earlier one by saying the whole anew', () =>
    given(pathway, registered, approved)
      .when(approve({ units: 17 }), jan(9))
      .then(approves({ units: 17 })));
  test('that comes again does not undo what was said of that moment since', () =>
    given(pathway, registered, approved, granted(jan(6), { units: 17 }))
      .when(approve(), jan(6))
      .thenNothing());
  test.each<Partial<Grant>>([{ payerId: 'plan' }, { facilityId: 'south' }])(
    'of another payer or facility under its id is refused: %j',
    (over) =>
      given(pathway, registered, requested).when(approve(over), jan(6)).thenRefused('authorization-known'),
  );
  test.each<[string, Partial<Grant>]>([
    ['implausible-units', { units: 0 }],
    ['implausible-units', { units: Number.NaN }],
    ['implausible-units', { units: 10_001 }],
    ['authorization-ends-before-it-starts', { to: '2026-01-04' }],
    ['implausible-period', { to: '2030-01-05' }],
    ['review-before-start', { nextReview: '2026-01-04' }],
  ])('is refused as %s: %j', (code, over) =>
    given(pathway, registered).when(approve(over), jan(6)).thenRefused(code),
  );
  test('of one day is taken', () =>
    given(pathway, registered)
      .when(approve({ to: '2026-01-05' }), jan(6))
      .then(approves({ to: '2026-01-05' })));
});

describe('a denial', () => {
  const denied = { type: 'AuthorizationDenied', data: denial } as const;
  test('is recorded, and once', () => {
    given(pathway, registered, requested).when(deny, jan(6)).then(denied);
    given(pathway, registered, requested, { ...denied, at: jan(6) })
      .when(deny, jan(6))
      .thenNothing();
  });
});

describe('an end', () => {
  const ended = (until: string) =>
    ({
      type: 'AuthorizationEnded',
      data: { ...care, programId: undefined, until, reason: undefined },
    }) as const;
  test('is recorded with whose it was', () =>
    given(pathway, registered, approved).when(end('2026-01-09'), jan(9)).then(ended('2026-01-09')));
  test('sent twice changes nothing', () =>
    given(pathway, registered, approved, { ...ended('2026-01-09'), at: jan(9) })
      .when(end('2026-01-09'), jan(9))
      .thenNothing());
  test('of what was never approved is refused', () =>
    given(pathway, registered, requested)
      .when(end('2026-01-09'), jan(9))
      .thenRefused('authorization-unknown'));
  test('before the beginning is refused', () =>
    given(pathway, registered, approved)
      .when(end('2026-01-04'), jan(9))
      .thenRefused('authorization-ends-before-it-starts'));
});
