import { addDays, localDate, type LevelOfCare, type Placement } from '@stepwell/pathway';
import { admitted, attended, discharged, transitioned, type Told } from '@stepwell/pathway/testing';
import type { Given } from '../parameters.ts';

/** An instant by the clocks of a zone. */
export const clock = (zone: string, day: string, time: string): string =>
  new Date(
    Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds,
  ).toISOString();

export const begins = (
  n: number,
  at: string,
  level: LevelOfCare,
  timeZone: string,
  over: object = {},
): Told => admitted(at, level, { episodeId: `e${n}`, stayId: `s${n}`, timeZone, ...over });
export const ends = (n: number, at: string, over: object = {}): Told => {
  const told = discharged(at, 'completed', `e${n}`);
  return { ...told, data: { ...told.data, ...over } } as Told;
};
export const mental = { diagnoses: [{ system: 'ICD-10-CM', code: 'F33.2' }] };
export const using = { diagnoses: [{ system: 'ICD-10-CM', code: 'F10.20' }] };

/** One edge of one measure: what leads to the index, what happens then, and on which days it counts. */
export interface Edge {
  readonly measure: string;
  /** The parameters whose edges these are. */
  readonly of: readonly string[];
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
  /** From when on its index is looked for, where that is before day 0. */
  readonly indexSince?: string;
  /** Another parameter set, where the definition's own has no such edge. */
  readonly given?: Given;
}

export const early = '2025-01-01T12:00:00.000Z';
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
const hoursAfter = (at: string, hours: number): string =>
  new Date(Date.parse(at) + hours * 3_600_000).toISOString();
/** Noon of a later day. */
const daysAfter = (at: string, zone: string, days: number): string =>
  clock(zone, addDays(localDate(at, zone), days), '12:00');
const plannedForIop = (index: string, zone: string): Told[] => [
  begins(1, '2024-12-01T12:00:00.000Z', 'inpatient', zone),
  ends(1, index, { plannedNextLevel: 'intensive-outpatient' }),
];
const relapse = (n: number, at: string): Told => ({
  type: 'RelapseReported',
  data: { relapseId: `r${n}`, substances: ['alcohol'], detectedBy: 'self-report' },
  at,
});

