import { cancelled, discharged, jan, admitted, transitioned } from '@stepwell/pathway/testing';
import { casesOf, coarsely, stay, verdicts } from './testing/verdicts.ts';

const IPF = 'ipf-readmission-30';
const coded = (code: string) => ({ diagnoses: [{ system: 'ICD-10-CM', code }] });
const index = '2026-01-10 inpatient';

test.each([
  ['completed', 'not-numerator'],
  ['against-advice', 'against-advice'],
  ['transferred', 'not-numerator'],
  ['death', 'died'],
] as const)('a discharge as %s is %s', (reason, verdict) =>
  expect(verdicts(IPF, admitted(jan(5)), discharged(jan(10), reason))).toEqual([`${index} ${verdict}`]),
);

test.each([
  ['F33.2', 1],
  ['F10.20', 1],
  ['E11.9', 0],
])('a stay for %s is an index %d times', (code, count) =>
  expect(verdicts(IPF, ...stay(1, jan(5), jan(10), 'inpatient', coded(code) as object))).toHaveLength(count),
);

test('other levels are none', () =>
  expect(verdicts(IPF, ...stay(1, jan(5), jan(10), 'residential'))).toEqual([]));

test('an interrupted stay names what goes on', () =>
  expect(casesOf(IPF, [...stay(1, jan(5), jan(10)), ...stay(2, jan(12), undefined)])).toMatchObject([
    {
      exclusion: 'interrupted-stay',
      eventIds: ['e2', 'e3'],
      explanation:
        'Discharged from inpatient on 2026-01-10: in inpatient care from 2026-01-12, a transfer or interrupted stay.',
    },
  ]));

test('a stay at another hospital that goes on is a transfer', () => {
  expect(verdicts(IPF, ...stay(1, jan(5), jan(10)), ...stay(2, jan(7), jan(20)))[0]).toBe(
    `${index} interrupted-stay`,
  );
  expect(verdicts(IPF, ...stay(1, jan(5), jan(10)), ...stay(2, jan(7), undefined))).toEqual([
    `${index} interrupted-stay`,
  ]);
  // One that ends at the same instant does not go on.
  expect(verdicts(IPF, ...stay(2, jan(7), jan(10)), ...stay(1, jan(5), jan(10)))).toContain(
    `${index} not-numerator`,
  );
  expect(verdicts(IPF, ...stay(2, jan(7), jan(9)), ...stay(1, jan(5), jan(10)))).toContain(
    `${index} not-numerator`,
  );
});

test('a stay elsewhere that nobody ended is a transfer for 30 days, and then forgotten', () => {
  const elsewhere = (from: string) => stay(2, from, undefined, 'inpatient', { facilityId: 'south' });
  const at = (from: string) => verdicts(IPF, ...elsewhere(from), ...stay(1, jan(5), jan(10)));
  expect(at('2025-12-11T17:00:00.000Z')).toEqual([`${index} interrupted-stay`]);
  expect(at('2025-12-10T17:00:00.000Z')).toEqual([`${index} not-numerator`]);
});

test('a transition to another ward is a transfer, one to a lower level is not', () => {
  const past = [admitted(jan(5)), transitioned(jan(10), 'inpatient', { programId: 'other' })];
  expect(verdicts(IPF, ...past)).toEqual([`${index} interrupted-stay`]);
  expect(verdicts(IPF, admitted(jan(5)), transitioned(jan(10), 'residential'))).toEqual([
    `${index} not-numerator`,
  ]);
});

test('a readmission is an index itself, and the first to come is named', () => {
  const again = [...stay(2, jan(15), jan(18)), ...stay(3, jan(25), jan(28))];
  expect(verdicts(IPF, ...stay(1, jan(5), jan(10)), ...again)).toEqual([
    `${index} numerator`,
    '2026-01-18 inpatient numerator',
    '2026-01-28 inpatient not-numerator',
  ]);
  expect(casesOf(IPF, [...stay(1, jan(5), jan(10)), ...again])[0]).toMatchObject({
    eventIds: ['e2', 'e3'],
    explanation:
      'Discharged from inpatient on 2026-01-10; admitted to inpatient care at north on 2026-01-15, day 5.',
  });
});

test('what is known to the year only, or never was, is none', () => {
  const [back] = stay(2, jan(20), undefined);
  const first = stay(1, jan(5), jan(10));
  expect(verdicts(IPF, ...first, coarsely('year', back!))).toEqual([`${index} not-numerator`]);
  expect(verdicts(IPF, ...first, coarsely('year', stay(2, jan(11), undefined)[0]!))).toEqual([
    `${index} not-numerator`,
  ]);
  expect(verdicts(IPF, ...first, back!, cancelled(jan(21), 'AdmissionCancelled', 'e3'))).toEqual([
    `${index} not-numerator`,
  ]);
  expect(verdicts(IPF, admitted(jan(5)), coarsely('month', discharged(jan(10))))).toEqual([
    `${index} imprecise-date`,
  ]);
});

test.each(['residential', 'withdrawal-management', 'partial-hospitalization'] as const)(
  'an admission to %s care is no readmission',
  (level) =>
    expect(verdicts(IPF, ...stay(1, jan(5), jan(10)), ...stay(2, jan(20), undefined, level))).toEqual([
      `${index} not-numerator`,
    ]),
);

test('another rule: days 0 and 1 interrupt, day 60 is the last', () => {
  const past = (at: string) => [...stay(1, jan(5), jan(10)), ...stay(2, at, undefined)];
  expect(casesOf(IPF, past(jan(12)), new Map(), { interruptionDays: 1 })[0]!.outcome).toBe('numerator');
  expect(casesOf(IPF, past('2026-03-11T17:00:00.000Z'), new Map(), { windowDays: 60 })[0]!.outcome).toBe(
    'numerator',
  );
  expect(casesOf(IPF, past(jan(12)), new Map(), { leastAge: 60 })[0]!.exclusion).toBe('interrupted-stay');
  expect(casesOf(IPF, past(jan(20)), new Map(), { leastAge: 60 })[0]!.exclusion).toBe('age-out-of-range');
});
