import type { Relapse } from '@stepwell/pathway';
import {
  admitted,
  attended,
  discharged,
  jan,
  newYork,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { casesOf, coarsely, stay } from './testing/verdicts.ts';

const relapsed = (at: string, over: Partial<Relapse> = {}): Told => ({
  type: 'RelapseReported',
  data: { relapseId: at, substances: ['alcohol'], detectedBy: 'self-report', ...over },
  at,
});
const iop = stay(1, jan(1), undefined, 'intensive-outpatient');
const first = (measure: string, past: readonly Told[], given = {}) =>
  casesOf(measure, past, new Map(), given)[0]!;

describe('time to relapse', () => {
  const event = (past: readonly Told[], given = {}) =>
    first('time-to-relapse', [...iop, ...past], given).eventOn;

  test('ends with the first report after the admission', () => {
    expect(event([relapsed(jan(20)), relapsed(jan(10))])).toBe('2026-01-10');
    expect(event([relapsed('2025-12-31T12:00:00.000Z')])).toBeUndefined();
    expect(event([relapsed(jan(1, '11:59'))])).toBeUndefined();
    expect(event([relapsed(jan(1))])).toBeUndefined();
    expect(event([relapsed(jan(1, '12:01'))])).toBe('2026-01-01');
    expect(event([coarsely('month', relapsed(jan(10)))])).toBeUndefined();
  });
  test('is told with its events', () =>
    expect(first('time-to-relapse', [...iop, relapsed(jan(10))])).toMatchObject({
      outcome: 'numerator',
      windowEnds: '2026-01-01',
      eventIds: ['e1', 'e2'],
      explanation: 'Admitted to intensive-outpatient on 2026-01-01; relapse (alcohol) on 2026-01-10, day 9.',
    }));
  test.each([
    [[], '2026-01-01'],
    [[attended(jan(9)), attended(jan(8))], '2026-01-09'],
    [[attended(jan(9), { status: 'no-show' as const })], '2026-01-01'],
    [stay(2, jan(12), undefined, 'outpatient'), '2026-01-12'],
    [stay(2, jan(12), jan(15), 'residential'), '2026-01-15'],
    [stay(2, jan(12), jan(15), 'outpatient'), '2026-01-12'],
    [[...stay(2, jan(12), jan(15), 'residential'), attended(jan(20))], '2026-01-20'],
    [stay(2, jan(12), undefined, 'inpatient'), '2026-02-11'],
    [[...stay(2, jan(12), undefined, 'residential'), attended(jan(20))], '2026-02-19'],
    [stay(2, '2019-03-01T17:00:00.000Z', undefined, 'inpatient'), '2026-01-01'],
    [[...stay(2, '2019-03-01T17:00:00.000Z', undefined, 'inpatient'), attended(jan(20))], '2026-01-20'],
  ] as [Told[], string | undefined][])('is censored at the last contact, case %#', (more, until) => {
    const { outcome, followedUntil, eventOn } = first('time-to-relapse', [...iop, ...more]);
    expect([outcome, followedUntil, eventOn]).toEqual(['not-numerator', until, undefined]);
  });
  test('says how far the patient was followed', () => {
    expect(first('time-to-relapse', iop).explanation).toBe(
      'Admitted to intensive-outpatient on 2026-01-01; no relapse reported up to the last contact.',
    );
    expect(first('time-to-relapse', stay(1, jan(1), undefined)).explanation).toBe(
      'Admitted to inpatient on 2026-01-01; no relapse reported up to the last contact.',
    );
  });
  test('has a case for each level', () =>
    expect(
      casesOf('time-to-relapse', [
        admitted(jan(1)),
        transitioned(jan(5), 'outpatient'),
        relapsed(jan(9)),
      ]).map(({ level, eventOn }) => `${level} ${eventOn}`),
    ).toEqual(['inpatient 2026-01-09', 'outpatient 2026-01-09']));

  describe('by another rule', () => {
    test('counts some substances only', () => {
      const past = [relapsed(jan(10)), relapsed(jan(12), { substances: ['cannabis', 'opioids'] })];
      expect(event(past, { substances: ['opioids'] })).toBe('2026-01-12');
      expect(event(past, { substances: ['cocaine'] })).toBeUndefined();
    });
    test('counts a least extent only', () => {
      const past = [
        relapsed(jan(10)),
        relapsed(jan(12), { extent: 'episode' }),
        relapsed(jan(14), { extent: 'sustained' }),
      ];
      expect(event(past, { leastExtent: 'single-use' })).toBe('2026-01-10');
      expect(event(past, { leastExtent: 'episode' })).toBe('2026-01-12');
      expect(event(past, { leastExtent: 'sustained' })).toBe('2026-01-14');
    });
    test('counts use after some abstinence only', () => {
      const past = [relapsed(jan(8)), relapsed(jan(11)), relapsed(jan(18))];
      expect(event(past, { minimumAbstinenceDays: 7 })).toBe('2026-01-08');
      expect(event(past.slice(1), { minimumAbstinenceDays: 10 })).toBe('2026-01-11');
      expect(event(past, { minimumAbstinenceDays: 8 })).toBeUndefined();
      expect(event([relapsed(jan(4)), relapsed(jan(11))], { minimumAbstinenceDays: 7 })).toBe('2026-01-11');
      expect(event([relapsed(jan(4)), relapsed(jan(10))], { minimumAbstinenceDays: 7 })).toBeUndefined();
      // Use before the admission is use too.
      const before = relapsed('2025-12-30T17:00:00.000Z');
      expect(event([before, relapsed(jan(10))], { minimumAbstinenceDays: 9 })).toBe('2026-01-10');
      expect(event([before, relapsed(jan(10))], { minimumAbstinenceDays: 10 })).toBeUndefined();
    });
    test('looks back so far only', () => {
      const past = [relapsed(jan(4)), relapsed(jan(10))];
      expect(event(past, { minimumAbstinenceDays: 8, lookBackDays: 6 })).toBeUndefined();
      expect(event(past, { minimumAbstinenceDays: 8, lookBackDays: 5 })).toBe('2026-01-10');
      // 90 days, unless said otherwise.
      const since = (day: string) =>
        event([relapsed(newYork('2026-03-01')), relapsed(newYork(day))], { minimumAbstinenceDays: 120 });
      expect([since('2026-05-29'), since('2026-05-30')]).toEqual([undefined, undefined]);
      expect(since('2026-05-31')).toBe('2026-05-31');
    });
  });
});

describe('time to readmission', () => {
  const past = stay(1, jan(5), jan(10));
  test('ends with the next inpatient admission, however late', () =>
    expect(
      first('time-to-readmission', [...past, ...stay(2, newYork('2026-12-01'), undefined)]),
    ).toMatchObject({
      eventOn: '2026-12-01',
      outcome: 'numerator',
      eventIds: ['e2', 'e3'],
      explanation:
        'Discharged from inpatient on 2026-01-10; admitted to inpatient care at north on 2026-12-01, day 325.',
    }));
  test('goes on until the day of asking, or the death', () => {
    expect(first('time-to-readmission', past)).toMatchObject({
      outcome: 'not-numerator',
      followedUntil: undefined,
    });
    const death = [
      admitted(jan(20), 'outpatient', { episodeId: 'e2', stayId: 's2' }),
      discharged(jan(25), 'death', 'e2'),
    ];
    expect(first('time-to-readmission', [...past, ...death])).toMatchObject({
      followedUntil: '2026-01-25',
      explanation:
        'Discharged from inpatient on 2026-01-10; no inpatient admission up to the death on 2026-01-25.',
    });
  });
  test.each([
    ['partial-hospitalization', 0],
    ['residential', 1],
    ['withdrawal-management', 0],
  ] as const)('begins with a discharge from %s care %d times', (level, count) =>
    expect(casesOf('time-to-readmission', stay(1, jan(5), jan(10), level))).toHaveLength(count),
  );
});

describe('time in treatment', () => {
  const gone = (...sessions: Told[]) => first('time-in-treatment', [...iop, ...sessions]);
  test('ends on the fifteenth day of silence', () => {
    expect(gone()).toMatchObject({ eventOn: '2026-01-16', eventIds: ['e1'] });
    expect(gone(attended(jan(5)), attended(jan(9)))).toMatchObject({
      eventOn: '2026-01-24',
      eventIds: ['e1', 'e3'],
      explanation:
        'Admitted to intensive-outpatient on 2026-01-01; no session attended after 2026-01-09, gone on day 23.',
    });
    expect(gone(attended(jan(5)), attended(jan(25))).eventOn).toBe('2026-01-20');
    expect(gone(attended(jan(5)), attended(jan(25)), attended(jan(26))).eventOn).toBe('2026-01-20');
    expect(gone(attended(jan(1, '09:00')), attended(jan(9), { status: 'excused' })).eventOn).toBe(
      '2026-01-16',
    );
  });
  test('is censored by death', () => {
    const died = (day: number) => [...iop, attended(jan(5)), discharged(jan(day), 'death')];
    expect(first('time-in-treatment', died(8))).toMatchObject({
      outcome: 'not-numerator',
      followedUntil: '2026-01-08',
      eventIds: ['e1', 'e2'],
      explanation:
        'Admitted to intensive-outpatient on 2026-01-01; in treatment up to the death on 2026-01-08.',
    });
    expect(first('time-in-treatment', died(20)).followedUntil).toBe('2026-01-20');
    expect(first('time-in-treatment', died(21)).eventOn).toBe('2026-01-20');
  });
  test('is censored by death on the day of the admission, and not by one before it', () => {
    expect(first('time-in-treatment', [...iop, discharged(jan(1, '18:00'), 'death')]).followedUntil).toBe(
      '2026-01-01',
    );
    const before = [
      admitted('2025-12-10T17:00:00.000Z', 'outpatient', { episodeId: 'e9', stayId: 's9' }),
      discharged('2025-12-31T17:00:00.000Z', 'death', 'e9'),
    ];
    expect(first('time-in-treatment', [...iop, ...before]).eventOn).toBe('2026-01-16');
  });
  test('names the first session of the last day', () => {
    expect(gone(attended(jan(1, '18:00')))).toMatchObject({ eventOn: '2026-01-16', eventIds: ['e1'] });
    expect(gone(attended(jan(5)), attended(jan(5, '18:00'))).eventIds).toEqual(['e1', 'e2']);
  });
  test('counts a session of the instant of the admission that is a day later by its own clocks', () =>
    expect(gone(attended(jan(1), { timeZone: 'Pacific/Auckland' }))).toMatchObject({
      eventOn: '2026-01-17',
      eventIds: ['e1', 'e2'],
    }));
});
