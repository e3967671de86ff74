import fc from 'fast-check';
import { chiSquareTail, kaplanMeier, logRank, marksTo, numberAtRisk, type Departures } from './survival.ts';

/** `6+` is censored after 6. */
const departures = (text: string): Departures[] =>
  text.split(' ').map((one) => {
    const censored = one.endsWith('+') ? 1 : 0;
    return { days: parseInt(one, 10), events: 1 - censored, censored };
  });

// E. J. Freireich and others, Blood 21, 1963: weeks of remission of acute leukaemia, with 6-mercaptopurine and with placebo;
// as in every textbook since (D. R. Cox, D. Oakes, Analysis of Survival Data, 1984).
const TREATED = departures('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
const PLACEBO = departures('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

/** Several departures of one day are one. */
const merged = (all: readonly Departures[]): Departures[] =>
  [...Map.groupBy(all, ({ days }) => days)].map(([days, same]) => ({
    days,
    events: same.reduce((sum, { events }) => sum + events, 0),
    censored: same.reduce((sum, { censored }) => sum + censored, 0),
  }));

describe('the curve of Freireich’s patients', () => {
  test('with 6-MP is the published one', () => {
    const curve = kaplanMeier(merged(TREATED));
    expect(curve).toMatchObject({ subjects: 21, events: 9, medianDays: 23 });
    expect(
      curve.points.map(({ days, atRisk, events, survival }) => [days, atRisk, events, survival.toFixed(4)]),
    ).toEqual([
      [6, 21, 3, '0.8571'],
      [7, 17, 1, '0.8067'],
      [10, 15, 1, '0.7529'],
      [13, 12, 1, '0.6902'],
      [16, 11, 1, '0.6275'],
      [22, 7, 1, '0.5378'],
      [23, 6, 1, '0.4482'],
    ]);
  });
  test('has the published numbers at risk, whoever is censored on the day among them', () => {
    const marks = [0, 5, 6, 10, 20, 35, 36];
    const atRisk = numberAtRisk(merged(TREATED), marks).map((one) => one.atRisk);
    expect(atRisk).toEqual([21, 21, 21, 15, 8, 1, 0]);
  });
  test('has the log-minus-log intervals that R’s survfit gives', () => {
    const { points } = kaplanMeier(merged(TREATED));
    const intervals = points.map(({ interval }) => [interval!.low.toFixed(3), interval!.high.toFixed(3)]);
    expect(intervals[0]).toEqual(['0.620', '0.952']);
    expect(intervals[2]).toEqual(['0.503', '0.889']);
    expect(intervals[6]).toEqual(['0.188', '0.680']);
  });
  test('with placebo is the published one', () => {
    const curve = kaplanMeier(merged(PLACEBO));
    expect(curve).toMatchObject({ subjects: 21, events: 21, medianDays: 8 });
    expect(curve.points.at(-1)).toMatchObject({ days: 23, atRisk: 1, survival: 0, interval: null });
    expect(curve.points.find(({ days }) => days === 8)!.survival).toBeCloseTo(8 / 21, 10);
  });
  test('differ by the published log-rank test: 16.79', () => {
    const test = logRank([merged(TREATED), merged(PLACEBO)])!;
    expect(test.chiSquare.toFixed(2)).toBe('16.79');
    expect(test.degreesOfFreedom).toBe(1);
    expect(test.p.toExponential(1)).toBe('4.2e-5');
  });
});

describe('the log-rank test', () => {
  test('does not depend on the order of the groups', () =>
    expect(logRank([PLACEBO, TREATED])!.chiSquare).toBeCloseTo(logRank([TREATED, PLACEBO])!.chiSquare, 10));
  test('of three groups has two degrees of freedom', () => {
    const third = departures('3 5+ 9 14 20+ 30');
    const test = logRank([TREATED, PLACEBO, third])!;
    expect(test.degreesOfFreedom).toBe(2);
    expect(test.chiSquare).toBeCloseTo(logRank([third, TREATED, PLACEBO])!.chiSquare, 9);
  });
  test('of the same groups finds nothing', () => {
    const test = logRank([TREATED, TREATED])!;
    expect(test.chiSquare).toBeCloseTo(0, 12);
    expect(test.p).toBeCloseTo(1, 6);
  });
  test('needs two groups with somebody in them, and an event', () => {
    expect(logRank([TREATED])).toBeUndefined();
    expect(logRank([TREATED, []])).toBeUndefined();
    expect(logRank([departures('5+'), departures('6+')])).toBeUndefined();
  });
  test('takes an empty group for none', () =>
    expect(logRank([TREATED, [], PLACEBO])!.degreesOfFreedom).toBe(1));
});

// Abramowitz and Stegun, table 26.8, and the quantiles of every table.
test.each([
  [3.841459, 1, 0.05],
  [6.634897, 1, 0.01],
  [10.827566, 1, 0.001],
  [0.0157908, 1, 0.9],
  [5.991465, 2, 0.05],
  [13.815511, 2, 0.001],
  [7.814728, 3, 0.05],
  [0.5843744, 3, 0.9],
  [9.487729, 4, 0.05],
  [11.070498, 5, 0.05],
  [18.307038, 10, 0.05],
  [24.99579, 15, 0.05],
])('the tail of chi-square above %d at %d degrees of freedom is %d', (x, df, tail) =>
  expect(chiSquareTail(x, df)).toBeCloseTo(tail, 6),
);

test.each([
  ['9/10 · 7/9 · 6/7 · 5/6', '1 2 2 3 4 5 6 7 8 9', 4],
  ['3/4 · 2/3 after one is censored', '1+ 2 3 4 5', 3],
])('exactly half counts as half, whatever floating point makes of %s', (_, text, median) => {
  expect(kaplanMeier(merged(departures(text))).medianDays).toBe(median);
});

const observation = fc.record({ days: fc.nat(50), events: fc.nat(3), censored: fc.nat(3) });
test('a curve never rises, stays within its interval, and counts everybody', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 30 }), (all) => {
      const { points, subjects, events } = kaplanMeier(merged(all));
      let before = 1;
      for (const { survival, interval, atRisk, events: here } of points) {
        expect(survival).toBeLessThanOrEqual(before);
        expect(atRisk).toBeGreaterThanOrEqual(here);
        if (interval) {
          expect(interval.low).toBeLessThanOrEqual(survival + 1e-12);
          expect(interval.high).toBeGreaterThanOrEqual(survival - 1e-12);
          expect(interval.low >= 0 && interval.high <= 1).toBe(true);
        }
        before = survival;
      }
      expect(subjects).toBe(all.reduce((sum, one) => sum + one.events + one.censored, 0));
      expect(events).toBe(all.reduce((sum, one) => sum + one.events, 0));
    }),
  );
});
test('without censoring a curve is the share of those who are left, and its median the day on which that is half', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), (days) => {
      const curve = kaplanMeier(merged(days.map((one) => ({ days: one, events: 1, censored: 0 }))));
      const leftAfter = (day: number) => days.filter((one) => one > day).length;
      for (const point of curve.points)
        expect(point.survival).toBeCloseTo(leftAfter(point.days) / days.length, 10);
      expect(curve.medianDays).toBe(
        days.toSorted((a, b) => a - b).find((day) => 2 * leftAfter(day) <= days.length),
      );
    }),
  );
});

test('marks are round and reach to the last day, or to the last round one before it', () => {
  expect(marksTo(365)).toEqual([0, 60, 120, 180, 240, 300, 360]);
  expect(marksTo(90)).toEqual([0, 15, 30, 45, 60, 75, 90]);
  expect(marksTo(1)).toEqual([0, 1]);
  expect(marksTo(3650)).toEqual([0, 730, 1460, 2190, 2920, 3650]);
});
