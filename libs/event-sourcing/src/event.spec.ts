import fc from 'fast-check';
import { comparePositions, parsePosition, parseStreamName, START, streamName } from './event.ts';

const numbers = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });

test('positions compare as the numbers that they are', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const compared = comparePositions(parsePosition(`${a}`)!, parsePosition(`${b}`)!);
      return Math.sign(compared) === (a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('the start comes before everything', () => {
  expect(comparePositions(START, parsePosition('1')!)).toBeLessThan(0);
  expect(comparePositions(START, START)).toBe(0);
});

test.each(['', '01', '-1', '1.5', '1e3', ' 1', 'x', '1'.repeat(21)])('%p is no position', (text) => {
  expect(parsePosition(text)).toBeUndefined();
});

test.each([
  ['pathway', 'p1'],
  ['pathway', '7f0c-1b'],
  ['program', 'iop-north-'],
])('a stream of %s named %s is read as it was written', (category, key) => {
  expect(parseStreamName(streamName(category, key))).toEqual({ category, key });
});
