import { addDays, type LevelOfCare } from '@stepwell/pathway';
import { admitted, cancelled, discharged, jan, left, newYork, transitioned } from '@stepwell/pathway/testing';
import { casesOf, coarsely, stay, verdicts } from './testing/verdicts.ts';

const STEP_UP = 'step-up-30';
const iop = 'intensive-outpatient';
const next = (n: number) => ({ stayId: `s${n}`, fromStayId: `s${n - 1}` });

/** Down from inpatient to intensive outpatient care on 10 January, in one episode. */
const down = [admitted(jan(5)), transitioned(jan(10), iop)];

describe('a step up counts within 30 days', () => {
  const on = (n: number, time: string) => newYork(`${addDays('2026-01-10', n)} ${time}`);

  test.each([
    ['on the same day', on(0, '18:00'), 'numerator'],
    ['on day 29', on(29, '12:00'), 'numerator'],
    ['in the first minute of day 30', on(30, '00:00'), 'numerator'],
    ['in the last minute of day 30', on(30, '23:59'), 'numerator'],
    ['in the first minute of day 31', on(31, '00:00'), 'not-numerator'],
    ['on day 31', on(31, '12:00'), 'not-numerator'],
  ])('%s (%s): %s', (_, at, outcome) => {
    expect(verdicts(STEP_UP, ...down, transitioned(at, 'inpatient', next(3)))).toEqual([
      `2026-01-10 intensive-outpatient ${outcome}`,
    ]);
    expect(casesOf(STEP_UP, down)[0]!.windowEnds).toBe('2026-02-09');
  });
  test.each([
    // The clocks go forward on 8 March.
    ['2026-02-15 00:00', '2026-03-17 23:59', 'numerator'],
    ['2026-02-15 23:59', '2026-03-18 00:00', 'not-numerator'],
  ])('across the change of the clocks: down at %s, up at %s: %s', (from, to, outcome) => {
    const past = [
      admitted(jan(5)),
      transitioned(newYork(from), iop),
      transitioned(newYork(to), 'residential', next(3)),
    ];
    expect(casesOf(STEP_UP, past)[0]!.outcome).toBe(outcome);
  });
});

describe('a step up', () => {
  test.each<[LevelOfCare, string]>([
    ['inpatient', 'numerator'],
    ['withdrawal-management', 'numerator'],
    ['residential', 'numerator'],
    ['partial-hospitalization', 'numerator'],
    ['outpatient', 'not-numerator'],
    ['aftercare', 'not-numerator'],
  ])('from intensive outpatient care to %s: %s', (level, outcome) =>
    expect(casesOf(STEP_UP, [...down, transitioned(jan(20), level, next(3))])[0]!.outcome).toBe(outcome),
  );
  test('may be an admission at another facility', () =>
    expect(
      verdicts(STEP_UP, ...down, ...stay(2, jan(20), undefined, 'inpatient', { facilityId: 'south' })),
    ).toEqual(['2026-01-10 intensive-outpatient numerator']));
  test('may come by way of a lower level', () =>
    expect(
      verdicts(
        STEP_UP,
        ...down,
        transitioned(jan(15), 'outpatient', next(3)),
        transitioned(jan(20), 'residential', next(4)),
      ),
    ).toEqual(['2026-01-10 intensive-outpatient numerator', '2026-01-15 outpatient numerator']));
  test('of which only the month is known does not count', () =>
    expect(
      verdicts(STEP_UP, ...down, coarsely('month', transitioned(jan(20), 'residential', next(3)))),
    ).toEqual(['2026-01-10 intensive-outpatient not-numerator']));
  test('that is cancelled is none', () => {
    const up = transitioned(jan(20), 'residential', next(3));
    expect(verdicts(STEP_UP, ...down, up, cancelled(jan(21), 'TransitionCancelled', 'e3'))).toEqual([
      '2026-01-10 intensive-outpatient not-numerator',
    ]);
  });
  test('is no return from leave', () =>
    expect(verdicts(STEP_UP, ...down, left(jan(15)))).toEqual([
      '2026-01-10 intensive-outpatient not-numerator',
    ]));
  test('names the step down and the step up', () =>
    expect(casesOf(STEP_UP, [...down, transitioned(jan(20), 'residential', next(3))])).toMatchObject([
      {
        caseId: 'e2',
        eventIds: ['e2', 'e3'],
        explanation:
          'Stepped down from inpatient to intensive-outpatient on 2026-01-10; up to residential on 2026-01-20, day 10.',
      },
    ]));
});

