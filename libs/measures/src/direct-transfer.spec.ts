import { admitted, discharged, jan, transitioned, type Told } from '@stepwell/pathway/testing';
import type { LevelOfCare } from '@stepwell/pathway';
import { coarsely, stay, verdicts } from './testing/verdicts.ts';

const readmissions = (...past: readonly Told[]) => verdicts('readmission-30', ...past);
const last = '2026-01-20 inpatient not-numerator';

describe('a direct transfer makes one stay of two', () => {
  test.each<[string, LevelOfCare, LevelOfCare, number, string[]]>([
    ['the same day at the same rank', 'inpatient', 'inpatient', 0, [last]],
    ['the next day at the same rank', 'inpatient', 'inpatient', 1, [last]],
    ['the next day to a higher rank', 'residential', 'inpatient', 1, [last]],
    ['the next day from withdrawal management', 'withdrawal-management', 'inpatient', 1, [last]],
    ['the next day to withdrawal management, which is no index', 'inpatient', 'withdrawal-management', 1, []],
    ['but not two days later', 'inpatient', 'inpatient', 2, ['2026-01-10 inpatient numerator', last]],
    [
      'nor two days later to a higher rank',
      'residential',
      'inpatient',
      2,
      ['2026-01-10 residential numerator', last],
    ],
    [
      'nor to a lower rank',
      'inpatient',
      'residential',
      0,
      ['2026-01-10 inpatient not-numerator', '2026-01-20 residential not-numerator'],
    ],
    [
      'nor to a day program',
      'residential',
      'partial-hospitalization',
      0,
      ['2026-01-10 residential not-numerator'],
    ],
    ['nor from a day program', 'partial-hospitalization', 'inpatient', 0, [last]],
  ])('%s', (_, from, to, gap, expected) => {
    const past = [...stay(1, jan(5), jan(10), from), ...stay(2, jan(10 + gap, '18:00'), jan(20), to)];
    expect(readmissions(...past)).toEqual(expected);
  });

  test('on the next day by the calendar, however many hours lie between', () => {
    const past = (out: string, back: string) => [...stay(1, jan(5), out), ...stay(2, back, jan(20))];
    expect(readmissions(...past(jan(10, '00:00'), jan(11, '23:59')))).toEqual([last]);
    expect(readmissions(...past(jan(10, '23:59'), jan(12, '00:00')))).toHaveLength(2);
  });
  test('to another facility too', () =>
    expect(
      readmissions(
        ...stay(1, jan(5), jan(10)),
        ...stay(2, jan(11), jan(20), 'inpatient', { facilityId: 'south' }),
      ),
    ).toEqual([last]));
  test('within an episode too', () =>
    expect(
      readmissions(
        admitted(jan(5)),
        transitioned(jan(10), 'inpatient', { programId: 'acute' }),
        discharged(jan(20)),
      ),
    ).toEqual([last]));
  test('within an episode of which only the year is known too', () => {
    const past = [
      admitted(jan(5)),
      transitioned(jan(5), 'inpatient', { programId: 'acute' }),
      discharged(jan(5)),
    ];
    expect(readmissions(...past.map((one) => coarsely('year', one)))).toEqual([
      '2026-01-05 inpatient imprecise-date',
    ]);
  });
  test('but not where the days are not known', () => {
    const [there, out, back, end] = [...stay(1, jan(5), jan(10)), ...stay(2, jan(10), jan(20))] as [
      Told,
      Told,
      Told,
      Told,
    ];
    expect(readmissions(there, coarsely('year', out), back, end)).toEqual([
      '2026-01-10 inpatient imprecise-date',
      last,
    ]);
    expect(readmissions(there, out, coarsely('month', back), end)).toEqual([
      '2026-01-10 inpatient not-numerator',
      last,
    ]);
  });
});

