import { isKnownBy } from './travel.ts';

test('takes a fact for known by the instant that a day ends at, whatever day that is in UTC', () => {
  // The end of 30 November in New York.
  const knownAt = '2026-12-01T04:59:59.999Z';
  expect(isKnownBy('2026-12-01T03:00:00.000Z', knownAt)).toBe(true);
  expect(isKnownBy(knownAt, knownAt)).toBe(true);
  expect(isKnownBy('2026-12-01T05:00:00.000Z', knownAt)).toBe(false);
  // The end of 30 November in Berlin.
  expect(isKnownBy('2026-11-30T23:30:00.000Z', '2026-11-30T22:59:59.999Z')).toBe(false);
});

test('knows now all that was recorded', () => expect(isKnownBy('2026-12-01T03:00:00.000Z', null)).toBe(true));