describe('a step down', () => {
  test.each<[LevelOfCare, LevelOfCare, string[]]>([
    ['inpatient', 'partial-hospitalization', ['2026-01-10 partial-hospitalization not-numerator']],
    ['withdrawal-management', 'outpatient', ['2026-01-10 outpatient not-numerator']],
    ['intensive-outpatient', 'outpatient', ['2026-01-10 outpatient not-numerator']],
    ['inpatient', 'residential', []],
    ['outpatient', 'aftercare', []],
    ['intensive-outpatient', 'partial-hospitalization', []],
  ])('from %s to %s makes %j', (from, to, cases) =>
    expect(verdicts(STEP_UP, admitted(jan(5), from), transitioned(jan(10), to))).toEqual(cases),
  );

  test.each([
    ['the same day', jan(10, '18:00'), 1],
    ['13 days after', jan(23), 1],
    ['in the last minute of day 14', jan(24, '23:59'), 1],
    ['15 days after', jan(25, '00:00'), 0],
  ])('may be an admission %s', (_, at, count) =>
    expect(verdicts(STEP_UP, ...stay(1, jan(5), jan(10)), ...stay(2, at, undefined, iop))).toHaveLength(
      count,
    ),
  );
  test('is told once, by the first stay that begins after the higher one', () => {
    expect(
      verdicts(STEP_UP, ...down, transitioned(jan(15), iop, { ...next(3), programId: 'evening' })),
    ).toEqual(['2026-01-10 intensive-outpatient not-numerator']);
    expect(verdicts(STEP_UP, ...down, transitioned(jan(15), 'partial-hospitalization', next(3)))).toEqual([
      '2026-01-10 intensive-outpatient numerator',
    ]);
  });
  test('is made beside a stay that was there before', () =>
    expect(
      verdicts(
        STEP_UP,
        ...stay(1, jan(2), undefined, 'outpatient', { facilityId: 'south' }),
        ...stay(2, jan(5), jan(10)),
        ...stay(3, jan(12), undefined, iop),
      ),
    ).toEqual(['2026-01-12 intensive-outpatient not-numerator']));
  test('is no admission from the community', () =>
    expect(verdicts(STEP_UP, admitted(jan(5), iop), discharged(jan(10)))).toEqual([]));
  test('is not made while the higher stay goes on', () =>
    expect(verdicts(STEP_UP, ...stay(1, jan(5), undefined), ...stay(2, jan(8), undefined, iop))).toEqual([]));
  test('known only to the year is excluded', () =>
    expect(verdicts(STEP_UP, admitted(jan(5)), coarsely('year', transitioned(jan(10), iop)))).toEqual([
      '2026-01-10 intensive-outpatient imprecise-date',
    ]));
  test('is not told by days that are not known', () => {
    const [there, out] = stay(1, jan(5), jan(10));
    expect(verdicts(STEP_UP, there!, coarsely('year', out!), ...stay(2, jan(12), undefined, iop))).toEqual(
      [],
    );
  });
});

describe('at the same instant', () => {
  test('nobody steps down from a stay that began as the lower one did', () =>
    expect(verdicts(STEP_UP, admitted(jan(10)), transitioned(jan(10), iop))).toEqual([]));
  test('a higher stay elsewhere is no step up', () => {
    const elsewhere = { facilityId: 'south', episodeId: 'e2', stayId: 's9' };
    expect(verdicts(STEP_UP, ...down, admitted(jan(10), 'inpatient', elsewhere))).toEqual([
      '2026-01-10 intensive-outpatient not-numerator',
    ]);
  });
});
