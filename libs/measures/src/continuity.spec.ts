import { program, type LevelOfCare, type Program } from '@stepwell/pathway';
import {
  admitted,
  attended,
  discharged,
  jan,
  registration,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { casesOf, coarsely, stay, verdicts } from './testing/verdicts.ts';

const coded = (code: string) => ({ diagnoses: [{ system: 'ICD-10-CM', code }] }) as object;
const ended = (level: LevelOfCare, code?: string) =>
  stay(1, jan(5), jan(10), level, code ? coded(code) : { substances: [] });
const outpatient = (level: LevelOfCare = 'outpatient') => stay(2, jan(11), undefined, level);
const visit = attended(jan(12));
const only = (measure: string, past: readonly Told[], programs?: ReadonlyMap<string, Program>) =>
  casesOf(measure, past, programs).map(({ outcome, exclusion }) => exclusion ?? outcome);

describe('follow-up after inpatient mental-health care', () => {
  const mental = ended('inpatient', 'F33.2');
  test.each<LevelOfCare>(['outpatient', 'intensive-outpatient', 'partial-hospitalization'])(
    'is a session of %s care',
    (level) => expect(only('follow-up-7', [...mental, ...outpatient(level), visit])).toEqual(['numerator']),
  );
  test.each<LevelOfCare>(['residential', 'aftercare'])('is no session of %s care', (level) =>
    expect(only('follow-up-7', [...mental, ...outpatient(level), visit])).toEqual(['not-numerator']),
  );
  test.each([
    ['attended', 'numerator'],
    ['late', 'numerator'],
    ['left-early', 'numerator'],
    ['excused', 'not-numerator'],
    ['no-show', 'not-numerator'],
  ] as const)('to a session %s: %s', (status, verdict) =>
    expect(only('follow-up-7', [...mental, ...outpatient(), attended(jan(12), { status })])).toEqual([
      verdict,
    ]),
  );
  test('may fall in no stay, if the level of its program is known', () => {
    const past = [...mental, attended(jan(12), { programId: 'op' })];
    const definition = {
      programId: 'op',
      name: 'OP',
      facilityId: 'north',
      facilityName: 'N',
      timeZone: 'UTC',
    };
    const at = (level: LevelOfCare) =>
      new Map([['op', { ...program.initialState, definition: { ...definition, level } }]]);
    expect(only('follow-up-7', past)).toEqual(['not-numerator']);
    expect(only('follow-up-7', past, new Map([['op', program.initialState]]))).toEqual(['not-numerator']);
    expect(only('follow-up-7', past, at('outpatient'))).toEqual(['numerator']);
    expect(only('follow-up-7', past, at('aftercare'))).toEqual(['not-numerator']);
  });
  test('is not a session on an unknown day', () =>
    expect(only('follow-up-7', [...mental, ...outpatient(), coarsely('month', visit)])).toEqual([
      'not-numerator',
    ]));
  test('names the session', () =>
    expect(casesOf('follow-up-7', [...mental, ...outpatient(), visit])).toMatchObject([
      {
        eventIds: ['e2', 'e4'],
        windowEnds: '2026-02-09',
        explanation:
          'Discharged from inpatient on 2026-01-10; outpatient session attended on 2026-01-12, day 2.',
      },
    ]));
  test('that does not come is told with its own window', () =>
    expect(casesOf('follow-up-7', mental)[0]!.explanation).toBe(
      'Discharged from inpatient on 2026-01-10; no outpatient session attended up to 2026-01-17.',
    ));
  test.each([
    ['F10.20', []],
    ['E11.9', []],
    [undefined, ['diagnosis-unknown']],
    ['F20', ['not-numerator']],
  ])('a stay for %s: %j', (code, expected) =>
    expect(only('follow-up-30', ended('inpatient', code))).toEqual(expected),
  );
  test.each<LevelOfCare>(['residential', 'withdrawal-management', 'partial-hospitalization'])(
    'a discharge from %s care is no index',
    (level) => expect(only('follow-up-30', ended(level, 'F33.2'))).toEqual([]),
  );
  test.each<LevelOfCare>(['inpatient', 'withdrawal-management'])(
    'an admission to %s care keeps the last discharge',
    (level) => {
      const past = [
        ...mental,
        ...stay(2, jan(20), jan(25), level, coded('F33.2')),
        ...stay(3, jan(26), undefined, 'outpatient'),
      ];
      const kept = level === 'inpatient' ? ['numerator'] : [];
      expect(only('follow-up-7', [...past, attended(jan(27))])).toEqual(['readmitted', ...kept]);
      expect(casesOf('follow-up-7', past)[0]!).toMatchObject({
        eventIds: ['e2', 'e3'],
        explanation: `Discharged from inpatient on 2026-01-10: back in ${level} care on 2026-01-20, day 10, so a later discharge counts.`,
      });
    },
  );
  test('an admission to residential care excludes nothing', () =>
    expect(only('follow-up-7', [...mental, ...stay(2, jan(20), undefined, 'residential')])).toEqual([
      'not-numerator',
    ]));
  test('an admission of which only the year is known excludes nothing', () =>
    expect(only('follow-up-7', [...mental, coarsely('year', stay(2, jan(20), undefined)[0]!)])).toEqual([
      'not-numerator',
    ]));
  test('a direct transfer is one stay', () =>
    expect(
      verdicts('follow-up-7', ...mental, ...stay(2, jan(11), jan(15), 'inpatient', coded('F20'))),
    ).toEqual(['2026-01-15 inpatient not-numerator']));
  test('whose day 0 may count by another rule', () => {
    const past = [...stay(2, jan(2), undefined, 'outpatient'), ...mental, attended(jan(10, '18:00'))];
    expect(only('follow-up-7', past)).toEqual(['not-numerator']);
    expect(casesOf('follow-up-7', past, new Map(), { firstDay: 0 })[0]!.outcome).toBe('numerator');
    const before = [...past.slice(0, -1), attended(jan(10, '10:00'))];
    expect(casesOf('follow-up-7', before, new Map(), { firstDay: 0 })[0]!.outcome).toBe('not-numerator');
  });
  test('a patient who died has none to come', () =>
    expect(
      only('follow-up-7', [admitted(jan(5), 'inpatient', coded('F20')), discharged(jan(10), 'death')]),
    ).toEqual(['died']));
  test('a patient whose birth date is unknown is left out', () => {
    const nobody: Told = { type: 'PatientRegistered', data: { ...registration, person: {} }, at: jan(1) };
    // The registration that the stories begin with says when the patient was born: it is taken back.
    const unsaid: Told = {
      type: 'DemographicsCorrected',
      data: { person: { birthDate: undefined } },
      at: jan(2),
    };
    expect(casesOf('follow-up-7', [...mental, nobody, unsaid])[0]!).toMatchObject({
      exclusion: 'age-unknown',
      explanation: 'Discharged from inpatient on 2026-01-10: the birth date is unknown.',
    });
  });
});

describe('continuity after substance-use treatment', () => {
  const using = ended('residential', 'F10.20');
  test.each<[LevelOfCare, string]>([
    ['outpatient', 'numerator'],
    ['intensive-outpatient', 'numerator'],
    ['partial-hospitalization', 'numerator'],
    ['aftercare', 'not-numerator'],
  ])('a session of %s care: %s', (level, verdict) =>
    expect(only('sud-continuity-7', [...using, ...outpatient(level), visit])).toEqual([verdict]),
  );
  test('a telehealth session of any level counts', () => {
    const past = [...using, attended(jan(12), { modality: 'telehealth' })];
    expect(casesOf('sud-continuity-7', past)[0]).toMatchObject({
      outcome: 'numerator',
      explanation:
        'Discharged from residential on 2026-01-10; telehealth session attended on 2026-01-12, day 2.',
      eventIds: ['e2', 'e3'],
    });
  });
  test('residential care counts after inpatient care alone', () => {
    const again = stay(2, jan(14), undefined, 'residential');
    expect(casesOf('sud-continuity-7', [...ended('inpatient', 'F10.20'), ...again])[0]).toMatchObject({
      outcome: 'numerator',
      explanation:
        'Discharged from inpatient on 2026-01-10; admitted to residential care on 2026-01-14, day 4.',
      eventIds: ['e2', 'e3'],
    });
    expect(only('sud-continuity-7', [...using, ...again])).toEqual(['not-numerator']);
    expect(only('sud-continuity-7', [...ended('inpatient', 'F10.20'), coarsely('year', again[0]!)])).toEqual([
      'not-numerator',
    ]);
    expect(
      only('sud-continuity-7', [
        ...ended('inpatient', 'F10.20'),
        ...stay(2, jan(14), undefined, 'inpatient'),
      ]),
    ).toEqual(['not-numerator']);
  });
  test('what comes first is named', () => {
    const past = [...ended('inpatient', 'F10.20'), ...stay(2, jan(14), undefined, 'residential')];
    const session = (day: number) => attended(jan(day), { modality: 'telehealth' });
    expect(casesOf('sud-continuity-7', [...past, session(13)])[0]!.eventIds).toEqual(['e2', 'e4']);
    expect(casesOf('sud-continuity-7', [...past, session(14)])[0]!.eventIds).toEqual(['e2', 'e4']);
    expect(casesOf('sud-continuity-7', [...past, session(15)])[0]!.eventIds).toEqual(['e2', 'e3']);
  });
  test.each([
    ['inpatient', 'F33.2', []],
    ['inpatient', undefined, ['diagnosis-unknown']],
    ['residential', 'F11.2', ['not-numerator']],
    ['withdrawal-management', 'F11.2', []],
    ['intensive-outpatient', 'F11.2', []],
  ] as [LevelOfCare, string | undefined, string[]][])(
    'a discharge from %s care for %s: %j',
    (level, code, expected) => expect(only('sud-continuity-14', ended(level, code))).toEqual(expected),
  );
});

describe('follow-up after withdrawal management', () => {
  const detox = ended('withdrawal-management');
  const verdict = (...more: Told[]) => only('detox-follow-up-7', [...detox, ...more]);
  test('is a session of whatever level', () => {
    expect(verdict(attended(jan(12)))).toEqual(['numerator']);
    expect(verdict(attended(jan(12), { status: 'no-show' }))).toEqual(['not-numerator']);
  });
  test.each<[LevelOfCare, object, string[]]>([
    ['residential', {}, ['numerator']],
    ['inpatient', coded('F10.20'), ['numerator']],
    ['inpatient', coded('F33.2'), ['not-numerator']],
    ['withdrawal-management', {}, ['not-numerator']],
    ['intensive-outpatient', {}, ['not-numerator']],
  ])('an admission to %s care %j: %j', (level, over, expected) =>
    expect(verdict(...stay(2, jan(14), undefined, level, over))).toEqual(expected),
  );
  test('is a step down to residential care', () =>
    expect(
      only('detox-follow-up-7', [
        admitted(jan(5), 'withdrawal-management'),
        transitioned(jan(10), 'residential'),
      ]),
    ).toEqual(['numerator']));
  test.each<[string, Told[], string[]]>([
    ['the same day', stay(2, jan(10, '18:00'), jan(20), 'inpatient', coded('F10.20')), ['numerator']],
    ['the next day', stay(2, jan(11), undefined, 'inpatient', coded('F10.20')), ['numerator']],
    [
      'the next day for something else',
      stay(2, jan(11), jan(20), 'inpatient', coded('F33.2')),
      ['not-numerator'],
    ],
    ['before it ended', stay(2, jan(9), jan(20), 'inpatient', coded('F10.20')), ['numerator']],
    [
      'but not one that ended with it',
      stay(2, jan(9), jan(10), 'inpatient', coded('F10.20')),
      ['not-numerator'],
    ],
    [
      'nor one of whose beginning only the month is known',
      [coarsely('month', admitted(jan(9), 'residential', { episodeId: 'e2', stayId: 's2' }))],
      ['not-numerator'],
    ],
    [
      'nor one that nobody ended',
      stay(2, '2025-12-10T17:00:00.000Z', undefined, 'inpatient', coded('F10.20')),
      ['not-numerator'],
    ],
  ])('is inpatient treatment that begins at once: %s', (_, next, expected) =>
    expect(verdict(...next)).toEqual(expected),
  );
  test('is inpatient treatment in the same episode', () =>
    expect(
      only('detox-follow-up-7', [
        admitted(jan(5), 'withdrawal-management'),
        transitioned(jan(10), 'inpatient'),
      ]),
    ).toEqual(['numerator']));
  test('follows the last of the stays in withdrawal management that direct transfers join', () => {
    const [first, second] = [detox, stay(2, jan(11), jan(14), 'withdrawal-management')];
    const treated = stay(3, jan(20), undefined, 'residential');
    expect(verdicts('detox-follow-up-7', ...first, ...second, ...treated)).toEqual([
      '2026-01-14 withdrawal-management numerator',
    ]);
  });
  test('is no session before the discharge', () => {
    expect(verdict(attended(jan(10, '11:00')))).toEqual(['not-numerator']);
    expect(verdict(attended(jan(10)))).toEqual(['numerator']);
    expect(verdict(attended(jan(10, '13:00')))).toEqual(['numerator']);
  });
  test('a stay of another level is no index', () =>
    expect(only('detox-follow-up-7', ended('inpatient'))).toEqual([]));
  test('is said to be missing up to its last day', () =>
    expect(casesOf('detox-follow-up-7', detox)[0]).toMatchObject({
      explanation:
        'Discharged from withdrawal-management on 2026-01-10; no further treatment up to 2026-01-17.',
      windowEnds: '2026-01-17',
    }));
});

describe('at the instant of the discharge', () => {
  const outcome = (measure: string, past: readonly Told[], firstDay: number) =>
    casesOf(measure, past, new Map(), { firstDay })[0]!.outcome;

  test('a session counts where its day does', () => {
    const past = [...ended('inpatient', 'F10.20'), attended(jan(10), { modality: 'telehealth' })];
    expect(outcome('sud-continuity-7', past, 0)).toBe('numerator');
    expect(outcome('sud-continuity-7', past, 1)).toBe('not-numerator');
  });
  test('a stay that begins is none under way', () => {
    const past = [...ended('withdrawal-management', 'F10.20'), ...stay(2, jan(10), undefined, 'residential')];
    expect(outcome('detox-follow-up-7', past, 0)).toBe('numerator');
    expect(outcome('detox-follow-up-7', past, 1)).toBe('not-numerator');
  });
});
