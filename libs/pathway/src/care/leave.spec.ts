import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import {
  admitted,
  cameBack,
  cancelled,
  discharged,
  jan,
  left,
  pathwayOf,
  registered,
  type Told,
} from '../testing/index.ts';
import { timeline } from '../timeline.ts';
import type { PathwayCommand } from '../pathway-command.ts';

const episode = { facilityId: 'north' };
const start = (leaveId = 'l1', expectedReturn?: string): PathwayCommand => ({
  type: 'StartLeave',
  data: { leaveId, expectedReturn, episode },
});
const end = (leaveId?: string): PathwayCommand => ({ type: 'EndLeave', data: { leaveId, episode } });
const starts = (leaveId = 'l1') => ({ type: 'LeaveStarted', data: { episodeId: 'e1', leaveId } }) as const;
const ends = (leaveId = 'l1') => ({ type: 'LeaveEnded', data: { episodeId: 'e1', leaveId } }) as const;

const inside = [registered, admitted(jan(5))] as const;
const away = [...inside, left(jan(10))] as const;
const returned = [...away, cameBack(jan(12))] as const;

describe('going on leave', () => {
  test('is recorded with the day on which the patient is expected back', () =>
    given(pathway, ...inside)
      .when(start('l1', '2026-01-12'), jan(10))
      .then({
        type: 'LeaveStarted',
        data: { episodeId: 'e1', leaveId: 'l1', expectedReturn: '2026-01-12' },
      }));
  test('said twice changes nothing', () =>
    given(pathway, ...away)
      .when(start(), jan(10))
      .thenNothing());
  test('under a name that another leave has is refused', () =>
    given(pathway, ...returned)
      .when(start(), jan(15))
      .thenRefused('leave-known'));
  test.each([jan(10), jan(11)])('during a leave is refused (%s)', (at) =>
    given(pathway, ...returned)
      .when(start('l2'), at)
      .thenRefused('already-on-leave'),
  );
  test('again at the instant of the return is a leave of its own', () =>
    given(pathway, ...returned)
      .when(start('l2'), jan(12))
      .then(starts('l2')));
  test('before the admission is refused', () =>
    given(pathway, ...inside)
      .when(start(), jan(4))
      .thenRefused('before-admission'));
  test('from the discharge on is refused', () =>
    given(pathway, ...inside, discharged(jan(9)))
      .when(start(), jan(9))
      .thenRefused('already-discharged'));
  test('of a patient who is nowhere is refused', () =>
    given(pathway, registered).when(start(), jan(6)).thenRefused('not-admitted'));
});

describe('coming back', () => {
  test('ends the leave', () =>
    given(pathway, ...away)
      .when(end(), jan(12))
      .then(ends()));
  test('said twice changes nothing', () =>
    given(pathway, ...returned)
      .when(end(), jan(12))
      .thenNothing());
  test('at another time than the one recorded is refused', () =>
    given(pathway, ...returned)
      .when(end(), jan(13))
      .thenRefused('not-on-leave'));
  test('from no leave is refused', () =>
    given(pathway, ...inside)
      .when(end(), jan(12))
      .thenRefused('not-on-leave'));
  test('from a leave that is not known is refused', () =>
    given(pathway, ...away)
      .when(end('l9'), jan(12))
      .thenRefused('not-on-leave'));
  test('before leaving is refused', () =>
    given(pathway, ...away)
      .when(end('l1'), jan(9))
      .thenRefused('returned-before-leaving'));
  test('of a patient who is nowhere is refused', () =>
    given(pathway, registered).when(end(), jan(6)).thenRefused('not-admitted'));
  test('before the admission or from the discharge on is refused', () => {
    given(pathway, ...away)
      .when(end(), jan(4))
      .thenRefused('before-admission');
    given(pathway, ...away, discharged(jan(11)))
      .when(end(), jan(11))
      .thenRefused('already-discharged');
  });
});

describe('a leave that comes to light late', () => {
  test('after the discharge it is taken for its own time', () => {
    const past = [...inside, discharged(jan(20))] as const;
    given(pathway, ...past)
      .when(start(), jan(10))
      .then(starts());
    given(pathway, ...past, left(jan(10)))
      .when(end(), jan(12))
      .then(ends());
  });
  test('before another leave it is taken, and ended by its own return', () => {
    given(pathway, ...returned)
      .when(start('l0'), jan(7))
      .then(starts('l0'));
    given(pathway, ...returned, left(jan(7), { leaveId: 'l0' }))
      .when(end(), jan(8))
      .then(ends('l0'));
  });
  test('the return of a leave that is not known yet waits for it', () =>
    given(pathway, ...inside)
      .when(end('l1'), jan(12))
      .thenRefused('not-on-leave'));
});

test('after its cancellation a leave is recorded anew', () => {
  const past = [...away, cancelled(jan(11), 'LeaveCancelled', 'e2')] as const;
  given(pathway, ...past)
    .when(start(), jan(10))
    .then(starts());
  given(pathway, ...past)
    .when(start(), jan(14))
    .then(starts());
});

describe('the leaves of an episode', () => {
  const leavesOf = (...past: readonly Told[]) =>
    timeline(pathwayOf(...past)).episodes[0]!.leaves.map(({ begin, end }) => [begin.day, end?.day]);

  test('end at the return', () => expect(leavesOf(...returned)).toEqual([['2026-01-10', '2026-01-12']]));
  test('stay open where nobody came back', () =>
    expect(leavesOf(...away, discharged(jan(20)))).toEqual([['2026-01-10', undefined]]));
  test('are open again when the return is cancelled', () =>
    expect(leavesOf(...returned, cancelled(jan(13), 'LeaveCancelled', 'e3'))).toEqual([
      ['2026-01-10', undefined],
    ]));
  test('leave out one that would begin after the discharge', () =>
    expect(leavesOf(...away, discharged(jan(8)))).toEqual([]));
  test('do not end the stay', () => expect(timeline(pathwayOf(...away)).stays).toHaveLength(1));
});
