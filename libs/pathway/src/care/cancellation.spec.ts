import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import {
  admitted,
  cameBack,
  cancelled,
  discharged,
  jan,
  left,
  moved,
  pathwayOf,
  registered,
  transitioned,
} from '../testing/index.ts';
import { timeline } from '../timeline.ts';
import type { CareCommand, EpisodeReference } from './care-command.ts';

type CancelCommand = Extract<CareCommand, { type: `Cancel${string}` }>;

const north = { facilityId: 'north' };
const cancel = (
  type: CancelCommand['type'],
  episode: EpisodeReference = north,
  reason?: string,
): CancelCommand => ({ type, data: { episode, reason } });
const cancels = (type: ReturnType<typeof cancelled>['type'], voids: string) =>
  ({ type, data: { voids, reason: undefined } }) as never;

// The places of these in the past are the names of the events: e0, e1, …
const full = [
  registered,
  admitted(jan(5), 'inpatient', { visitNumber: 'v1' }),
  moved(jan(6), '3 West'),
  left(jan(7)),
  cameBack(jan(8)),
  transitioned(jan(9), 'residential'),
  discharged(jan(15)),
] as const;

describe.each([
  ['CancelAdmission', 'AdmissionCancelled', 'e1'],
  ['CancelTransition', 'TransitionCancelled', 'e5'],
  ['CancelTransfer', 'TransitionCancelled', 'e5'],
  ['CancelLeave', 'LeaveCancelled', 'e4'],
  ['CancelDischarge', 'DischargeCancelled', 'e6'],
] as const)('%s', (type, event, voids) => {
  const voided = [...full, cancelled(jan(20), event, voids)] as const;

  test('names the fact that never was', () =>
    given(pathway, ...full)
      .when(cancel(type), jan(20))
      .then(cancels(event, voids)));
  test('carries its reason', () =>
    given(pathway, ...full)
      .when(cancel(type, north, 'wrong patient'), jan(20))
      .then({ type: event, data: { voids, reason: 'wrong patient' } }));
  test('said twice changes nothing', () =>
    given(pathway, ...voided)
      .when(cancel(type), jan(20))
      .thenNothing());
  test.each<EpisodeReference>([{ episodeId: 'e1' }, { ...north, visitNumber: 'v1' }])(
    'may name its episode: %j',
    (episode) =>
      given(pathway, ...full)
        .when(cancel(type, episode), jan(20))
        .then(cancels(event, voids)),
  );
  test.each<EpisodeReference>([
    { episodeId: 'e9' },
    { facilityId: 'south' },
    { ...north, visitNumber: 'v9' },
  ])('is refused where there is nothing of the kind: %j', (episode) =>
    given(pathway, ...full)
      .when(cancel(type, episode), jan(20))
      .thenRefused('nothing-to-cancel'),
  );
  test('of an unknown patient is refused', () =>
    given(pathway).when(cancel(type), jan(20)).thenRefused('patient-unknown'));
  test('that comes before what it cancels is refused, to be sent again after it', () =>
    given(pathway, registered).when(cancel(type), jan(20)).thenRefused('nothing-to-cancel'));
});

describe('a cancellation of an earlier time', () => {
  const again = admitted(jan(25), 'inpatient', { episodeId: 'e2', stayId: 's3' });
  test('that comes late means what had happened by then', () =>
    given(pathway, ...full, again)
      .when(cancel('CancelAdmission'), jan(20), jan(26))
      .then(cancels('AdmissionCancelled', 'e1')));
  test('that is repeated late does not reach for what came since', () =>
    given(pathway, ...full, cancelled(jan(20), 'AdmissionCancelled', 'e1'), again)
      .when(cancel('CancelAdmission'), jan(20), jan(26))
      .thenNothing());
  test('that waited for what never came does not take back what came since', () =>
    given(pathway, registered, again)
      .when(cancel('CancelAdmission'), jan(20), jan(26))
      .thenRefused('nothing-to-cancel'));
  test('takes back what happened later on its day, as some senders know but the day', () =>
    given(pathway, registered, admitted(jan(20, '18:00')))
      .when(cancel('CancelAdmission'), jan(20, '00:00'), jan(26))
      .then(cancels('AdmissionCancelled', 'e1')));
});

