import fc from 'fast-check';
import { MemoryEventStore, Refusal, foldAll } from '@stepwell/event-sourcing';
import { asFact } from '@stepwell/event-sourcing/testing';
import { NOTHING_KNOWN, addDays, pathway, pathwayFold, type LevelOfCare } from '@stepwell/pathway';
import {
  admitted,
  anyCommands,
  cameBack,
  discharged,
  jan,
  left,
  registered,
  registration,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { censusByFacility, censusOn, censusSeries, patientsPresentOn, type CensusStep } from './census.ts';
import type { Filter } from './filter.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { payers } from './coverages.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
beforeAll(async () => {
  database = await readModelDatabase();
});
afterAll(() => database.drop());

const covered = (payerId: string, from: string, payerName?: string): Told => ({
  type: 'CoverageStarted',
  data: { coverageId: payerId, payerId, payerName, from, person: {} },
  at: jan(1),
});
const named = (family: string): Told => ({
  ...registered,
  type: 'PatientRegistered',
  data: { ...registration, person: { name: { family } } },
});
const south = { facilityId: 'south' };
const iop = { programId: 'iop' };
const second = { episodeId: 'e2', stayId: 's2' };

describe('a small network', () => {
  beforeAll(async () => {
    const store = new MemoryEventStore();
    await tell(
      store,
      'ada',
      named('Adams'),
      covered('hmo', '2025-01-01', 'Good Health'),
      admitted(jan(5)),
      discharged(jan(10)),
      admitted(jan(12), 'intensive-outpatient', { ...second, ...iop }),
      left(jan(20), { episodeId: 'e2' }),
      cameBack(jan(22), { episodeId: 'e2' }),
    );
    await tell(
      store,
      'ben',
      named('Brown'),
      covered('plan', '2026-01-05'),
      admitted(jan(3), 'residential', south),
      transitioned(jan(8), 'partial-hospitalization', south),
      discharged(jan(15)),
    );
    // At two facilities at once, and at one of them twice: an admission came late and its discharge never.
    await tell(
      store,
      'cyd',
      named('Clark'),
      admitted(jan(6), 'intensive-outpatient', iop),
      admitted(jan(8), 'intensive-outpatient', { ...second, ...south }),
      discharged(jan(20), 'completed', 'e2'),
      admitted(jan(4), 'intensive-outpatient', { episodeId: 'e3', stayId: 's3' }),
    );
    await rebuild(database.pool, store);
  });

  const on = async (day: string, filter: Filter = {}): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await censusOn(database.pool, day, filter)).map(({ level, patients }) => [level, patients]),
    );

  test.each<[string, Partial<Record<LevelOfCare, number>>]>([
    ['2026-01-02', {}],
    ['2026-01-03', { residential: 1 }],
    ['2026-01-05', { inpatient: 1, residential: 1, 'intensive-outpatient': 1 }],
    ['2026-01-08', { inpatient: 1, 'partial-hospitalization': 1, 'intensive-outpatient': 1 }],
    ['2026-01-10', { 'partial-hospitalization': 1, 'intensive-outpatient': 1 }],
    ['2026-01-12', { 'partial-hospitalization': 1, 'intensive-outpatient': 2 }],
    ['2026-01-15', { 'intensive-outpatient': 2 }],
    ['2030-01-01', { 'intensive-outpatient': 2 }],
  ])('has on %s at 23:59 the patients %j', async (day, levels) => expect(await on(day)).toEqual(levels));

  test.each<[Filter, Record<string, number>]>([
    [{ facility: 'south' }, { 'partial-hospitalization': 1, 'intensive-outpatient': 1 }],
    [{ program: 'iop' }, { 'intensive-outpatient': 2 }],
    [{ payer: 'hmo' }, { 'intensive-outpatient': 1 }],
    [{ level: 'partial-hospitalization' }, { 'partial-hospitalization': 1 }],
    [{ facility: 'south', level: 'intensive-outpatient' }, { 'intensive-outpatient': 1 }],
    [{ facility: 'south', payer: 'hmo' }, {}],
    [{ facility: 'nowhere' }, {}],
  ])('has of %j on 12 January %j', async (filter, levels) =>
    expect(await on('2026-01-12', filter)).toEqual(levels),
  );

  test.each([
    ['2026-01-19', 0],
    ['2026-01-20', 1],
    ['2026-01-21', 1],
    ['2026-01-22', 0],
  ])('has on %s on leave %d', async (day, onLeave) =>
    expect(await censusOn(database.pool, day, { program: 'iop' })).toEqual([
      { level: 'intensive-outpatient', patients: 2, onLeave },
    ]),
  );

  test('counts each facility for itself', async () =>
    expect(await censusByFacility(database.pool, '2026-01-12', {})).toEqual([
      { facilityId: 'north', patients: 2 },
      { facilityId: 'south', patients: 2 },
    ]));
  test('names the patients behind a number, page by page', async () => {
    const page = (offset: number) => patientsPresentOn(database.pool, '2026-01-12', {}, { offset, limit: 2 });
    const names = ({ items }: Awaited<ReturnType<typeof page>>) => items.map(({ name }) => name.family);
    expect(names(await page(0))).toEqual(['Adams', 'Brown']);
    expect(names(await page(2))).toEqual(['Clark']);
    expect(await page(0)).toMatchObject({ total: 3, next: 2 });
    expect(await page(2)).toMatchObject({ total: 3, next: null });
  });
  test('knows its payers by name, or else by id', async () =>
    expect(await payers(database.pool)).toEqual([
      { payerId: 'hmo', name: 'Good Health' },
      { payerId: 'plan', name: 'plan' },
    ]));

  const points = async (step: CensusStep, from: string, to: string, filter: Filter = {}) =>
    (await censusSeries(database.pool, { from, to, step }, filter)).map(
      ({ on: day, levels }) => `${day} ${Object.values(levels).join(' ')}`,
    );

  test('has a series with every point of the range, those with nobody too', async () =>
    expect(await points('day', '2026-01-01', '2026-01-05')).toEqual([
      '2026-01-01 0 0 0 0 0 0 0',
      '2026-01-02 0 0 0 0 0 0 0',
      '2026-01-03 0 0 1 0 0 0 0',
      '2026-01-04 0 0 1 0 1 0 0',
      '2026-01-05 1 0 1 0 1 0 0',
    ]));
  test('has a series that counts a patient of several stays once', async () => {
    const iops = async (filter: Filter) =>
      (await censusSeries(database.pool, { from: '2026-01-03', to: '2026-01-24', step: 'week' }, filter)).map(
        ({ levels }) => levels['intensive-outpatient'],
      );
    expect(await iops({})).toEqual([0, 1, 2, 2]);
    expect(await iops({ facility: 'north' })).toEqual([0, 1, 2, 2]);
    expect(await iops({ facility: 'south' })).toEqual([0, 1, 1, 0]);
    expect(await iops({ program: 'iop' })).toEqual([0, 1, 2, 2]);
  });
  test('has a series of nobody where nobody ever was', async () =>
    expect(await points('week', '2020-01-01', '2020-01-15', { facility: 'nowhere' })).toEqual([
      '2020-01-01 0 0 0 0 0 0 0',
      '2020-01-08 0 0 0 0 0 0 0',
      '2020-01-15 0 0 0 0 0 0 0',
    ]));
  test('has a series whose months begin on their day or else their last', async () =>
    expect((await points('month', '2026-01-31', '2026-04-30')).map((point) => point.slice(0, 10))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]));
});

