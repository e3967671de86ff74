import { addDays, type LevelOfCare } from '@stepwell/pathway';
import { attended, registration, type Told } from '@stepwell/pathway/testing';
import { measureById, measures } from './measures.ts';
import { EDGES, begins, clock, early, ends, mental, using } from './testing/edges.ts';
import { casesOf } from './testing/verdicts.ts';
import type { Measure } from './measure.ts';

// Every window of every measure at its edges: the day before the first, the first, the last but one, the last, the day
// after; at the midnights of the facility's clocks, where the last day is one on which the clocks change or a leap day.

const ZONES = ['America/New_York', 'Pacific/Honolulu', 'Pacific/Auckland'] as const;
const LAST_DAYS = [
  ['an ordinary day', '2026-06-15'],
  ['the day on which the clocks go forward in New York', '2026-03-08'],
  ['the day on which they go back there', '2026-11-01'],
  ['the day on which they go back in Auckland', '2026-04-05'],
  ['the day on which they go forward there', '2026-09-27'],
  ['a leap day', '2028-02-29'],
  ['the last of February in a common year', '2027-02-28'],
  ['the first of a year', '2027-01-01'],
] as const;

describe.each(EDGES)(
  '$measure, $what',
  ({ measure, past, event, first = 0, last, indexSince, given, ...verdicts }) => {
    const { inside, outside, before = outside } = verdicts;
    /** The verdict where the event happens so many days after the index, which is early or late on day 0. */
    const verdict = (
      zone: string,
      lastDay: string,
      [n, time]: readonly [number, string],
      indexTime = '00:00',
    ) => {
      const day0 = addDays(lastDay, -last);
      const told = [
        ...past(clock(zone, day0, indexTime), zone),
        ...event(clock(zone, addDays(day0, n), time), zone),
      ];
      const found = casesOf(measure, told, new Map(), given).find(
        ({ indexOn }) => indexOn >= (indexSince?.slice(0, 10) ?? day0),
      );
      return found ? (found.exclusion ?? found.outcome) : 'none';
    };

    test.each(ZONES)('at its last day by the clocks of %s', (zone) => {
      for (const [name, lastDay] of LAST_DAYS) {
        const edge = (n: number, time: string, indexTime?: string) =>
          verdict(zone, lastDay, [n, time], indexTime);
        const found = [
          ...[edge(last - 1, '12:00'), edge(last - 1, '12:00', '11:00')],
          ...[
            edge(last, '00:00'),
            edge(last, '23:59'),
            edge(last, '00:00', '23:59'),
            edge(last, '23:59', '23:59'),
          ],
          ...[edge(last + 1, '00:00'), edge(last + 1, '00:00', '23:59')],
        ];
        const expected = [...Array<string>(6).fill(inside), outside, outside];
        expect([name, ...found]).toEqual([name, ...expected]);
      }
    });
    test.each(ZONES)('at its first day by the clocks of %s', (zone) => {
      for (const [name, lastDay] of LAST_DAYS) {
        const edge = (n: number, time: string, indexTime?: string) =>
          verdict(zone, lastDay, [n, time], indexTime);
        // On day 0 what counts comes after the index.
        const earliest = first === 0 ? '00:01' : '00:00';
        const found = [edge(first, earliest), edge(first, '23:59'), edge(first + 1, '12:00')];
        expect([name, ...found]).toEqual([name, inside, inside, inside]);
        if (first > 0)
          expect([name, edge(first - 1, '00:01'), edge(first - 1, '23:59')]).toEqual([name, before, before]);
      }
    });
  },
);

const LIMITS: [string, LevelOfCare, object, number, number | undefined][] = [
  ['ipf-readmission-30', 'inpatient', {}, 18, undefined],
  ['follow-up-7', 'inpatient', mental, 6, undefined],
  ['follow-up-30', 'inpatient', mental, 6, undefined],
  ['sud-continuity-7', 'residential', using, 18, undefined],
  ['sud-continuity-14', 'residential', using, 18, undefined],
  ['detox-follow-up-7', 'withdrawal-management', {}, 18, 64],
  ['detox-follow-up-14', 'withdrawal-management', {}, 18, 64],
];

