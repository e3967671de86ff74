import { timeline } from '../timeline.ts';
import {
  admitted,
  discharged,
  jan,
  newYork,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from '../testing/index.ts';
import type { InstrumentId } from './instruments.ts';
import { programOutcomes } from './program-outcomes.ts';

let number = 0;
const scored = (at: string, score: number, instrument: InstrumentId = 'PHQ-9'): Told => ({
  type: 'OutcomeMeasured',
  data: { measurementId: `m${++number}`, instrument, instrumentVersion: 1, score },
  at,
});
const iop = { programId: 'iop' };
const level = 'intensive-outpatient' as const;

/** Each measurement in a line: where, in which week, the score, and what it amounts to. */
const told = (...past: readonly Told[]): string[] =>
  programOutcomes(timeline(pathwayOf(registered, ...past))).map((one) =>
    [
      ...[one.programId, one.instrument, `week ${one.week}`, one.score],
      ...[one.isBaseline && 'baseline', one.isCase || 'below', one.response && 'response'],
      one.remission && 'remission',
    ]
      .filter((part) => part !== false && part !== true)
      .join(' '),
  );

test.each<[string, readonly Told[], readonly string[]]>([
  [
    'days 0 to 6 are week 0, by the clocks of the facility',
    [
      admitted(jan(5, '23:30'), level, iop),
      ...[scored(jan(5, '23:59'), 18), scored(jan(11, '23:59'), 10), scored(jan(12, '00:00'), 9)],
    ],
    ['iop PHQ-9 week 0 18 baseline', 'iop PHQ-9 week 0 10', 'iop PHQ-9 week 1 9 response'],
  ],
  [
    'response is half of the baseline, remission below the cut-off',
    [admitted(jan(5), level, iop), scored(jan(6), 10), scored(jan(13), 5), scored(jan(20), 4)],
    ['iop PHQ-9 week 0 10 baseline', 'iop PHQ-9 week 1 5 response', 'iop PHQ-9 week 2 4 response remission'],
  ],
  [
    'who did not begin as a case has neither',
    [admitted(jan(5), level, iop), scored(jan(6), 9), scored(jan(13), 0)],
    ['iop PHQ-9 week 0 9 baseline below', 'iop PHQ-9 week 1 0 below'],
  ],
  [
    'each instrument has a baseline of its own',
    [admitted(jan(5), level, iop), scored(jan(6), 10), scored(jan(7), 12, 'GAD-7')],
    ['iop PHQ-9 week 0 10 baseline', 'iop GAD-7 week 0 12 baseline'],
  ],
  [
    'another program begins anew',
    [
      admitted(jan(5), level, iop),
      scored(jan(6), 18),
      transitioned(jan(19), 'outpatient', { programId: 'op' }),
      scored(jan(20), 12),
    ],
    ['iop PHQ-9 week 0 18 baseline', 'op PHQ-9 week 0 12 baseline'],
  ],
  [
    'before, after and outside of a program nothing counts',
    [
      ...[scored(jan(4), 18), admitted(jan(5), level, iop), discharged(jan(9)), scored(jan(10), 3)],
      admitted(newYork('2026-02-01'), level, { episodeId: 'e2', stayId: 's2' }),
      scored(newYork('2026-02-02'), 3),
    ],
    [],
  ],
  [
    'what is measured at the discharge counts',
    [admitted(jan(5), level, iop), scored(jan(9), 18), discharged(jan(9))],
    ['iop PHQ-9 week 0 18 baseline'],
  ],
])('%s', (_, past, expected) => expect(told(...past)).toEqual(expected));

test('what is known to the month only has no week', () =>
  expect(told({ ...admitted(jan(5), level, iop), precision: 'month' }, scored(jan(6), 18))).toEqual([]));
