import fc from 'fast-check';
import { isCalendarDay, isInstant, isTooDeep } from './formats.ts';

const two = (most: number) => fc.nat(most).map((n) => String(n).padStart(2, '0'));
const anyDay = fc
  .tuple(fc.integer({ min: 1800, max: 2100 }), two(14), two(33))
  .map((parts) => parts.join('-'));

const isDay = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text).year >= 1850;
  } catch {
    return false;
  }
};

test('a day of the calendar is one that Temporal knows, from 1850 on', () => {
  fc.assert(
    fc.property(anyDay, (text) => expect(isCalendarDay(text)).toBe(isDay(text))),
    { numRuns: 2_000 },
  );
});

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['1900-02-29', false],
  ['2000-02-29', true],
  ['2026-04-31', false],
  ['1849-12-31', false],
  ['1850-01-01', true],
  ['2026-1-01', false],
  ['2026-01-01T00:00', false],
])('%s is a day of the calendar: %s', (text, is) => expect(isCalendarDay(text)).toBe(is));

test.each([
  ['2026-03-02T14:30:00-05:00', true],
  ['2026-03-02T14:30Z', true],
  ['2026-03-02T14:30:00', false],
  ['2026-02-30T14:30:00Z', false],
  ['2026-03-02T24:00:00Z', false],
  ['2026-03-02T14:30:00-99:99', false],
  ['1850-01-01T00:00:00Z', true],
  // In UTC both are outside the years that text can order.
  ['1850-01-01T00:00:00+05:00', false],
  ['9999-12-31T23:59:59-05:00', false],
])('%s is a moment: %s', (text, is) => expect(isInstant(text)).toBe(is));

test('depth is counted through objects and arrays', () => {
  const nested = (deep: number): unknown =>
    deep === 0 ? 1 : deep % 2 ? [nested(deep - 1)] : { a: nested(deep - 1) };
  expect([
    isTooDeep(nested(5), 5),
    isTooDeep(nested(6), 5),
    isTooDeep('text', 0),
    isTooDeep(null, 0),
  ]).toEqual([false, true, false, false]);
});
