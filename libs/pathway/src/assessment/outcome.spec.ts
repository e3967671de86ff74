import fc from 'fast-check';
import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { timeline } from '../timeline.ts';
import { admitted, discharged, jan, pathwayOf, registered, type Told } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import { instrumentOf, instruments, scoreOf, severityOf, type InstrumentId } from './instruments.ts';
import { comparedTo, outcomeTrends } from './outcome-trend.ts';

const measure = (
  instrument: InstrumentId,
  given: { readonly items?: readonly number[]; readonly score?: number },
): PathwayCommand => ({ type: 'RecordOutcome', data: { measurementId: 'm1', instrument, ...given } });
const phq = [2, 2, 1, 2, 1, 1, 2, 0, 1];

describe('a measurement', () => {
  const measured = {
    type: 'OutcomeMeasured',
    data: {
      measurementId: 'm1',
      instrument: 'PHQ-9',
      instrumentVersion: 1,
      items: phq,
      score: 12,
      ...{ facilityId: undefined, programId: undefined },
    },
  } as const;
  test('is scored by its items', () =>
    given(pathway, registered)
      .when(measure('PHQ-9', { items: phq }), jan(5))
      .then(measured));
  test('sent twice changes nothing, and otherwise is refused', () => {
    const past = [registered, { ...measured, at: jan(5) }] as const;
    given(pathway, ...past)
      .when(measure('PHQ-9', { items: phq }), jan(5))
      .thenNothing();
    given(pathway, ...past)
      .when(measure('PHQ-9', { score: 12 }), jan(5))
      .thenRefused('measurement-known');
  });
  test.each<[InstrumentId, { items?: readonly number[]; score?: number }, string]>([
    ['PHQ-9', { items: phq.slice(1) }, 'items-implausible'],
    ['PHQ-9', { items: [...phq, 0] }, 'items-implausible'],
    ['PHQ-9', { items: [4, ...phq.slice(1)] }, 'items-implausible'],
    ['PHQ-9', { items: [0.5, ...phq.slice(1)] }, 'items-implausible'],
    ['PHQ-9', { items: phq, score: 13 }, 'score-contradicts-items'],
    ['PHQ-9', { score: 28 }, 'score-implausible'],
    ['PHQ-9', { score: -1 }, 'score-implausible'],
    ['GAD-7', { score: 22 }, 'score-implausible'],
    ['AUDIT', { items: [4, 4, 4, 4, 4, 4, 4, 4, 3, 4] }, 'items-implausible'],
    ['PHQ-9', {}, 'score-implausible'],
  ])('%s %j is refused as %s', (instrument, said, code) =>
    given(pathway, registered).when(measure(instrument, said), jan(5)).thenRefused(code),
  );
});

describe('the instruments', () => {
  test.each<[InstrumentId, readonly number[], number]>([
    ['PHQ-9', [3, 3, 3, 3, 3, 3, 3, 3, 3], 27],
    ['GAD-7', [1, 2, 3, 0, 1, 2, 3], 12],
    ['AUDIT', [4, 4, 4, 4, 4, 4, 4, 4, 4, 4], 40],
  ])('%s sums %j to %i', (id, items, score) => expect(scoreOf(instrumentOf(id), items)).toEqual({ score }));
  test('BAM keeps use, risk and protection apart', () => {
    const items = [1, 1, 1, 2, 3, 4, 0, 1, 2, 2, 1, 2, 2, 4, 1, 2, 4];
    expect(scoreOf(instrumentOf('BAM'), items)).toEqual({
      score: 9,
      subscales: { use: 9, risk: 6, protection: 14 },
    });
  });
  test.each<[InstrumentId, Record<string, readonly [number, number]>]>([
    [
      'PHQ-9',
      {
        minimal: [0, 4],
        mild: [5, 9],
        moderate: [10, 14],
        'moderately severe': [15, 19],
        severe: [20, 27],
      },
    ],
    ['GAD-7', { minimal: [0, 4], mild: [5, 9], moderate: [10, 14], severe: [15, 21] }],
    ['AUDIT', { 'low risk': [0, 7], hazardous: [8, 15], harmful: [16, 19], 'possible dependence': [20, 40] }],
    ['BAM', { 'no use': [0, 0], use: [1, 12] }],
  ])('%s has its bands', (id, bands) => {
    for (const [name, [least, most]] of Object.entries(bands)) {
      expect(severityOf(instrumentOf(id), least)).toBe(name);
      expect(severityOf(instrumentOf(id), most)).toBe(name);
    }
  });
  test('no answers amount to more than the most', () => {
    const answered = fc
      .constantFrom(...instruments)
      .chain((one) =>
        fc.tuple(fc.constant(one), fc.tuple(...one.items.map((some) => fc.constantFrom(...some)))),
      );
    fc.assert(
      fc.property(answered, ([instrument, items]) => {
        const scored = scoreOf(instrument, items);
        expect(typeof scored === 'object' && scored.score >= 0 && scored.score <= instrument.mostScore).toBe(
          true,
        );
      }),
    );
    for (const instrument of instruments)
      expect(
        scoreOf(
          instrument,
          instrument.items.map((some) => Math.max(...some)),
        ),
      ).toMatchObject({
        score: instrument.mostScore,
      });
  });
});

describe('a trend', () => {
  const scored = (at: string, score: number, n: number): Told => ({
    type: 'OutcomeMeasured',
    data: { measurementId: `m${n}`, instrument: 'PHQ-9', instrumentVersion: 1, score },
    at,
  });
  const trend = (...past: readonly Told[]) =>
    outcomeTrends(timeline(pathwayOf(registered, ...past))).map(({ baseline, points }) => [
      baseline,
      ...points.map(({ score, change, response, remission }) =>
        [score, change, response && 'response', remission && 'remission'].filter(Boolean).join(' '),
      ),
    ]);
  test('has response at half of the baseline, and remission below the cut-off', () =>
    expect(
      trend(
        admitted(jan(5), 'intensive-outpatient'),
        ...[18, 10, 9, 5, 4].map((score, n) => scored(jan(5 + n, '15:00'), score, n)),
      ),
    ).toEqual([[18, '18', '10 -8', '9 -9 response', '5 -13 response', '4 -14 response remission']]));
  test('of one that did not begin as a case has neither', () =>
    expect(trend(scored(jan(5), 9, 1), scored(jan(6), 1, 2))).toEqual([[9, '9', '1 -8']]));
  test('of one that just began as a case has both', () =>
    expect(trend(scored(jan(5), 10, 1), scored(jan(6), 4, 2))).toEqual([
      [10, '10', '4 -6 response remission'],
    ]));
  test.each<[InstrumentId, number, number]>([
    ['PHQ-9', 10, 5],
    ['GAD-7', 10, 5],
    ['AUDIT', 8, 8],
    ['BAM', 1, 1],
  ])('of %s is of a case from %d, and of remission below %d', (id, caseFrom, cutOff) => {
    const instrument = instrumentOf(id);
    expect(comparedTo(caseFrom, instrument, cutOff - 1)).toMatchObject({ remission: true });
    expect(comparedTo(caseFrom, instrument, cutOff)).toMatchObject({ remission: false });
    expect(comparedTo(caseFrom - 1, instrument, 0)).toEqual({ response: false, remission: false });
  });
  test('begins anew with each episode', () =>
    expect(
      trend(
        admitted(jan(5), 'intensive-outpatient'),
        scored(jan(6), 18, 1),
        discharged(jan(9)),
        scored(jan(20), 12, 2),
      ),
    ).toEqual([
      [18, '18'],
      [12, '12'],
    ]));
});
