import { LEVELS_OF_CARE, direction, rank } from './level-of-care.ts';

test('levels are listed from most to least intensive; inpatient care and withdrawal management alone share a rank', () => {
  expect(LEVELS_OF_CARE.map(rank)).toEqual([6, 6, 5, 4, 3, 2, 1]);
});

test.each([
  ['outpatient', 'aftercare', 'step-down'],
  ['outpatient', 'intensive-outpatient', 'step-up'],
  ['inpatient', 'withdrawal-management', 'lateral'],
] as const)('from %s to %s is a %s', (from, to, expected) => expect(direction(from, to)).toBe(expected));
