import fc from 'fast-check';
import { factsOfPast } from '@stepwell/event-sourcing/testing';
import { pathwayAsOf } from './as-of.ts';
import {
  admitted,
  anyFacts,
  attended,
  attendance,
  cancelled,
  discharged,
  jan,
  pathwayOf,
  registered,
  transitioned,
  wholeTimeline,
  type Told,
} from './testing/index.ts';
import { pathwayFold } from './pathway.ts';
import { timeline } from './timeline.ts';
import type { PathwayEvent } from './pathway-event.ts';

const learned = (recordedAt: string, one: Told): Told => ({ ...one, recordedAt });

// A discharge that is recorded late, cancelled later still, and recorded anew.
const past = [
  registered,
  admitted(jan(5)),
  learned(jan(12), transitioned(jan(8), 'residential')),
  learned(jan(16), discharged(jan(10))),
  learned(jan(20), cancelled(jan(19), 'DischargeCancelled', 'e3')),
  learned(jan(25), discharged(jan(15))),
];
const facts = factsOfPast<PathwayEvent>(pathwayFold, past);

const told = (validAt?: string, knownAt?: string) => {
  const { stays } = timeline(pathwayAsOf(facts, { validAt, knownAt }));
  return stays.map(({ level, end }) => [level, end?.day]);
};

describe('a pathway', () => {
  test('as it is known now is the whole of it', () => {
    expect(wholeTimeline(pathwayAsOf(facts, {}))).toEqual(wholeTimeline(pathwayOf(...past)));
    expect(told()).toEqual([
      ['inpatient', '2026-01-08'],
      ['residential', '2026-01-15'],
    ]);
  });
  test.each([
    ['before the transition was recorded', jan(11), [['inpatient', undefined]]],
    [
      'at the instant at which it was',
      jan(12),
      [
        ['inpatient', '2026-01-08'],
        ['residential', undefined],
      ],
    ],
    [
      'with the first discharge',
      jan(17),
      [
        ['inpatient', '2026-01-08'],
        ['residential', '2026-01-10'],
      ],
    ],
    [
      'with its cancellation',
      jan(21),
      [
        ['inpatient', '2026-01-08'],
        ['residential', undefined],
      ],
    ],
  ])('as it was known %s', (_, knownAt, stays) => expect(told(undefined, knownAt)).toEqual(stays));
  test.each([
    ['before everything', jan(1), []],
    ['during the first stay', jan(7), [['inpatient', undefined]]],
    [
      'at the instant of the transition',
      jan(8),
      [
        ['inpatient', '2026-01-08'],
        ['residential', undefined],
      ],
    ],
    [
      'after a discharge that never was',
      jan(12),
      [
        ['inpatient', '2026-01-08'],
        ['residential', undefined],
      ],
    ],
    [
      'after the discharge',
      jan(15),
      [
        ['inpatient', '2026-01-08'],
        ['residential', '2026-01-15'],
      ],
    ],
  ])('as it was %s', (_, validAt, stays) => expect(told(validAt)).toEqual(stays));
  test('as it was believed then to have been: the discharge that was cancelled later', () =>
    expect(told(jan(12), jan(17))).toEqual([
      ['inpatient', '2026-01-08'],
      ['residential', '2026-01-10'],
    ]));
  test('as it was before a correction came that moved a session to a later day', () => {
    const moved = factsOfPast<PathwayEvent>(pathwayFold, [
      registered,
      admitted(jan(5)),
      attended(jan(6)),
      learned(jan(20), {
        type: 'AttendanceCorrected',
        data: { ...attendance(), voids: 'e2' },
        at: jan(9),
      }),
    ]);
    const days = (validAt?: string, knownAt?: string) =>
      timeline(pathwayAsOf(moved, { validAt, knownAt })).sessions.map(({ day }) => day);
    expect(days()).toEqual(['2026-01-09']);
    expect(days(jan(7))).toEqual([]);
    expect(days(jan(7), jan(19))).toEqual(['2026-01-06']);
  });
});

test('what is known at an instant does not depend on what is recorded after it', () =>
  fc.assert(
    fc.property(anyFacts(20), fc.nat(11), (any, day) => {
      const knownAt = jan(day + 1);
      const then = any.filter(({ metadata }) => metadata.recordedAt <= knownAt);
      expect(wholeTimeline(pathwayAsOf(any, { knownAt }))).toEqual(wholeTimeline(pathwayAsOf(then, {})));
    }),
  ));
