import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, attended, jan, registered } from '@stepwell/pathway/testing';
import { findingCases, findingCounts, type FindingQuery } from './data-quality.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
const store = new MemoryEventStore();
const south = { facilityId: 'south' };
const second = { episodeId: 'e2', stayId: 's2' };

beforeAll(async () => {
  database = await readModelDatabase();
  await tell(store, 'ada', registered, attended(jan(5)), attended(jan(6), { sessionId: 'g2' }));
  await tell(store, 'ben', registered, attended(jan(7), { ...south, programId: 'iop' }));
  await tell(store, 'cyd', registered, admitted(jan(5)), admitted(jan(8), 'inpatient', second));
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

test('findings are counted by code and facility, the most first', async () =>
  expect(await findingCounts(database.pool, {})).toEqual([
    { code: 'attendance-outside-care', facilityId: 'north', findings: 2, patients: 1 },
    { code: 'attendance-outside-care', facilityId: 'south', findings: 1, patients: 1 },
    { code: 'overlapping-stays', facilityId: 'north', findings: 1, patients: 1 },
  ]));

test.each<[FindingQuery, string[]]>([
  [{}, ['cyd', 'ben', 'ada', 'ada']],
  [{ code: 'overlapping-stays' }, ['cyd']],
  [{ facility: 'south' }, ['ben']],
  [{ program: 'iop' }, ['ben']],
  [{ from: '2026-01-07' }, ['cyd', 'ben']],
  [{ to: '2026-01-05' }, ['ada']],
  [{ from: '2026-01-06', to: '2026-01-06' }, ['ada']],
])('behind the counts of %j are the cases, as many', async (query, patients) => {
  const { items, total } = await findingCases(database.pool, query, { offset: 0, limit: 9 });
  expect(items.map(({ patientId }) => patientId)).toEqual(patients);
  expect(total).toBe(patients.length);
  const counts = await findingCounts(database.pool, query);
  expect(counts.reduce((sum, { findings }) => sum + findings, 0)).toBe(total);
});

test('a case names its events, the sentence and the patient', async () =>
  expect(
    (await findingCases(database.pool, { code: 'overlapping-stays' }, { offset: 0, limit: 1 })).items,
  ).toEqual([
    {
      ...{ patientId: 'cyd', name: { family: 'Doe', given: 'Ada' }, code: 'overlapping-stays' },
      ...{ day: '2026-01-08', facilityId: 'north', programId: null },
      sentence: 'In north from 2026-01-08, and since 2026-01-05 in another episode there.',
      eventIds: [eventIdIn('pathway-cyd', 2), eventIdIn('pathway-cyd', 1)],
    },
  ]));

test('the cases come page by page', async () => {
  const page = (offset: number) => findingCases(database.pool, {}, { offset, limit: 3 });
  expect([(await page(0)).next, (await page(3)).next, (await page(3)).items.length]).toEqual([3, null, 1]);
});