describe('the age on day 0', () => {
  const born = (birthDate: string): Told => ({
    type: 'PatientRegistered',
    data: { ...registration, person: { birthDate } },
    at: early,
  });
  const verdict = (measure: string, level: LevelOfCare, over: object, day: string, birthDate: string) => {
    const past = [
      begins(1, early, level, 'America/New_York', over),
      ends(1, clock('America/New_York', day, '23:59')),
    ];
    return casesOf(measure, [...past, born(birthDate)])[0]!.exclusion ?? 'counted';
  };
  const years = (day: string, n: number): string => `${Number(day.slice(0, 4)) - n}${day.slice(4)}`;

  test.each(LIMITS)('%s, after %s care', (measure, level, over, least, most) => {
    const of = (day: string, birthDate: string) => verdict(measure, level, over, day, birthDate);
    const day = '2026-03-10';
    expect(of(day, addDays(years(day, least), 1))).toBe('age-out-of-range');
    expect(of(day, years(day, least))).toBe('counted');
    expect(of(day, addDays(years(day, least), -1))).toBe('counted');
    // Born on a leap day: a year older on 1 March of common years.
    const leapYear = least % 4 === 2 ? 2026 + ((4 - ((2026 - least) % 4)) % 4) : 2026;
    const bornLeap = `${leapYear - least - ((leapYear - least) % 4)}-02-29`;
    const turns = Number(bornLeap.slice(0, 4)) + least;
    expect(of(`${turns}-02-28`, bornLeap)).toBe('age-out-of-range');
    expect(of(`${turns}-03-01`, bornLeap)).toBe('counted');
    // A year of birth alone tells enough where every day of it says the same.
    expect(of('2026-12-31', String(2026 - least))).toBe('counted');
    expect(of('2026-12-30', String(2026 - least))).toBe('age-unknown');
    expect(of('2026-01-01', String(2025 - least))).toBe('counted');
    expect(of('2026-12-30', String(2027 - least))).toBe('age-out-of-range');
    expect(of('2026-05-31', `${2026 - least}-05`)).toBe('counted');
    expect(of('2026-05-30', `${2026 - least}-05`)).toBe('age-unknown');
    if (most === undefined) return;
    expect(of(day, addDays(years(day, most + 1), 1))).toBe('counted');
    expect(of(day, years(day, most + 1))).toBe('age-out-of-range');
    expect(of('2026-01-01', String(2026 - most - 1))).toBe('age-unknown');
  });
});

describe('at the moment of the discharge', () => {
  const at = '2026-03-10T16:00:00.000Z';
  const verdicts = (measure: string, then: readonly Told[], given = {}) =>
    casesOf(
      measure,
      [begins(1, early, 'inpatient', 'UTC', mental), ends(1, at), ...then],
      new Map(),
      given,
    ).map(({ exclusion, outcome }) => exclusion ?? outcome);
  test('a session counts where those of day 0 do', () => {
    const session = [begins(9, early, 'outpatient', 'UTC'), attended(at, { timeZone: 'UTC' })];
    expect(verdicts('follow-up-7', session, { firstDay: 0 })).toEqual(['numerator']);
    expect(verdicts('follow-up-7', session)).toEqual(['not-numerator']);
  });
  test('a stay without a length interrupts the one before it', () =>
    expect(verdicts('ipf-readmission-30', [begins(2, at, 'inpatient', 'UTC'), ends(2, at)])[0]).toBe(
      'interrupted-stay',
    ));
});

const daysOf = ({ id, parameters }: Measure): string[] =>
  Object.entries(parameters).flatMap(([name, { value }]) =>
    typeof value === 'number' ? `${id} ${name}` : [],
  );

test('every number in a definition has its edges in a table', () => {
  const covered = [
    ...EDGES.flatMap(({ measure, of }) => of.map((name) => `${measure} ${name}`)),
    ...LIMITS.map(([measure]) => `${measure} leastAge`),
    ...LIMITS.flatMap(([measure, , , , most]) => (most === undefined ? [] : `${measure} mostAge`)),
  ];
  expect([...new Set(covered)].sort()).toEqual(measures.flatMap(daysOf).sort());
  // A discharge decides of itself; weeks have a table of their own, in hours-compliance.spec.ts.
  expect(measures.filter((one) => daysOf(one).length === 0).map(({ id }) => id)).toEqual([
    ...['completion', 'completion-or-transfer', 'hours-compliance'],
  ]);
});

test('the last day of every window is the one in its definition', () => {
  for (const { measure, of, last } of EDGES)
    for (const name of of.filter((one) => one === 'windowDays' || one === 'atDay'))
      expect([measure, last]).toEqual([measure, measureById(measure)!.parameters[name]!.value]);
});
