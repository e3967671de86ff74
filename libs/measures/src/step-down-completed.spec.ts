import { discharged, jan, type Told } from '@stepwell/pathway/testing';
import { stay, verdicts } from './testing/verdicts.ts';

const planned = (): Told => {
  const told = discharged(jan(10), 'completed', 'e1');
  return { ...told, data: { ...told.data, plannedNextLevel: 'intensive-outpatient' } } as Told;
};
const verdict = (...then: readonly Told[]) =>
  verdicts('step-down-completed', ...stay(1, jan(5), undefined), planned(), ...then);

test.each([
  ['begins and ends with the discharge', jan(10), jan(10), 'numerator'],
  ['ended with it', jan(8), jan(10), 'not-numerator'],
  ['is under way at it', jan(8), jan(11), 'numerator'],
])('a stay in intensive outpatient care that %s', (_, from, to, expected) =>
  expect(verdict(...stay(2, from, to, 'intensive-outpatient'))).toEqual([`2026-01-10 inpatient ${expected}`]),
);
