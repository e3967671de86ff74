import fc from 'fast-check';
import { rateOf } from './rate.ts';

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods", Statistics
// in Medicine 17 (1998), table I, method 3: the score method of Wilson without continuity correction.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d has the published interval from %d to %d', (numerator, denominator, low, high) => {
  const { rate, interval } = rateOf(numerator, denominator);
  expect(rate).toBe(numerator / denominator);
  expect(interval!.low).toBeCloseTo(low, 4);
  expect(interval!.high).toBeCloseTo(high, 4);
});

test('nothing to divide by has no rate', () =>
  expect(rateOf(0, 0)).toEqual({ numerator: 0, denominator: 0, rate: null, interval: null }));

const counts = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((denominator) => fc.tuple(fc.integer({ min: 0, max: denominator }), fc.constant(denominator)));

test('the interval holds the rate and stays within 0 and 1', () =>
  fc.assert(
    fc.property(counts, ([numerator, denominator]) => {
      const { rate, interval } = rateOf(numerator, denominator);
      const inOrder = [0, interval!.low, rate!, interval!.high, 1];
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    }),
    {
      numRuns: 2_000,
      examples: [1, 2, 3, 7, 10, 21, 29, 49, 100, 1216].flatMap<[[number, number]]>((n) => [
        [[0, n]],
        [[n, n]],
      ]),
    },
  ));

test('the interval of what did not happen mirrors that of what did', () =>
  fc.assert(
    fc.property(counts, ([numerator, denominator]) => {
      const [one, other] = [rateOf(numerator, denominator), rateOf(denominator - numerator, denominator)];
      expect(other.interval!.low).toBeCloseTo(1 - one.interval!.high, 10);
    }),
  ));

test('the same rate of more cases has a narrower interval', () =>
  fc.assert(
    fc.property(counts, ([numerator, denominator]) => {
      const width = ({ interval }: ReturnType<typeof rateOf>) => interval!.high - interval!.low;
      expect(width(rateOf(2 * numerator, 2 * denominator))).toBeLessThan(
        width(rateOf(numerator, denominator)),
      );
    }),
  ));