/** Every window of every measure. */
export const EDGES: readonly Edge[] = [
  ...[7, 30, 90, 180].map((last) => ({
    ...{
      measure: `readmission-${last}`,
      of: ['windowDays', 'transferDays'],
      what: 'an inpatient admission',
      first: 2,
      last,
      ...yes,
    },
    ...{ before: 'none', past: bed('inpatient', mental), event: admission('inpatient') },
  })),
  {
    ...{
      measure: 'ipf-readmission-30',
      of: ['windowDays', 'interruptionDays'],
      what: 'an inpatient admission',
      first: 3,
      last: 30,
      ...yes,
    },
    ...{ before: 'interrupted-stay', past: bed('inpatient', mental), event: admission('inpatient') },
  },
  ...[7, 30].map((last) => ({
    ...{
      measure: `follow-up-${last}`,
      of: ['windowDays', 'firstDay'],
      what: 'an outpatient session',
      first: 1,
      last,
      ...yes,
    },
    ...{ past: bed('inpatient', mental), event: session },
  })),
  ...[7, 30].map((n) => ({
    ...{
      measure: `follow-up-${n}`,
      of: ['readmissionDays', 'transferDays'],
      what: 'an acute admission',
      first: 2,
      last: 30,
      before: 'none',
    },
    ...{ inside: 'readmitted', outside: 'not-numerator' },
    ...{ past: bed('inpatient', mental), event: admission('inpatient') },
  })),
  ...[7, 14].flatMap((last) => [
    {
      ...{
        measure: `sud-continuity-${last}`,
        of: ['windowDays', 'firstDay'],
        what: 'an outpatient session',
        first: 1,
        last,
        ...yes,
      },
      ...{ past: bed('residential', using), event: session },
    },
    {
      ...{
        measure: `sud-continuity-${last}`,
        of: ['windowDays', 'residentialFromDay'],
        what: 'a residential admission',
        first: 3,
        last,
        ...yes,
      },
      ...{ past: bed('inpatient', using), event: admission('residential') },
    },
    {
      ...{
        measure: `detox-follow-up-${last}`,
        of: ['windowDays', 'firstDay'],
        what: 'a session',
        first: 0,
        last,
        ...yes,
      },
      ...{ past: bed('withdrawal-management', {}), event: session },
    },
    {
      ...{
        measure: `detox-follow-up-${last}`,
        of: ['windowDays'],
        what: 'a residential admission',
        first: 0,
        last,
        ...yes,
      },
      ...{ past: bed('withdrawal-management', {}), event: admission('residential') },
    },
  ]),
  ...[30, 60, 90].map((last) => ({
    ...{
      measure: `retention-${last}`,
      of: ['atDay', 'silenceDays'],
      what: 'a session',
      first: last - 14,
      last,
      ...yes,
    },
    past: (index: string, zone: string) => [begins(1, index, 'intensive-outpatient', zone)],
    event: session,
  })),
  {
    ...{ measure: 'step-up-30', of: ['windowDays'], what: 'a step up', first: 0, last: 30, ...yes },
    past: (index, zone) => [
      begins(1, early, 'inpatient', zone),
      transitioned(index, 'intensive-outpatient', { timeZone: zone } as Partial<Placement>),
    ],
    event: (at, zone) => [
      transitioned(at, 'partial-hospitalization', { fromStayId: 's2', stayId: 's3', timeZone: zone }),
    ],
  },
  {
    ...{ measure: 'step-up-30', of: ['linkDays'], what: 'a step down soon after a discharge, and then up' },
    ...{ first: 0, last: 14, inside: 'numerator', outside: 'none' },
    past: (index, zone) => [begins(1, early, 'inpatient', zone), ends(1, index)],
    event: (at, zone) => [begins(2, at, 'outpatient', zone), begins(3, hoursAfter(at, 1), 'inpatient', zone)],
  },
  {
    ...{ measure: 'step-down-completed', of: ['windowDays'], what: 'an admission to IOP', last: 14, ...yes },
    past: plannedForIop,
    event: admission('intensive-outpatient'),
  },
  {
    ...{ measure: 'step-down-to-outpatient', of: ['windowDays'], last: 14, ...yes },
    what: 'an admission to IOP, and on',
    past: plannedForIop,
    event: (at, zone) => [
      ...[begins(3, at, 'intensive-outpatient', zone), ends(3, hoursAfter(at, 1))],
      begins(4, hoursAfter(at, 2), 'outpatient', zone),
    ],
  },
  {
    ...{ measure: 'step-down-to-outpatient', of: ['windowDays'], last: 14, ...yes, indexSince: early },
    what: 'an admission to outpatient care, from IOP',
    past: (index, zone) => [
      ...plannedForIop(early, zone),
      ...[begins(3, early, 'intensive-outpatient', zone), ends(3, index)],
    ],
    event: (at, zone) => [begins(4, at, 'outpatient', zone)],
  },
  ...(
    [
      ['sud-continuity-7', 'residential', using, 'not-numerator'],
      ['sud-continuity-14', 'residential', using, 'not-numerator'],
      ['detox-follow-up-7', 'withdrawal-management', {}, 'not-numerator'],
      ['detox-follow-up-14', 'withdrawal-management', {}, 'not-numerator'],
      ['time-to-readmission', 'inpatient', {}, 'numerator'],
    ] as const
  ).map(([measure, level, over, outside]) => ({
    ...{ measure, of: ['transferDays'], what: 'a transfer', last: 1, inside: 'none', outside },
    ...{ past: bed(level, over), event: admission(level, over) },
  })),
  ...['step-down-completed', 'step-down-to-outpatient'].map((measure) => ({
    ...{ measure, of: ['transferDays'], what: 'a transfer', last: 1 },
    ...{ inside: 'none', outside: 'not-numerator', past: plannedForIop, event: admission('inpatient') },
  })),
  {
    ...{ measure: 'time-in-treatment', of: ['silenceDays'], what: 'a session', first: 1, last: 14 },
    // Who comes is still in treatment when death comes on day 16.
    ...{ inside: 'not-numerator', outside: 'numerator', event: session },
    past: (index, zone) => [
      begins(1, index, 'intensive-outpatient', zone),
      ends(1, daysAfter(index, zone, 16), { reason: 'death' }),
    ],
  },
  {
    ...{ measure: 'time-to-relapse', of: ['minimumAbstinenceDays'], what: 'a relapse after the admission' },
    ...{ last: 29, inside: 'not-numerator', outside: 'numerator', given: { minimumAbstinenceDays: 30 } },
    past: (index, zone) => [begins(1, index, 'outpatient', zone)],
    event: (at) => [relapse(2, at)],
  },
  ...[
    { of: ['minimumAbstinenceDays'], last: 29, given: { minimumAbstinenceDays: 30, lookBackDays: 90 } },
    { of: ['lookBackDays'], last: 20, given: { minimumAbstinenceDays: 30, lookBackDays: 20 } },
  ].map((rule) => ({
    ...{ ...rule, measure: 'time-to-relapse', what: 'a relapse after an earlier use', indexSince: early },
    ...{ inside: 'not-numerator', outside: 'numerator' },
    // The earlier use comes too soon after the admission to be a relapse itself.
    past: (index: string, zone: string) => [
      begins(1, daysAfter(index, zone, -29), 'outpatient', zone),
      relapse(1, index),
    ],
    event: (at: string) => [relapse(2, at)],
  })),
];