describe('a second cancellation', () => {
  const both = [...full, cancelled(jan(20), 'LeaveCancelled', 'e4')] as const;

  test('at another time reaches for the fact before', () =>
    given(pathway, ...both)
      .when(cancel('CancelLeave'), jan(21))
      .then(cancels('LeaveCancelled', 'e3')));
  test('finds nothing left in the end', () =>
    given(pathway, ...both, cancelled(jan(21), 'LeaveCancelled', 'e3'))
      .when(cancel('CancelLeave'), jan(22))
      .thenNothing());
  test('of a transfer reaches from the change of level to that of the ward', () =>
    given(pathway, ...full, cancelled(jan(20), 'TransitionCancelled', 'e5'))
      .when(cancel('CancelTransfer'), jan(21))
      .then(cancels('TransitionCancelled', 'e2')));
  test('does not reach into an earlier episode of the facility', () =>
    given(
      pathway,
      ...full,
      admitted(jan(20), 'inpatient', { episodeId: 'e2', stayId: 's3' }),
      cancelled(jan(21), 'AdmissionCancelled', 'e7'),
    )
      .when(cancel('CancelAdmission'), jan(22))
      .thenNothing());
  test('of what was recorded anew is one of its own, at the same time too', () =>
    given(
      pathway,
      registered,
      admitted(jan(5)),
      { ...cancelled(jan(6), 'AdmissionCancelled', 'e1'), recordedAt: jan(7) },
      { ...admitted(jan(5)), recordedAt: jan(8) },
    )
      .when(cancel('CancelAdmission'), jan(6), jan(9))
      .then(cancels('AdmissionCancelled', 'e3')));
  test('of an admission recorded anew with an earlier time and another name cancels that one', () =>
    given(
      pathway,
      registered,
      admitted(jan(5)),
      { ...cancelled(jan(6), 'AdmissionCancelled', 'e1'), recordedAt: jan(7) },
      { ...admitted(jan(3), 'inpatient', { episodeId: 'e2', stayId: 's2' }), recordedAt: jan(8) },
    )
      .when(cancel('CancelAdmission'), jan(6), jan(9))
      .then(cancels('AdmissionCancelled', 'e3')));
});

describe('what a cancellation leaves', () => {
  const after = (type: Parameters<typeof cancelled>[1], voids: string) =>
    timeline(pathwayOf(...full, cancelled(jan(20), type, voids)));

  test('of an admission: no episode', () => expect(after('AdmissionCancelled', 'e1').episodes).toEqual([]));
  test('of a transition: the stay before it goes on until the discharge', () => {
    const { stays } = after('TransitionCancelled', 'e5');
    expect(stays).toMatchObject([{ level: 'inpatient', end: { day: '2026-01-15' } }]);
  });
  test('of a discharge: an open episode', () =>
    expect(after('DischargeCancelled', 'e6').stays.at(-1)!.end).toBeUndefined());
  test('of a transfer of ward: the place before it', () =>
    expect(after('TransitionCancelled', 'e2').stays[0]!.location).toBeUndefined());
});

describe('an admission that was cancelled and recorded anew', () => {
  const anew = (at: string) =>
    timeline(pathwayOf(...full, cancelled(jan(20), 'AdmissionCancelled', 'e1'), admitted(at))).episodes[0]!;

  test('keeps the facts of its episode', () => {
    expect(anew(jan(4))).toMatchObject({
      admission: { day: '2026-01-04' },
      stays: [{ level: 'inpatient' }, { level: 'residential' }],
      leaves: [{ leaveId: 'l1' }],
      discharge: { day: '2026-01-15' },
    });
  });
  test('leaves out those that would lie before it', () => {
    expect(anew(jan(10))).toMatchObject({ stays: [{ level: 'inpatient' }], leaves: [] });
    expect(anew(jan(16)).discharge).toBeUndefined();
  });
});