describe('a series says of every day what the census of that day says', () => {
  const [from, to] = ['2025-12-28', '2026-01-20'];
  const days = Array.from({ length: 24 }, (_, n) => addDays(from, n));

  beforeAll(async () => {
    const store = new MemoryEventStore();
    for (const [patient, said] of fc.sample(anyCommands(60), { seed: 7, numRuns: 60 }).entries()) {
      let state = NOTHING_KNOWN;
      for (const [n, { command, at }] of said.entries()) {
        const times = { occurredAt: at, recordedAt: new Date(Date.UTC(2026, 1, 1, 0, 0, n)).toISOString() };
        const decided = pathway.decide(command, state, times);
        if (decided instanceof Refusal) continue;
        const facts = decided.map((event, part) =>
          asFact(pathwayFold, event, eventIdIn(`${patient} ${n}`, part), times),
        );
        await store.append(`pathway-${patient}`, facts, 'any');
        state = foldAll(pathwayFold, facts, state);
      }
    }
    await rebuild(database.pool, store);
  });

  test.each<Filter>([
    {},
    { level: 'inpatient' },
    { facility: 'north' },
    { program: 'iop' },
    { payer: 'hmo' },
    { payer: 'plan', level: 'outpatient' },
    { facility: 'south', program: 'php', payer: 'hmo' },
  ])('filtered by %j', async (filter) => {
    const series = await censusSeries(database.pool, { from, to, step: 'day' }, filter);
    expect(series.map(({ on }) => on)).toEqual(days);
    for (const { on, levels } of series) {
      const present = Object.entries(levels).filter(([, patients]) => patients > 0);
      const counted = (await censusOn(database.pool, on, filter)).map(({ level, patients }) => [
        level,
        patients,
      ]);
      expect([on, ...present.sort()]).toEqual([on, ...counted.sort()]);
    }
  });
  test('from whichever day it begins', async () => {
    const whole = await censusSeries(database.pool, { from, to, step: 'day' }, {});
    for (const [n, day] of days.entries())
      expect(await censusSeries(database.pool, { from: day, to, step: 'day' }, {})).toEqual(whole.slice(n));
  });
});
