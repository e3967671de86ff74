import {
  admitted,
  cameBack,
  cancelled,
  discharged,
  jan,
  left,
  newYork,
  transitioned,
} from '@stepwell/pathway/testing';
import { addDays, type LevelOfCare, type Precision } from '@stepwell/pathway';
import { casesOf, coarsely, stay, verdicts } from './testing/verdicts.ts';

const READMISSION = 'readmission-30';

describe.each([7, 30, 90, 180])('within %d days', (days) => {
  const on = (n: number, time: string) => newYork(`${addDays('2026-01-10', n)} ${time}`);
  const [discharge, window] = [stay(1, jan(5), jan(10)), `readmission-${days}`];

  test.each([
    ['the day before the last', on(days - 1, '12:00'), 'numerator'],
    ['the first minute of the last day', on(days, '00:00'), 'numerator'],
    ['the last minute of the last day', on(days, '23:59'), 'numerator'],
    ['the first minute after it', on(days + 1, '00:00'), 'not-numerator'],
    ['the day after it', on(days + 1, '12:00'), 'not-numerator'],
  ])('%s: %s is %s', (_, at, outcome) =>
    expect(casesOf(window, [...discharge, ...stay(2, at, undefined)])[0]!.outcome).toBe(outcome),
  );

  test('the window ends with the last day', () =>
    expect(casesOf(window, discharge)).toMatchObject([
      { indexOn: '2026-01-10', windowEnds: addDays('2026-01-10', days) },
    ]));
});

describe('days are those of the facility', () => {
  test.each([
    // The clocks go forward on 8 March and back on 1 November.
    ['2026-02-15 00:00', '2026-03-17 23:59', 'numerator'],
    ['2026-02-15 23:59', '2026-03-18 00:00', 'not-numerator'],
    ['2026-10-05 00:00', '2026-11-04 23:59', 'numerator'],
    ['2026-10-05 23:59', '2026-11-05 00:00', 'not-numerator'],
  ])('discharged at %s and readmitted at %s: %s', (out, back, outcome) => {
    const past = [...stay(1, jan(5), newYork(out)), ...stay(2, newYork(back), undefined)];
    expect(casesOf(READMISSION, past)[0]!.outcome).toBe(outcome);
  });
  test.each(['readmission-30', 'follow-up-7'])(
    '%s: an admission at the instant of the discharge',
    (measure) => {
      const coded = { diagnoses: [{ system: 'ICD-10-CM', code: 'F33.2' }] } as object;
      const auckland = { ...coded, timeZone: 'Pacific/Auckland' };
      const past = [
        ...stay(1, jan(5), jan(10), 'inpatient', coded),
        ...stay(2, jan(10), undefined, 'inpatient', auckland),
      ];
      expect(casesOf(measure, past)).toEqual([]);
      // In Auckland it is the next day, on which by another rule nothing continues the stay.
      const [found] = casesOf(measure, past, new Map(), { transferDays: 0 });
      expect(found?.exclusion ?? found?.outcome).toBe(
        measure === 'readmission-30' ? 'numerator' : 'readmitted',
      );
    },
  );
  test('of each facility its own', () => {
    const reef = { facilityId: 'reef', timeZone: 'Pacific/Honolulu' };
    // An hour into day 31 in New York is the evening of day 30 in Honolulu.
    const back = stay(2, newYork('2026-02-10 01:00'), undefined, 'inpatient', reef);
    expect(verdicts(READMISSION, ...stay(1, jan(5), jan(10)), ...back)).toEqual([
      '2026-01-10 inpatient numerator',
    ]);
  });
});

