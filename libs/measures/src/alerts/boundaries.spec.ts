import { addDays, type LevelOfCare } from '@stepwell/pathway';
import {
  admitted,
  attended,
  discharged,
  granted,
  jan,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { alertRuleById, alertRules } from './alert-rules.ts';
import type { Alert } from './alert.ts';

// The edges of every rule: its days by the clocks of the facility, and moments that are one and the same.

const alertsOf = (ruleId: string, ...past: readonly Told[]): readonly Alert[] =>
  alertRuleById(ruleId)!.alerts(pathwayOf(registered, ...past));
const periods = (ruleId: string, ...past: readonly Told[]): string[] =>
  alertsOf(ruleId, ...past).map(({ opensOn, closesOn = '…' }) => `${opensOn} to ${closesOn}`);

const early = '2025-06-01T12:00:00.000Z';
const elsewhere = (at: string, level: LevelOfCare = 'outpatient', over: object = {}): Told =>
  admitted(at, level, { episodeId: 'e2', stayId: 's9', facilityId: 'south', ...over });
const relapse = (at: string): Told => ({
  type: 'RelapseReported',
  data: { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' },
  at,
});

/** One edge of a rule: what happens around day 0, and from which day until which the alert is open. */
interface Edge {
  readonly rule: string;
  readonly what: string;
  readonly past: (at: (day: number, time: string) => string, timeZone: string) => Told[];
  readonly opens: number;
  readonly closes?: number;
}

const outOfBed: Edge['past'] = (at, timeZone) => [
  admitted(early, 'inpatient', { timeZone }),
  discharged(at(0, '23:59')),
];
const lost = (days: number, opens: number): Edge[] => {
  const visitOn = (day: number, time: string): Edge['past'] => {
    return (at, timeZone) => [...outOfBed(at, timeZone), attended(at(day, time), { timeZone })];
  };
  const rule = `lost-between-levels-${days}`;
  return [
    { rule, what: 'not seen', past: outOfBed, opens, closes: days + 1 },
    { rule, what: 'seen on the day of the discharge', past: visitOn(0, '23:59'), opens, closes: days + 1 },
    {
      rule,
      what: 'seen the day after it opens',
      past: visitOn(opens + 1, '00:00'),
      opens,
      closes: opens + 1,
    },
    { rule, what: 'seen on the last day', past: visitOn(days, '23:59'), opens, closes: days },
    { rule, what: 'seen too late', past: visitOn(days + 1, '00:00'), opens, closes: days + 1 },
  ];
};

const EDGES: readonly Edge[] = [
  ...[...lost(7, 5), ...lost(14, 10), ...lost(30, 23)],
  { rule: 'discharged-without-next-level', what: 'not seen', past: outOfBed, opens: 0, closes: 30 },
  {
    ...{ rule: 'missed-two-sessions', what: 'on one day', opens: 0 },
    past: (at, timeZone) => [
      admitted(early, 'intensive-outpatient', { timeZone }),
      ...['00:00', '23:59'].map((time) =>
        attended(at(0, time), { sessionId: time, status: 'no-show', attendedMinutes: 0, timeZone }),
      ),
    ],
  },
  {
    ...{ rule: 'relapse-reported', what: 'not seen', opens: 0, closes: 30 },
    past: (at, timeZone) => [admitted(early, 'inpatient', { timeZone }), relapse(at(0, '23:59'))],
  },
  ...['00:00', '23:59'].map((time) => ({
    ...{ rule: 'admitted', what: `at ${time}`, opens: 0, closes: 7 },
    past: (at: Parameters<Edge['past']>[0], timeZone: string) => [
      admitted(at(0, time), 'inpatient', { timeZone }),
    ],
  })),
  {
    ...{ rule: 'stepped-down', what: 'by transition', opens: 0, closes: 7 },
    past: (at, timeZone) => [
      admitted(early, 'inpatient', { timeZone }),
      transitioned(at(0, '23:59'), 'residential', { timeZone }),
    ],
  },
  {
    ...{ rule: 'stepped-down', what: 'a fortnight after the discharge', opens: 0, closes: 7 },
    past: (at, timeZone) => [
      ...[admitted(early, 'inpatient', { timeZone }), discharged(at(-14, '00:00'))],
      elsewhere(at(0, '23:59'), 'outpatient', { timeZone }),
    ],
  },
  {
    ...{ rule: 'stepped-up', what: 'by transition', opens: 0, closes: 7 },
    past: (at, timeZone) => [
      admitted(early, 'outpatient', { timeZone }),
      transitioned(at(0, '00:00'), 'inpatient', { timeZone }),
    ],
  },
];

const ZONES = ['America/New_York', 'Pacific/Honolulu', 'Pacific/Auckland'] as const;
// The day before the clocks go forward in New York, the day before they go back there, a leap day, the last day of a year.
const DAYS = ['2026-03-07', '2026-10-31', '2028-02-29', '2026-12-31'] as const;

test.each(EDGES)('$rule, $what, by the clocks of the facility', ({ rule, past, opens, closes }) => {
  for (const timeZone of ZONES)
    for (const day of DAYS) {
      const at = (n: number, time: string) =>
        new Date(
          Temporal.PlainDateTime.from(`${addDays(day, n)}T${time}`).toZonedDateTime(timeZone)
            .epochMilliseconds,
        ).toISOString();
      const expected = `${addDays(day, opens)} to ${closes === undefined ? '…' : addDays(day, closes)}`;
      expect([timeZone, day, ...periods(rule, ...past(at, timeZone))]).toEqual([timeZone, day, expected]);
    }
});

test('every rule is in the table', () => {
  const covered = new Set(EDGES.map(({ rule }) => rule));
  // Days of authorizations are named, and are those of no clock: see authorizations.spec.ts.
  expect(alertRules.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([
    'authorization-running-out',
  ]);
});

const bed = admitted(jan(5));
const home = discharged(jan(10));
const LOST = 'lost-between-levels-7';

test.each<[string, LevelOfCare, number]>([
  [LOST, 'residential', 1],
  [LOST, 'partial-hospitalization', 0],
  ['discharged-without-next-level', 'intensive-outpatient', 1],
  ['discharged-without-next-level', 'outpatient', 0],
])('%s after %s: %i', (rule, level, count) =>
  expect(alertsOf(rule, admitted(jan(5), level), home)).toHaveLength(count),
);

describe('another stay at the moment of the discharge', () => {
  const rule = 'discharged-without-next-level';
  const until = (at: string) => [elsewhere(jan(4)), discharged(at, 'completed', 'e2')];
  test('that ends with it is none', () =>
    expect(periods(rule, ...until(jan(10)), bed, home)).toEqual(['2026-01-10 to 2026-02-09']));
  test('that ends later is the next level', () =>
    expect(periods(rule, ...until(jan(10, '12:01')), bed, home)).toEqual([]));
  test('that begins with it counts from its own day, which may be the next one by the clocks there', () => {
    const ahead = elsewhere(jan(10), 'outpatient', { timeZone: 'Pacific/Auckland' });
    expect(periods(rule, bed, home, ahead)).toEqual(['2026-01-10 to 2026-01-11']);
  });
  test('that was forgotten is not resumed by a session at that moment', () => {
    const session = attended(jan(10), { facilityId: 'south' });
    expect(periods(rule, elsewhere(early), bed, session, home)).toEqual(['2026-01-10 to 2026-02-09']);
  });
  test.each([
    [13, 12, 'e5'],
    [12, 13, 'e4'],
    [12, 12, 'e5'],
  ])(
    'closes with the first: a stay on day %i, a session in the forgotten one on day %i',
    (begun, seen, by) => {
      const third = admitted(jan(begun), 'outpatient', { episodeId: 'e3', stayId: 's8', facilityId: 'east' });
      const session = attended(jan(seen), { facilityId: 'south' });
      expect(alertsOf(rule, elsewhere(early), bed, home, third, session)[0]!.closedBy).toBe(by);
    },
  );
});

describe('news', () => {
  test('is none of an admission known to the month', () =>
    expect(alertsOf('admitted', { ...bed, precision: 'month' })).toEqual([]));
  test('is none of a step from a stay without a length', () => {
    const passing = [elsewhere(jan(5)), discharged(jan(5), 'completed', 'e2')];
    expect(alertsOf('stepped-up', ...passing, bed)).toEqual([]);
    expect(alertsOf('stepped-up', elsewhere(jan(4)), passing[1]!, bed)).toHaveLength(1);
  });
  test('is of the step from the stay that ended last', () => {
    const first = [admitted(jan(1), 'inpatient'), discharged(jan(8))];
    const second = [elsewhere(jan(2)), discharged(jan(7), 'completed', 'e2')];
    const third = admitted(jan(9), 'residential', { episodeId: 'e3', stayId: 's8' });
    expect(alertsOf('stepped-down', ...first, ...second, third)).toHaveLength(1);
    expect(alertsOf('stepped-up', ...first, ...second, third)).toEqual([]);
  });
});

describe('a relapse reported', () => {
  const rule = 'relapse-reported';
  test.each([
    ['at the moment of an admission', jan(8), 'south'],
    ['the day before it', jan(7), 'north'],
  ])('%s is where the patient was', (_, at, facilityId) =>
    expect(alertsOf(rule, bed, elsewhere(jan(8), 'inpatient'), relapse(at))[0]).toMatchObject({ facilityId }),
  );
  test('is not closed by what happens at that moment', () => {
    const then = [attended(jan(8)), elsewhere(jan(8), 'inpatient')];
    expect(periods(rule, bed, ...then, relapse(jan(8)))).toEqual(['2026-01-08 to 2026-02-07']);
  });
  test.each<[string, Told]>([
    ['session', attended(jan(9), { sessionId: 'g9' })],
    ['stay', elsewhere(jan(9), 'inpatient')],
  ])('is closed by the next %s', (_, next) =>
    expect(periods(rule, bed, relapse(jan(8)), next)).toEqual(['2026-01-08 to 2026-01-09']),
  );
});

describe('an authorization running out', () => {
  const rule = 'authorization-running-out';
  const until20 = granted(jan(5), { units: 100, to: '2026-01-20' });
  const opening = (...past: readonly Told[]) => alertsOf(rule, ...past)[0]!;

  test('opens on its last day where it was approved then', () => {
    const approvedOn = (day: number) => granted(jan(day), { units: 100, to: '2026-01-20' });
    expect(periods(rule, bed, approvedOn(20))).toEqual(['2026-01-20 to 2026-02-19']);
    expect(periods(rule, bed, approvedOn(21))).toEqual([]);
  });
  test('opens for the stay that goes on, not for one that ends on that day', () => {
    const back = admitted(jan(18, '13:00'), 'inpatient', { episodeId: 'e2', stayId: 's2' });
    expect(periods(rule, bed, until20, discharged(jan(18)), back)).toEqual(['2026-01-18 to 2026-02-19']);
  });
  test('opens with a fifth of its units, not with more', () =>
    expect(opening(bed, granted(jan(5), { units: 9 })).opensOn).toBe('2026-01-12'));
  test('names the session with which the last fifth began, where that opened it', () => {
    const hours = granted(jan(5), { level: 'intensive-outpatient', unitKind: 'hours', units: 3 });
    const past = [admitted(jan(5), 'intensive-outpatient'), hours];
    expect(opening(...past, attended(jan(8)))).toMatchObject({
      opensOn: '2026-01-08',
      eventIds: ['e2', 'e1', 'e3'],
    });
    expect(opening(...past, attended(jan(30)))).toMatchObject({
      opensOn: '2026-01-29',
      eventIds: ['e2', 'e1'],
    });
  });
  test.each([
    [297, '1.1'],
    [298, '1'],
  ])('counts what is left to the minute: %i used of 360', (attendedMinutes, left) => {
    const hours = granted(jan(5), { level: 'intensive-outpatient', unitKind: 'hours', units: 6 });
    const past = [admitted(jan(5), 'intensive-outpatient'), hours, attended(jan(6), { attendedMinutes })];
    expect(opening(...past).explanation).toContain(`of 6 hours ${left} are left`);
  });
  test.each([
    ['2026-01-17', '2026-01-20'],
    ['2026-01-18', '2026-01-18'],
    ['2026-01-19', '2026-01-19'],
    ['2026-01-20', '2026-01-20'],
    ['2026-01-21', '2026-01-20'],
  ])('with the next review on %s its deadline is %s', (nextReview, deadline) =>
    expect(opening(bed, granted(jan(5), { units: 100, to: '2026-01-20', nextReview }))).toMatchObject({
      opensOn: '2026-01-18',
      deadline,
    }),
  );
  test('is closed by a death elsewhere, and by no other discharge there', () => {
    const there = elsewhere(jan(6));
    const gone = (reason: 'death' | 'completed') => discharged(jan(19), reason, 'e2');
    expect(periods(rule, bed, until20, there, gone('death'))).toEqual(['2026-01-18 to 2026-01-19']);
    expect(periods(rule, bed, until20, there, gone('completed'))).toEqual(['2026-01-18 to 2026-02-19']);
  });
  test('is not closed by another authorization that ends on the same day', () => {
    const other = (to: string) =>
      granted(jan(19), { authorizationId: 'a2', units: 100, from: '2026-01-19', to });
    expect(periods(rule, bed, until20, other('2026-01-20'))[0]).toBe('2026-01-18 to 2026-02-19');
    expect(periods(rule, bed, until20, other('2026-01-21'))[0]).toBe('2026-01-18 to 2026-01-19');
  });
});
