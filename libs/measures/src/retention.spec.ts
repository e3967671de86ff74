import {
  attended,
  discharged,
  jan,
  newYork,
  admitted,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import type { LevelOfCare } from '@stepwell/pathway';
import { casesOf, coarsely, stay, verdicts } from './testing/verdicts.ts';

const iop = stay(1, jan(1), undefined, 'intensive-outpatient');

describe('retention', () => {
  test('begins with an admission, or a transition from another level', () => {
    const past = [admitted(jan(1)), transitioned(jan(5), 'intensive-outpatient')];
    expect(verdicts('retention-30', ...past)).toEqual(['2026-01-05 intensive-outpatient not-numerator']);
    const elsewhere = transitioned(jan(8), 'intensive-outpatient', {
      ...{ fromStayId: 's2', stayId: 's3', programId: 'other' },
    });
    expect(verdicts('retention-30', ...past, elsewhere)).toHaveLength(1);
    const back = [
      transitioned(jan(10), 'partial-hospitalization', { stayId: 's4' }),
      transitioned(jan(12), 'intensive-outpatient', { stayId: 's5' }),
    ];
    expect(verdicts('retention-30', ...past, ...back)).toHaveLength(2);
  });
  test.each<LevelOfCare>(['inpatient', 'residential', 'partial-hospitalization', 'outpatient', 'aftercare'])(
    'does not begin with %s care',
    (level) => expect(verdicts('retention-30', ...stay(1, jan(1), undefined, level))).toEqual([]),
  );
  test('is told by the last session, at whatever level', () => {
    const past = [...iop, attended(jan(20)), attended(jan(22)), attended(newYork('2026-02-02'))];
    expect(casesOf('retention-30', past)[0]).toMatchObject({
      outcome: 'numerator',
      eventIds: ['e1', 'e3'],
      explanation:
        'Admitted to intensive-outpatient on 2026-01-01; last session before 2026-01-31 attended on 2026-01-22.',
    });
    expect(casesOf('retention-30', [...iop, attended(jan(20), { status: 'no-show' })])[0]).toMatchObject({
      outcome: 'not-numerator',
      explanation:
        'Admitted to intensive-outpatient on 2026-01-01; no session attended from 2026-01-17 to 2026-01-31.',
    });
  });
  test('takes no session before the admission', () => {
    const past = [...stay(1, jan(10), undefined, 'intensive-outpatient'), attended(jan(10, '09:00'))];
    const rule = { atDay: 5 };
    expect(casesOf('retention-30', past, new Map(), rule)[0]!.outcome).toBe('not-numerator');
    // The session with which the patient was admitted counts.
    expect(casesOf('retention-30', [...past, attended(jan(10))], new Map(), rule)[0]!.outcome).toBe(
      'numerator',
    );
    expect(casesOf('retention-30', [...past, attended(jan(10, '13:00'))], new Map(), rule)[0]!.outcome).toBe(
      'numerator',
    );
    const before = [...stay(1, jan(10), undefined, 'intensive-outpatient'), attended(jan(9))];
    expect(casesOf('retention-30', before, new Map(), rule)[0]!.outcome).toBe('not-numerator');
  });
  test('by another silence', () => {
    const past = [...iop, attended(jan(16))];
    expect(casesOf('retention-30', past)[0]!.outcome).toBe('not-numerator');
    expect(casesOf('retention-30', past, new Map(), { silenceDays: 15 })[0]!.outcome).toBe('numerator');
  });
  test('of an admission of which only the year is known is none', () =>
    expect(verdicts('retention-30', coarsely('year', iop[0]!))).toEqual([
      '2026-01-01 intensive-outpatient imprecise-date',
    ]));
});

describe('step-down to IOP', () => {
  const discharge = (over: object): Told => {
    const told = discharged(jan(10));
    return { ...told, data: { ...told.data, ...over } } as Told;
  };
  const planned = { plannedNextLevel: 'intensive-outpatient' };
  const past = [admitted(jan(5)), discharge(planned)];
  const first = (...more: Told[]) =>
    casesOf('step-down-completed', [...past, ...more]).map(({ outcome }) => outcome);

  test('is looked at where it was planned', () => {
    expect(first()).toEqual(['not-numerator']);
    expect(verdicts('step-down-completed', admitted(jan(5)), discharge({}))).toEqual([]);
    expect(
      verdicts('step-down-completed', admitted(jan(5)), discharge({ plannedNextLevel: 'outpatient' })),
    ).toEqual([]);
    expect(
      verdicts('step-down-completed', admitted(jan(5), 'inpatient', planned as object), discharge({})),
    ).toHaveLength(1);
    expect(verdicts('step-down-completed', admitted(jan(5), 'residential'), discharge(planned))).toEqual([]);
    const transition = [
      admitted(jan(5), 'inpatient', planned as object),
      transitioned(jan(8), 'intensive-outpatient'),
    ];
    expect(verdicts('step-down-completed', ...transition)).toEqual([]);
    expect(verdicts('step-down-completed', ...transition, discharge(planned))).toEqual([]);
  });
  test('is done by a stay that begins, or goes on', () => {
    expect(first(...stay(2, jan(12), undefined, 'intensive-outpatient'))).toEqual(['numerator']);
    expect(first(...stay(2, jan(12), undefined, 'outpatient'))).toEqual(['not-numerator']);
    expect(first(...stay(2, jan(2), undefined, 'intensive-outpatient'))).toEqual(['numerator']);
    expect(first(...stay(2, jan(2), jan(11), 'intensive-outpatient'))).toEqual(['numerator']);
    expect(first(...stay(2, jan(2), jan(10), 'intensive-outpatient'))).toEqual(['not-numerator']);
    expect(first(...stay(2, jan(2), jan(8), 'intensive-outpatient'))).toEqual(['not-numerator']);
    expect(first(coarsely('year', stay(2, jan(12), undefined, 'intensive-outpatient')[0]!))).toEqual([
      'not-numerator',
    ]);
  });
  test('says which stay', () =>
    expect(
      casesOf('step-down-completed', [...past, ...stay(2, jan(12), undefined, 'intensive-outpatient')])[0],
    ).toMatchObject({
      eventIds: ['e2', 'e3'],
      explanation: 'Discharged from inpatient on 2026-01-10; in intensive-outpatient care from 2026-01-12.',
    }));
  test.each([
    [[], 'not-numerator', '2026-01-24', 'not in intensive outpatient care up to 2026-01-24'],
    [stay(2, jan(12), undefined, 'intensive-outpatient'), 'not-numerator', '9999-12-31', 'and still there'],
    [
      stay(2, jan(12), jan(15), 'intensive-outpatient'),
      'not-numerator',
      '2026-01-29',
      'not in outpatient care up to 2026-01-29',
    ],
    [
      [...stay(2, jan(12), jan(15), 'intensive-outpatient'), ...stay(3, jan(16), undefined, 'outpatient')],
      ...([
        'numerator',
        '2026-01-29',
        'in intensive-outpatient care from 2026-01-12, in outpatient care from 2026-01-16',
      ] as const),
    ],
    [
      [...stay(2, jan(12), jan(15), 'intensive-outpatient'), ...stay(3, jan(16), undefined, 'aftercare')],
      ...(['not-numerator', '2026-01-29', 'not in outpatient care'] as const),
    ],
  ] as [Told[], string, string, string][])(
    'and on to outpatient, case %#',
    (more, outcome, windowEnds, says) =>
      expect(casesOf('step-down-to-outpatient', [...past, ...more])).toMatchObject([
        { outcome, windowEnds, explanation: expect.stringContaining(says) },
      ]),
  );
  test('and on to outpatient names every step', () =>
    expect(
      casesOf('step-down-to-outpatient', [
        ...[
          ...past,
          ...stay(2, jan(12), jan(15), 'intensive-outpatient'),
          ...stay(3, jan(16), undefined, 'outpatient'),
        ],
      ])[0]!.eventIds,
    ).toEqual(['e2', 'e3', 'e4', 'e5']));
});
