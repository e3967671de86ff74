import { MemoryEventStore } from '@stepwell/event-sourcing';
import type { InstrumentId } from '@stepwell/pathway';
import { admitted, discharged, jan, newYork, registered, type Told } from '@stepwell/pathway/testing';
import { outcomeCases, type CountedAs } from './outcome-cases.ts';
import { outcomesByProgram } from './program-outcomes.ts';
import { occupancyOn } from './programs.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { readModelDatabase, tell, tellProgram, type ReadModelDatabase } from './testing/index.ts';

const iop = { programId: 'iop' };
const level = 'intensive-outpatient' as const;
let number = 0;
const scored = (at: string, score: number, instrument: InstrumentId = 'PHQ-9'): Told => ({
  type: 'OutcomeMeasured',
  data: { measurementId: `m${++number}`, instrument, instrumentVersion: 1, score },
  at,
});

let database: ReadModelDatabase;
beforeAll(async () => {
  database = await readModelDatabase();
  const store = new MemoryEventStore();
  const definition = {
    ...{ programId: 'iop', name: 'Evening', facilityId: 'north', facilityName: 'North', level },
    ...{
      timeZone: 'America/New_York',
      capacity: 2,
      ageBand: { least: 18 },
      modalities: ['telehealth' as const],
    },
  };
  await tellProgram(
    store,
    'iop',
    { type: 'ProgramDefined', data: definition },
    { type: 'ProgramCapacityChanged', data: { capacity: 4, effectiveFrom: '2026-01-20' } },
    { type: 'ProgramClosed', data: { closedOn: '2026-02-01' } },
  );
  await tellProgram(store, 'op', {
    type: 'ProgramDefined',
    data: {
      ...{ programId: 'op', name: 'Late', facilityId: 'south', facilityName: 'South' },
      ...{ level: 'outpatient', timeZone: 'America/New_York' },
    },
  });
  const scores: Record<string, [string, number][]> = {
    ada: [
      [jan(5), 20],
      [jan(6), 16],
      [jan(13), 8],
      [jan(20), 4],
    ],
    ben: [
      [jan(6), 12],
      [jan(14), 12],
    ],
    cyd: [
      [jan(7), 4],
      [jan(13), 0],
    ],
    dee: [[jan(13), 10]],
  };
  for (const [name, own] of Object.entries(scores))
    await tell(
      store,
      name,
      registered,
      admitted(jan(5, '08:00'), level, iop),
      ...own.map(([at, score]) => scored(at, score)),
      ...(name === 'ada' ? [scored(jan(5), 10, 'GAD-7'), discharged(jan(25))] : []),
    );
  await tell(
    store,
    'eve',
    registered,
    admitted(newYork('2026-03-01'), level, iop),
    scored(newYork('2026-03-02'), 9),
  );
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const january = { from: '2026-01-01', to: '2026-01-31', lastWeek: 26 };

test('the course of the scores, the last of each week, with who responded and remitted', async () => {
  const [gad, phq, ...rest] = await outcomesByProgram(database.pool, january, {});
  expect(rest).toEqual([]);
  expect(gad).toMatchObject({ instrument: 'GAD-7', latest: { measured: 1 } });
  expect(phq).toEqual({
    ...{ programId: 'iop', name: 'Evening', facilityId: 'north', instrument: 'PHQ-9' },
    // The last of each: 4 of 20, 12 of 12, 0 of 4, and a baseline of 10.
    latest: { measured: 4, followed: 2, responded: 1, remitted: 1 },
    weeks: [
      // 16, 12 and 4: of these 16 has a measurement before it.
      {
        ...{ week: 0, measured: 3, lowerQuartile: 8, median: 12, upperQuartile: 14 },
        ...{ followed: 1, responded: 0, remitted: 0 },
      },
      // 8 of 20, 12 of 12, 0 of 4, and a baseline of 10.
      {
        ...{ week: 1, measured: 4, lowerQuartile: 6, median: 9, upperQuartile: 10.5 },
        ...{ followed: 2, responded: 1, remitted: 0 },
      },
      {
        ...{ week: 2, measured: 1, lowerQuartile: 4, median: 4, upperQuartile: 4 },
        ...{ followed: 1, responded: 1, remitted: 1 },
      },
    ],
  });
});

test.each([
  [{ ...january, instrument: 'PHQ-9' as const }, {}, ['PHQ-9 3']],
  [{ ...january, lastWeek: 1 }, {}, ['GAD-7 1', 'PHQ-9 2']],
  [{ ...january, from: '2026-03-01', to: '2026-03-01' }, {}, ['PHQ-9 1']],
  [{ ...january, to: '2026-01-04' }, {}, []],
  [january, { program: 'op' }, []],
  [january, { facility: 'north', level }, ['GAD-7 1', 'PHQ-9 3']],
])('of %j by %j there are so many weeks', async (query, filter, expected) => {
  const trends = await outcomesByProgram(database.pool, query, filter);
  expect(trends.map(({ instrument, weeks }) => `${instrument} ${weeks.length}`)).toEqual(expected);
});

const phq = { ...january, instrument: 'PHQ-9' as const };
const everything = { offset: 0, limit: 50 };
const who = async (countedAs: CountedAs, week?: number, narrowed = {}): Promise<string[]> => {
  const query = { ...phq, ...narrowed, week, countedAs };
  const { items, total } = await outcomeCases(database.pool, query, { program: 'iop' }, everything);
  expect(total).toBe(items.length);
  return items.map(({ patientId, score, baseline }) => `${patientId} ${score} of ${baseline.score}`);
};

test('behind each number of a course are as many patients', async () => {
  const [course] = await outcomesByProgram(database.pool, phq, { program: 'iop' });
  const counted = ['measured', 'followed', 'responded', 'remitted'] as const;
  for (const one of counted) {
    expect(await who(one)).toHaveLength(course!.latest[one]);
    for (const week of course!.weeks) expect(await who(one, week.week)).toHaveLength(week[one]);
  }
});

test.each([
  ['measured', 0, {}, ['ada 16 of 20', 'ben 12 of 12', 'cyd 4 of 4']],
  ['followed', 0, {}, ['ada 16 of 20']],
  ['followed', 1, {}, ['ada 8 of 20', 'ben 12 of 12']],
  ['responded', 1, {}, ['ada 8 of 20']],
  ['remitted', 1, {}, []],
  ['remitted', 2, {}, ['ada 4 of 20']],
  // The last of each, and the last of those weeks that are looked at.
  ['measured', undefined, {}, ['ada 4 of 20', 'ben 12 of 12', 'cyd 0 of 4', 'dee 10 of 10']],
  ['measured', undefined, { lastWeek: 0 }, ['ada 16 of 20', 'ben 12 of 12', 'cyd 4 of 4']],
  ['measured', undefined, { from: '2026-03-01', to: '2026-03-01' }, ['eve 9 of 9']],
  ['measured', undefined, { instrument: 'GAD-7' }, ['ada 10 of 10']],
  ['measured', 3, {}, []],
] as const)('%s in week %s of %j: %j', async (countedAs, week, narrowed, expected) => {
  expect((await who(countedAs, week, narrowed)).toSorted()).toEqual(expected);
});

test('a case tells its measurement, its baseline and their events, a page at a time', async () => {
  const query = { ...phq, countedAs: 'responded' as const, week: 2 };
  const { items } = await outcomeCases(database.pool, query, {}, everything);
  const event = { eventId: expect.any(String) };
  expect(items).toEqual([
    {
      ...{ patientId: 'ada', name: expect.any(Object), programId: 'iop', facilityId: 'north' },
      ...{ instrument: 'PHQ-9', admittedOn: '2026-01-05', measuredOn: '2026-01-20', week: 2, score: 4 },
      ...{ ...event, baseline: { score: 20, measuredOn: '2026-01-05', ...event } },
      ...{ isCase: true, response: true, remission: true },
    },
  ]);
  const all = { ...query, countedAs: 'measured' as const, week: 1 };
  const [first, second] = [
    await outcomeCases(database.pool, all, {}, { offset: 0, limit: 3 }),
    await outcomeCases(database.pool, all, {}, { offset: 3, limit: 3 }),
  ];
  expect([first.total, first.next, second.total, second.next]).toEqual([4, 3, 4, null]);
  expect(new Set([...first.items, ...second.items].map(({ patientId }) => patientId)).size).toBe(4);
});

test.each([
  ['2026-01-04', 0, 2, 0, false],
  ['2026-01-05', 4, 2, 2, false],
  ['2026-01-20', 4, 4, 1, false],
  ['2026-01-25', 3, 4, 0.75, false],
  ['2026-02-01', 3, 4, 0.75, true],
])('on %s there are %i of %i: %d; closed: %s', async (day, patients, capacity, occupancy, isClosed) => {
  const [evening, late] = await occupancyOn(database.pool, day);
  expect(evening).toEqual({
    ...{ programId: 'iop', name: 'Evening', facilityId: 'north', facilityName: 'North', level },
    ...{ ageBand: { least: 18 }, sessionKinds: null, modalities: ['telehealth'] },
    ...{ isClosed, capacity, patients, occupancy },
    waitlist: { waiting: 0, offered: 0, medianDays: null, longestDays: null },
  });
  expect(late).toMatchObject({
    programId: 'op',
    capacity: null,
    patients: 0,
    occupancy: null,
    isClosed: false,
  });
  expect(await occupancyOn(database.pool, day, 'south')).toEqual([late]);
});