describe('a readmission', () => {
  const first = stay(1, jan(5), jan(10));

  test('is an index itself', () =>
    expect(
      verdicts(READMISSION, ...first, ...stay(2, jan(15), jan(18)), ...stay(3, jan(25), jan(28))),
    ).toEqual([
      '2026-01-10 inpatient numerator',
      '2026-01-18 inpatient numerator',
      '2026-01-28 inpatient not-numerator',
    ]));
  test.each<LevelOfCare>(['residential', 'withdrawal-management', 'partial-hospitalization', 'outpatient'])(
    'is no admission to %s care',
    (level) =>
      expect(verdicts(READMISSION, ...first, ...stay(2, jan(20), undefined, level))).toEqual([
        '2026-01-10 inpatient not-numerator',
      ]),
  );
  test('may be a step up out of lower care', () =>
    expect(
      verdicts(
        READMISSION,
        ...first,
        ...stay(2, jan(12), undefined, 'intensive-outpatient'),
        transitioned(jan(20), 'inpatient', { episodeId: 'e2', stayId: 's3', fromStayId: 's2' }),
      ),
    ).toEqual(['2026-01-10 inpatient numerator']));
  test('of which only the year is known does not count', () => {
    const [back] = stay(2, jan(20), undefined);
    expect(verdicts(READMISSION, ...first, coarsely('year', back!))).toEqual([
      '2026-01-10 inpatient not-numerator',
    ]);
    expect(verdicts(READMISSION, ...first, coarsely('day', back!))).toEqual([
      '2026-01-10 inpatient numerator',
    ]);
  });
  test('that is cancelled is none', () =>
    expect(
      verdicts(
        READMISSION,
        ...first,
        ...stay(2, jan(20), undefined),
        cancelled(jan(21), 'AdmissionCancelled', 'e3'),
      ),
    ).toEqual(['2026-01-10 inpatient not-numerator']));
  test('names the discharge and the admission', () =>
    expect(casesOf(READMISSION, [...first, ...stay(2, jan(20), undefined)])).toMatchObject([
      {
        caseId: 'e2',
        eventIds: ['e2', 'e3'],
        explanation:
          'Discharged from inpatient on 2026-01-10; admitted to inpatient care at north on 2026-01-20, day 10.',
      },
    ]));
  test('is not the stay itself, though it lasted no time', () =>
    expect(verdicts(READMISSION, ...stay(1, jan(5), jan(5)))).toEqual([
      '2026-01-05 inpatient not-numerator',
    ]));
  test('that does not come leaves the discharge alone', () =>
    expect(casesOf(READMISSION, first)).toMatchObject([
      {
        eventIds: ['e2'],
        explanation: 'Discharged from inpatient on 2026-01-10; no inpatient admission up to 2026-02-09.',
      },
    ]));
});

describe('an index', () => {
  test('is a step down out of inpatient care: a discharge from its level', () => {
    const past = [admitted(jan(5)), transitioned(jan(10), 'residential'), discharged(jan(20))];
    expect(verdicts(READMISSION, ...past)).toEqual([
      '2026-01-10 inpatient not-numerator',
      '2026-01-20 residential not-numerator',
    ]);
    const back = transitioned(jan(18), 'inpatient', { stayId: 's3', fromStayId: 's2' });
    expect(verdicts(READMISSION, ...past, back)).toEqual([
      '2026-01-10 inpatient numerator',
      '2026-01-20 inpatient not-numerator',
    ]);
  });
  test('is no leave, and a return from it no readmission', () =>
    expect(
      verdicts(READMISSION, admitted(jan(5)), left(jan(10)), cameBack(jan(14)), discharged(jan(20))),
    ).toEqual(['2026-01-20 inpatient not-numerator']));
  test('is no stay that is open', () => expect(verdicts(READMISSION, admitted(jan(5)))).toEqual([]));
  test.each<LevelOfCare>([
    'withdrawal-management',
    'partial-hospitalization',
    'intensive-outpatient',
    'outpatient',
  ])('is no discharge from %s care', (level) =>
    expect(verdicts(READMISSION, ...stay(1, jan(5), jan(10), level))).toEqual([]),
  );
  test('is no discharge that never was', () => {
    const past = [...stay(1, jan(5), jan(10)), cancelled(jan(11), 'DischargeCancelled', 'e2')];
    expect(verdicts(READMISSION, ...past)).toEqual([]);
    expect(verdicts(READMISSION, ...past, discharged(jan(15)))).toEqual([
      '2026-01-15 inpatient not-numerator',
    ]);
  });
});

describe('excluded', () => {
  test('is a patient who died in the stay', () =>
    expect(verdicts(READMISSION, admitted(jan(5)), discharged(jan(10), 'death'))).toEqual([
      '2026-01-10 inpatient died',
    ]));
  test('is not the stay that the patient left alive', () =>
    expect(
      verdicts(
        READMISSION,
        admitted(jan(5)),
        transitioned(jan(8), 'residential'),
        discharged(jan(10), 'death'),
      ),
    ).toEqual(['2026-01-08 inpatient not-numerator', '2026-01-10 residential died']));
  test.each<[Precision, string]>([
    ['year', 'imprecise-date'],
    ['month', 'imprecise-date'],
    ['day', 'not-numerator'],
    ['instant', 'not-numerator'],
  ])('where the discharge is known to the %s: %s', (precision, verdict) =>
    expect(verdicts(READMISSION, admitted(jan(5)), coarsely(precision, discharged(jan(10))))).toEqual([
      `2026-01-10 inpatient ${verdict}`,
    ]),
  );
});
