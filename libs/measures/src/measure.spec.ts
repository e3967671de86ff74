import { program } from '@stepwell/pathway';
import { jan, pathwayOf, registration, type Told } from '@stepwell/pathway/testing';
import { AGE_BANDS, ageBand } from './age.ts';
import { isExactToTheDay } from './measure.ts';
import { measureById, measures } from './measures.ts';
import { casesOf, stay } from './testing/verdicts.ts';

test('every measure has a name of its own and says what it is', () => {
  const ids = measures.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const measure of measures) {
    expect(measureById(measure.id)).toBe(measure);
    expect([measure.title, measure.description, measure.denominator, measure.numerator]).not.toContain('');
  }
  expect(measureById('no-such-measure')).toBeUndefined();
});

test.each([
  [0, '0-11'],
  [11, '0-11'],
  [12, '12-17'],
  [17, '12-17'],
  [18, '18-24'],
  [24, '18-24'],
  [25, '25-34'],
  [34, '25-34'],
  [35, '35-44'],
  [44, '35-44'],
  [45, '45-54'],
  [54, '45-54'],
  [55, '55-64'],
  [64, '55-64'],
  [65, '65+'],
  [110, '65+'],
])('at %d one is in the band %s', (age, band) => {
  expect(ageBand(age)).toBe(band);
  expect(AGE_BANDS).toContain(band);
});

test.each([
  ['instant', true],
  ['day', true],
  ['month', false],
  ['year', false],
] as const)('a moment known to the %s has a place in a window: %s', (precision, is) =>
  expect(isExactToTheDay(precision)).toBe(is),
);

describe('a case is cut', () => {
  const one = (birthDate: string | undefined, ...more: readonly Told[]) => {
    const known: Told = {
      type: 'PatientRegistered',
      data: { ...registration, person: { birthDate } },
      at: jan(1),
    };
    return measureById('readmission-30')!.cases(
      pathwayOf(known, ...stay(1, jan(5), jan(10)), ...more),
      new Map(),
    )[0]!;
  };

  test.each([
    ['2008-01-10', '18-24'],
    ['2008-01-11', '12-17'],
    ['1960-06-01', '65+'],
    ['1960', undefined],
    ['1960-01', undefined],
    [undefined, undefined],
  ])('by the age on the day of the index: born %s, %s', (birthDate, band) =>
    expect(one(birthDate).ageBand).toBe(band),
  );
  test('by the payer of that day', () => {
    const covered = (coverageId: string, payerId: string, from: string): Told => ({
      type: 'CoverageStarted',
      data: { coverageId, payerId, from, person: {} },
      at: jan(1),
    });
    expect(one('1990').payerId).toBeUndefined();
    expect(one('1990', covered('c1', 'hmo', '2026-01-10'), covered('c2', 'plan', '2026-01-11')).payerId).toBe(
      'hmo',
    );
  });
  test('by the place of the stay', () =>
    expect(
      casesOf(
        'readmission-30',
        stay(1, jan(5), jan(10), 'inpatient', { facilityId: 'south', programId: 'acute' }),
      ),
    ).toMatchObject([{ facilityId: 'south', programId: 'acute', level: 'inpatient' }]));
});

test('the first week of a stay is cut by the payer of its first day', () => {
  const seen: Told = {
    type: 'CoverageStarted',
    data: { coverageId: 'c1', payerId: 'hmo', from: '2026-01-08', person: {} },
    at: jan(8),
  };
  const past = [...stay(1, jan(8), jan(19), 'intensive-outpatient', { programId: 'iop' }), seen];
  const policy = {
    id: 'iop',
    version: 1,
    level: 'intensive-outpatient',
    minHoursPerWeek: 9,
    effectiveFrom: '2025-01-01',
  } as const;
  const programs = new Map([['iop', { ...program.initialState, hoursPolicies: [policy] }]]);
  expect(casesOf('hours-compliance', past, programs).map(({ payerId }) => payerId)).toEqual([
    'hmo',
    'hmo',
    'hmo',
  ]);
});

test('a week of two stays in a program is cut by the payer of the first of its days', () => {
  const covered = (coverageId: string, payerId: string, day: number): Told => ({
    type: 'CoverageStarted',
    data: { coverageId, payerId, from: `2026-01-0${day}`, person: {} },
    at: jan(day),
  });
  const past = [
    ...stay(1, jan(1), jan(6), 'intensive-outpatient', { programId: 'iop' }),
    ...stay(2, jan(9), jan(10), 'intensive-outpatient', { programId: 'iop' }),
    covered('c1', 'hmo', 1),
    covered('c2', 'plan', 8),
  ];
  const policy = { id: 'iop', version: 1, level: 'intensive-outpatient', minHoursPerWeek: 9 } as const;
  const programs = new Map([
    ['iop', { ...program.initialState, hoursPolicies: [{ ...policy, effectiveFrom: '2025-01-01' }] }],
  ]);
  const week = casesOf('hours-compliance', past, programs).find(({ indexOn }) => indexOn === '2026-01-05');
  expect(week?.payerId).toBe('hmo');
});
