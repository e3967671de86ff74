import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { admitted, cancelled, discharged, jan, left, registered, transitioned } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { EpisodeReference } from './care-command.ts';
import type { DischargeReason } from './care-event.ts';

const discharge = (
  episode: EpisodeReference = { facilityId: 'north' },
  reason: DischargeReason = 'completed',
): PathwayCommand => ({ type: 'DischargePatient', data: { episode, reason, disposition: '01' } });
const discharges = (episodeId = 'e1') =>
  ({ type: 'PatientDischarged', data: { episodeId, reason: 'completed', disposition: '01' } }) as const;

const inside = [registered, admitted(jan(5))] as const;
const second = admitted(jan(20), 'inpatient', { episodeId: 'e2', stayId: 's2' });

describe('a discharge', () => {
  test('ends the episode', () =>
    given(pathway, ...inside)
      .when(discharge(), jan(9))
      .then(discharges()));
  test('at the instant of the admission is taken', () =>
    given(pathway, ...inside)
      .when(discharge(), jan(5))
      .then(discharges()));
  test('sent twice changes nothing', () =>
    given(pathway, ...inside, discharged(jan(9)))
      .when(discharge(), jan(9))
      .thenNothing());
  test('at another time is refused', () =>
    given(pathway, ...inside, discharged(jan(9)))
      .when(discharge(), jan(10))
      .thenRefused('already-discharged'));
  test('for another reason is refused', () =>
    given(pathway, ...inside, discharged(jan(9)))
      .when(discharge({ facilityId: 'north' }, 'against-advice'), jan(9))
      .thenRefused('already-discharged'));
  test('before the admission is refused', () =>
    given(pathway, ...inside)
      .when(discharge(), jan(4))
      .thenRefused('discharged-before-admission'));
  test('before the last change of level is refused', () =>
    given(pathway, ...inside, transitioned(jan(9), 'residential'))
      .when(discharge(), jan(8))
      .thenRefused('discharged-before-transition'));
  test.each<EpisodeReference>([
    { episodeId: 'e9' },
    { facilityId: 'south' },
    { facilityId: 'north', visitNumber: 'v9' },
  ])('of an episode that is not known is refused: %j', (episode) =>
    given(pathway, ...inside)
      .when(discharge(episode), jan(9))
      .thenRefused('not-admitted'),
  );
  test('during a leave is taken: the patient did not come back', () =>
    given(pathway, ...inside, left(jan(8)))
      .when(discharge(), jan(9))
      .then(discharges()));
  test('that comes late may lie before a leave that is known', () =>
    given(pathway, ...inside, left(jan(15)))
      .when(discharge(), jan(9))
      .then(discharges()));
});

describe('of several episodes at the facility', () => {
  test('the one that was open then is meant', () =>
    given(pathway, ...inside, second)
      .when(discharge(), jan(9))
      .then(discharges('e1')));
  test('the later one is meant when both are open', () =>
    given(pathway, ...inside, second)
      .when(discharge(), jan(25))
      .then(discharges('e2')));
  test('the earlier one is meant when the later one has ended', () =>
    given(pathway, ...inside, second, discharged(jan(22), 'against-advice', 'e2'))
      .when(discharge(), jan(25))
      .then(discharges('e1')));
  test('a late discharge sent twice changes nothing', () =>
    given(pathway, ...inside, second, discharged(jan(9)))
      .when(discharge(), jan(9))
      .thenNothing());
  test('a discharge sent twice does not end the other one as well', () =>
    given(pathway, ...inside, second, discharged(jan(25), 'completed', 'e2'))
      .when(discharge(), jan(25))
      .thenNothing());
  test('the visit number tells which is meant', () =>
    given(
      pathway,
      registered,
      admitted(jan(5), 'inpatient', { visitNumber: 'v1' }),
      admitted(jan(20), 'inpatient', { visitNumber: 'v2', episodeId: 'e2', stayId: 's2' }),
    )
      .when(discharge({ facilityId: 'north', visitNumber: 'v1' }), jan(25))
      .then(discharges('e1')));
});

describe('an episode that went on at another facility', () => {
  const past = [...inside, transitioned(jan(9), 'residential', { facilityId: 'south' })] as const;

  test('is discharged from there', () =>
    given(pathway, ...past)
      .when(discharge({ facilityId: 'south' }), jan(12))
      .then(discharges()));
  test('is not taken for the one that has begun since where it was', () =>
    given(pathway, ...past, admitted(jan(10), 'outpatient', { episodeId: 'e2', stayId: 's3' }))
      .when(discharge({ facilityId: 'north' }), jan(12))
      .then(discharges('e2')));
});

describe('after its cancellation', () => {
  const past = [
    ...inside,
    discharged(jan(9)),
    { ...cancelled(jan(10), 'DischargeCancelled', 'e2'), recordedAt: jan(11) },
  ] as const;

  test('the same discharge is recorded anew', () =>
    given(pathway, ...past)
      .when(discharge(), jan(9))
      .then(discharges()));
  test('a later one is recorded', () =>
    given(pathway, ...past)
      .when(discharge(), jan(15))
      .then(discharges()));
  test('an earlier one is recorded', () =>
    given(pathway, ...past)
      .when(discharge(), jan(7))
      .then(discharges()));
});
