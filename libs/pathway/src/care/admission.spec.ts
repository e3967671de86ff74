import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import {
  admission,
  admitted,
  cancelled,
  discharged,
  jan,
  placed,
  registered,
  transitioned,
} from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Admission } from './care-event.ts';

const admit = (over: Partial<Admission> = {}): PathwayCommand => ({
  type: 'AdmitPatient',
  data: admission('inpatient', over),
});
const again = { episodeId: 'e2', stayId: 's2' };
const admits = (over: Partial<Admission> = {}) =>
  ({ type: 'PatientAdmitted', data: admission('inpatient', over) }) as const;

describe('an admission', () => {
  test('begins an episode', () => given(pathway, registered).when(admit(), jan(5)).then(admits()));
  test('sent twice changes nothing', () =>
    given(pathway, registered, admitted(jan(5)))
      .when(admit(), jan(5))
      .thenNothing());
  test('of the same episode at another time is refused', () =>
    given(pathway, registered, admitted(jan(5)))
      .when(admit(), jan(6))
      .thenRefused('already-admitted'));
  test('of the same episode with other particulars is refused', () =>
    given(pathway, registered, admitted(jan(5)))
      .when(admit({ location: '2 East' }), jan(5))
      .thenRefused('already-admitted'));
  test('whose stay is known from another episode is refused', () =>
    given(pathway, registered, admitted(jan(5)), discharged(jan(9)))
      .when(admit({ episodeId: 'e2' }), jan(12))
      .thenRefused('already-admitted'));
  test('whose stay is known from a transition is refused', () =>
    given(pathway, registered, admitted(jan(5)), transitioned(jan(7), 'residential'), discharged(jan(9)))
      .when(admit(again), jan(12))
      .thenRefused('stay-known'));
  test('of an unknown patient is refused', () =>
    given(pathway).when(admit(), jan(5)).thenRefused('patient-unknown'));
  test('a little ahead of our clock is taken', () =>
    given(pathway, registered).when(admit(), jan(5, '13:00'), jan(5, '12:00')).then(admits()));
  test('of a time that has not come is refused', () =>
    given(pathway, registered).when(admit(), jan(5, '13:01'), jan(5, '12:00')).thenRefused('in-the-future'));
});

describe('a second admission', () => {
  test('to the facility where the patient is is refused', () =>
    given(pathway, registered, admitted(jan(5)))
      .when(admit(again), jan(6))
      .thenRefused('already-admitted'));
  test('to another facility begins a second episode beside the first', () =>
    given(pathway, registered, admitted(jan(5)))
      .when(admit({ ...again, facilityId: 'south' }), jan(6))
      .then(admits({ ...again, facilityId: 'south' })));
  test('at the instant of the discharge begins the next episode', () =>
    given(pathway, registered, admitted(jan(5)), discharged(jan(9)))
      .when(admit(again), jan(9))
      .then(admits(again)));
  test('that comes late is taken for the time before the one that is known', () =>
    given(pathway, registered, admitted(jan(20)))
      .when(admit(again), jan(5))
      .then(admits(again)));
  test('to a facility that the patient has left within the episode is taken', () =>
    given(pathway, registered, admitted(jan(5)), transitioned(jan(7), 'residential', { facilityId: 'south' }))
      .when(admit({ episodeId: 'e2', stayId: 's3' }), jan(9))
      .then(admits({ episodeId: 'e2', stayId: 's3' })));
  test('to a facility that the patient has come to within the episode is refused', () =>
    given(pathway, registered, admitted(jan(5)), transitioned(jan(7), 'residential', { facilityId: 'south' }))
      .when(admit({ episodeId: 'e2', stayId: 's3', facilityId: 'south' }), jan(9))
      .thenRefused('already-admitted'));
});

describe('after a death', () => {
  const dead = [registered, admitted(jan(5)), discharged(jan(9), 'death')] as const;

  test.each([jan(9), jan(20)])('nobody is admitted (%s)', (at) =>
    given(pathway, ...dead)
      .when(admit(again), at)
      .thenRefused('patient-deceased'),
  );
  test('an admission that was before it may still come to light', () =>
    given(pathway, ...dead)
      .when(admit({ ...again, facilityId: 'south' }), jan(8))
      .then(admits({ ...again, facilityId: 'south' })));
});

describe('after its cancellation', () => {
  const past = [registered, admitted(jan(5)), cancelled(jan(6), 'AdmissionCancelled', 'e1')] as const;

  test('the same admission is recorded anew', () =>
    given(pathway, ...past)
      .when(admit(), jan(5))
      .then(admits()));
  test('it is recorded anew with other particulars', () =>
    given(pathway, ...past)
      .when(admit({ location: '2 East' }), jan(4))
      .then(admits({ location: '2 East' })));
  test('recorded anew and sent twice it changes nothing', () =>
    given(pathway, ...past, admitted(jan(5)))
      .when(admit(), jan(5))
      .thenNothing());
});

describe('a referral', () => {
  const data = { referralId: 'f1', facilityId: 'north', level: placed('intensive-outpatient').level };

  test('is recorded', () =>
    given(pathway, registered)
      .when({ type: 'ReceiveReferral', data })
      .then({ type: 'ReferralReceived', data }));
  test('sent twice changes nothing', () =>
    given(pathway, registered, { type: 'ReferralReceived', data })
      .when({ type: 'ReceiveReferral', data })
      .thenNothing());
});
