import { addDays, type LevelOfCare, type Placement } from '@stepwell/pathway';
import {
  admitted,
  attended,
  discharged,
  registration,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { measures } from './measures.ts';
import { casesOf } from './testing/verdicts.ts';

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

/** An instant by the clocks of a zone. */
const clock = (zone: string, day: string, time: string): string =>
  new Date(
    Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds,
  ).toISOString();

const begins = (n: number, at: string, level: LevelOfCare, timeZone: string, over: object = {}): Told =>
  admitted(at, level, { episodeId: `e${n}`, stayId: `s${n}`, timeZone, ...over });
const ends = (n: number, at: string, over: object = {}): Told => {
  const told = discharged(at, 'completed', `e${n}`);
  return { ...told, data: { ...told.data, ...over } } as Told;
};
const mental = { diagnoses: [{ system: 'ICD-10-CM', code: 'F33.2' }] };
const using = { diagnoses: [{ system: 'ICD-10-CM', code: 'F10.20' }] };

/** One edge of one measure: what leads to the index, what happens then, and on which days it counts. */
interface Edge {
  readonly measure: string;
  readonly what: string;
  readonly past: (index: string, zone: string) => Told[];
  readonly event: (at: string, zone: string) => Told[];
  /** The first day on which it counts, where there is one. */
  readonly first?: number;
  readonly last: number;
  readonly inside: string;
  readonly outside: string;
  /** What is said of the days before the first, where that is something else. */
  readonly before?: string;
}

const early = '2025-01-01T12:00:00.000Z';
const bed = (level: LevelOfCare, over: object) => (index: string, zone: string) => [
  // At home there is somebody who holds outpatient sessions, all the time.
  begins(9, early, 'outpatient', zone),
  begins(1, '2025-06-01T12:00:00.000Z', level, zone, over),
  ends(1, index),
];
const admission =
  (level: LevelOfCare, over: object = {}) =>
  (at: string, zone: string) => [begins(2, at, level, zone, over)];
const session = (at: string, zone: string) => [attended(at, { timeZone: zone })];
const yes = { inside: 'numerator', outside: 'not-numerator' } as const;
const afterIop = (at: string, zone: string) => [
  begins(3, '2025-07-01T12:00:00.000Z', 'intensive-outpatient', zone),
  ends(3, at),
];

const EDGES: Edge[] = [
  ...[7, 30, 90, 180].map((last) => ({
    ...{ measure: `readmission-${last}`, what: 'an inpatient admission', first: 2, last, ...yes },
    ...{ before: 'none', past: bed('inpatient', mental), event: admission('inpatient') },
  })),
  {
    ...{ measure: 'ipf-readmission-30', what: 'an inpatient admission', first: 3, last: 30, ...yes },
    ...{ before: 'interrupted-stay', past: bed('inpatient', mental), event: admission('inpatient') },
  },
  ...[7, 30].map((last) => ({
    ...{ measure: `follow-up-${last}`, what: 'an outpatient session', first: 1, last, ...yes },
    ...{ past: bed('inpatient', mental), event: session },
  })),
  ...[7, 30].map((n) => ({
    ...{ measure: `follow-up-${n}`, what: 'an acute admission', first: 2, last: 30, before: 'none' },
    ...{ inside: 'readmitted', outside: 'not-numerator' },
    ...{ past: bed('inpatient', mental), event: admission('inpatient') },
  })),
  ...[7, 14].flatMap((last) => [
    {
      ...{ measure: `sud-continuity-${last}`, what: 'an outpatient session', first: 1, last, ...yes },
      ...{ past: bed('residential', using), event: session },
    },
    {
      ...{ measure: `sud-continuity-${last}`, what: 'a residential admission', first: 3, last, ...yes },
      ...{ past: bed('inpatient', using), event: admission('residential') },
    },
    {
      ...{ measure: `detox-follow-up-${last}`, what: 'a session', first: 0, last, ...yes },
      ...{ past: bed('withdrawal-management', {}), event: session },
    },
    {
      ...{ measure: `detox-follow-up-${last}`, what: 'a residential admission', first: 0, last, ...yes },
      ...{ past: bed('withdrawal-management', {}), event: admission('residential') },
    },
  ]),
  ...[30, 60, 90].map((last) => ({
    ...{ measure: `retention-${last}`, what: 'a session', first: last - 14, last, ...yes },
    past: (index: string, zone: string) => [begins(1, index, 'intensive-outpatient', zone)],
    event: session,
  })),
  {
    ...{ measure: 'step-up-30', what: 'a step up', first: 0, last: 30, ...yes },
    past: (index, zone) => [
      begins(1, early, 'inpatient', zone),
      transitioned(index, 'intensive-outpatient', { timeZone: zone } as Partial<Placement>),
    ],
    event: (at, zone) => [
      transitioned(at, 'partial-hospitalization', { fromStayId: 's2', stayId: 's3', timeZone: zone }),
    ],
  },
  {
    ...{ measure: 'step-up-30', what: 'a step down soon after a discharge, and then up', first: 0, last: 14 },
    ...{ inside: 'numerator', outside: 'none' },
    past: (index, zone) => [begins(1, early, 'inpatient', zone), ends(1, index)],
    event: (at, zone) => [
      begins(2, at, 'outpatient', zone),
      begins(3, new Date(Date.parse(at) + 3_600_000).toISOString(), 'inpatient', zone),
    ],
  },
  {
    ...{ measure: 'step-down-completed', what: 'an admission to IOP', first: 0, last: 14, ...yes },
    past: (index, zone) => [
      begins(1, early, 'inpatient', zone),
      ends(1, index, { plannedNextLevel: 'intensive-outpatient' }),
    ],
    event: admission('intensive-outpatient'),
  },
];

describe.each(EDGES)('$measure, $what', ({ measure, past, event, first = 0, last, ...verdicts }) => {
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
    const found = casesOf(measure, told).find(({ indexOn, caseId }) =>
      measure === 'step-up-30' ? caseId !== 'none' && indexOn >= day0 : indexOn === day0,
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
});

describe('time in treatment', () => {
  const eventOn = (zone: string, session: string): string | undefined =>
    casesOf('time-in-treatment', [
      begins(1, clock(zone, '2026-02-22', '23:59'), 'intensive-outpatient', zone),
      attended(session, { timeZone: zone }),
    ])[0]!.eventOn;
  test.each(ZONES)('goes on with a session on day 14, by the clocks of %s', (zone) => {
    expect(eventOn(zone, clock(zone, '2026-03-08', '23:59'))).toBe('2026-03-23');
    expect(eventOn(zone, clock(zone, '2026-03-08', '00:00'))).toBe('2026-03-23');
    expect(eventOn(zone, clock(zone, '2026-03-07', '12:00'))).toBe('2026-03-22');
    expect(eventOn(zone, clock(zone, '2026-03-09', '00:00'))).toBe('2026-03-09');
  });
});

describe('step-down to IOP and on to outpatient', () => {
  const zone = 'America/New_York';
  const verdict = (day: string, time: string) =>
    casesOf('step-down-to-outpatient', [
      begins(1, early, 'inpatient', zone),
      ends(1, '2025-07-01T16:00:00.000Z', { plannedNextLevel: 'intensive-outpatient' }),
      ...afterIop(clock(zone, '2026-02-22', '23:59'), zone),
      begins(4, clock(zone, day, time), 'outpatient', zone),
    ])[0]!.outcome;
  test.each([
    ['2026-03-07', '12:00', 'numerator'],
    ['2026-03-08', '23:59', 'numerator'],
    ['2026-03-09', '00:00', 'not-numerator'],
  ])('admitted on %s at %s: %s', (day, time, outcome) => expect(verdict(day, time)).toBe(outcome));
});

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
  const LIMITS: [string, LevelOfCare, object, number, number | undefined][] = [
    ['ipf-readmission-30', 'inpatient', {}, 18, undefined],
    ['follow-up-7', 'inpatient', mental, 6, undefined],
    ['follow-up-30', 'inpatient', mental, 6, undefined],
    ['sud-continuity-7', 'residential', using, 18, undefined],
    ['sud-continuity-14', 'residential', using, 18, undefined],
    ['detox-follow-up-7', 'withdrawal-management', {}, 18, 64],
    ['detox-follow-up-14', 'withdrawal-management', {}, 18, 64],
  ];
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

test('every window of every measure is in the table', () => {
  const covered = new Set([
    ...EDGES.map(({ measure }) => measure),
    'step-down-to-outpatient',
    'time-in-treatment',
  ]);
  const windowless = ['completion', 'completion-or-transfer', 'time-to-relapse', 'time-to-readmission'];
  // Weeks have a table of their own, in hours-compliance.spec.ts.
  const elsewhere = ['hours-compliance'];
  expect(measures.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([
    ...windowless.slice(0, 2),
    ...elsewhere,
    ...windowless.slice(2),
  ]);
});