describe('in a chain of transfers the last discharge is the index', () => {
  const chain = [
    ...stay(1, jan(5), jan(10), 'residential'),
    ...stay(2, jan(11), jan(15), 'withdrawal-management'),
    ...stay(3, jan(15), jan(20), 'inpatient', { facilityId: 'south' }),
  ];

  test('and the only one', () => expect(readmissions(...chain)).toEqual([last]));
  test('and a later admission is its readmission', () =>
    expect(readmissions(...chain, ...stay(4, jan(28), undefined))).toEqual([
      '2026-01-20 inpatient numerator',
    ]));
  test('and none while the chain goes on', () =>
    expect(readmissions(...chain, ...stay(4, jan(21), undefined))).toEqual([]));
  test('and an admission within it is the readmission of a stay before it', () =>
    expect(readmissions(...stay(4, jan(1), jan(2)), ...chain)).toEqual([
      '2026-01-02 inpatient numerator',
      last,
    ]));
});

describe('stays that overlap are one', () => {
  const nested = stay(2, jan(8), jan(12), 'inpatient', { facilityId: 'south' });

  test('whose index is the discharge that comes last', () =>
    expect(readmissions(...stay(1, jan(5), jan(20)), ...nested)).toEqual([last]));
  test('or, where both end at once, that of the one that began last', () =>
    expect(
      readmissions(
        ...stay(1, jan(5), jan(20), 'residential'),
        ...stay(2, jan(8), jan(20), 'inpatient', { facilityId: 'south' }),
      ),
    ).toEqual([last]));
  test('which has no index while one of them is open', () =>
    expect(readmissions(...stay(1, jan(5), undefined), ...nested)).toEqual([]));
  test('which a stay the day after the last discharge still continues', () => {
    const next = stay(3, jan(21), jan(25), 'inpatient', { facilityId: 'south' });
    expect(readmissions(...stay(1, jan(5), jan(20)), ...nested, ...next)).toEqual([
      '2026-01-25 inpatient not-numerator',
    ]);
  });
  test('unless the second is at a lower rank', () => {
    const lower = stay(2, jan(8), jan(12), 'residential', { facilityId: 'south' });
    expect(readmissions(...stay(1, jan(5), jan(20)), ...lower)).toEqual([
      last,
      '2026-01-12 residential not-numerator',
    ]);
  });
});

describe('a stay that nobody ends is taken for forgotten 30 days after it began', () => {
  const forgotten = stay(1, '2025-12-06T17:00:00.000Z', undefined, 'inpatient', { facilityId: 'south' });

  test.each([
    ['on day 30 it still goes on', jan(4), jan(5), []],
    ['from day 31 on it hides no discharge', jan(4), jan(6), ['2026-01-06 inpatient not-numerator']],
    ['nor one of a stay that begins then', jan(6), jan(20), [last]],
  ])('%s', (_, from, to, expected) =>
    expect(readmissions(...forgotten, ...stay(2, from, to))).toEqual(expected),
  );
  test('years later every discharge counts, and every readmission', () =>
    expect(
      readmissions(
        ...stay(1, '2024-03-01T17:00:00.000Z', undefined),
        ...stay(2, jan(5), jan(10)),
        ...stay(3, jan(15), jan(20)),
      ),
    ).toEqual(['2026-01-10 inpatient numerator', last]));
  test.each([
    ['on day 30 it still hides the end of a longer one that it began in', jan(31), []],
    ['from day 31 on it does not', '2026-02-01T17:00:00.000Z', ['2026-02-01 inpatient not-numerator']],
  ])('%s', (_, to, expected) => {
    const within = stay(2, jan(1), undefined, 'inpatient', { facilityId: 'south' });
    expect(readmissions(...stay(1, '2025-12-06T17:00:00.000Z', to), ...within)).toEqual(expected);
  });
  test('its end, once it is heard of, is the last discharge of the stays within it', () =>
    expect(
      readmissions(...stay(1, '2025-12-01T17:00:00.000Z', jan(25)), ...stay(2, jan(5), jan(20))),
    ).toEqual(['2026-01-25 inpatient not-numerator']));
  test('a transfer out of it continues it, and is continued', () =>
    expect(
      readmissions(
        ...stay(1, jan(1), undefined),
        ...stay(2, jan(5), undefined),
        ...stay(3, jan(20), '2026-02-20T17:00:00.000Z'),
      ),
    ).toEqual(['2026-02-20 inpatient not-numerator']));
});
