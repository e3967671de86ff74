import { MemoryEventStore } from '@stepwell/event-sourcing';
import {
  admitted,
  discharged,
  granted,
  jan,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { divergencesOnDay, type DivergencesQuery } from './divergences.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
const store = new MemoryEventStore();
const covered = (payerId: string): Told => ({
  type: 'CoverageStarted',
  data: { coverageId: payerId, payerId, from: '2025-01-01', person: {} },
  at: jan(1),
});

beforeAll(async () => {
  database = await readModelDatabase();
  const care = (id: string, payerId: string, ...told: readonly Told[]) =>
    tell(store, id, registered, covered(payerId), admitted(jan(5)), ...told);
  const until = (day: number, payerId = 'hmo') => granted(jan(5), { payerId, to: `2026-01-0${day}` });
  await care('ada', 'hmo', until(7));
  await care('ben', 'hmo', granted(jan(5)), transitioned(jan(6), 'intensive-outpatient'));
  await care('cyd', 'hmo', granted(jan(5)));
  await care('dee', 'hmo');
  await care('eve', 'ppo', until(6, 'ppo'));
  await care('fay', 'hmo', until(6), discharged(jan(8)));
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const divergences = (over: Partial<DivergencesQuery> = {}, page = { offset: 0, limit: 50 }) =>
  divergencesOnDay(database.pool, store, { on: '2026-01-09', ...over }, page);
const told = async (over: Partial<DivergencesQuery> = {}) =>
  (await divergences(over)).items.map(({ patientId, kind, since }) => `${patientId} ${kind} ${since}`);

test('everybody whose level is not the one paid for is found, those first who have been for longest', async () => {
  expect(await told()).toEqual([
    'ben authorized-higher 2026-01-06',
    'eve unauthorized 2026-01-07',
    'ada unauthorized 2026-01-08',
  ]);
  expect((await divergences()).kinds).toEqual([
    { kind: 'unauthorized', stays: 2 },
    { kind: 'authorized-higher', stays: 1 },
  ]);
});
test.each<[string, Partial<DivergencesQuery>, readonly string[]]>([
  ['a health plan', { payer: 'hmo' }, ['ben', 'ada']],
  ['a level', { level: 'intensive-outpatient' }, ['ben']],
  ['a kind', { kind: 'unauthorized' }, ['eve', 'ada']],
  ['a facility', { facility: 'south' }, []],
  ['another day', { on: '2026-01-07' }, ['ben', 'eve', 'fay']],
])('of %s', async (_, query, patients) =>
  expect((await divergences(query)).items.map(({ patientId }) => patientId)).toEqual(patients),
);
test('each says what is paid for, and the event by which the stay began', async () => {
  expect((await divergences()).items[0]).toMatchObject({
    ...{ clinical: 'intensive-outpatient', authorized: 'inpatient', authorizationId: 'a1' },
    ...{ facilityId: 'north', name: { family: 'Doe', given: 'Ada' }, eventId: expect.any(String) },
  });
});
test('a page tells how long the list is', async () => {
  const { items, total, next } = await divergences({}, { offset: 1, limit: 1 });
  expect([items.map(({ patientId }) => patientId), total, next]).toEqual([['eve'], 3, 2]);
});
