import { createHash } from 'node:crypto';
import type { EventStore } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { admitted, attended, jan, left, registered, transitioned } from '@stepwell/pathway/testing';
import {
  Projector,
  heldStreams,
  readModels,
  rebuild,
  verify,
  whileBuilding,
  type PatientState,
} from '@stepwell/read-models';
import {
  readModelDatabase,
  tablesOf,
  tell,
  tellProgram,
  type ReadModelDatabase,
} from '@stepwell/read-models/testing';

// Rows that the database refuses, and patients of whom a table knows nothing, while tables fill and are followed.

let database: ReadModelDatabase;
let store: PostgresEventStore;
beforeEach(async () => {
  database = await readModelDatabase();
  store = await PostgresEventStore.open({ url: database.url });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const log = () => {};
type Models = typeof readModels;

const project = async (models: Models = readModels, from: EventStore = store): Promise<void> => {
  const projector = new Projector(database.pool, from, { log, models });
  await projector.start();
  await projector.reached(await store.head());
  await projector.stop();
};

/** The same log, of which one function does otherwise. */
const storeWith = <Name extends keyof EventStore>(changed: Name, does: EventStore[Name]): EventStore =>
  new Proxy<EventStore>(store, {
    get: (target, name) => {
      const value: unknown = name === changed ? does : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const changed = (name: string, change: (rows: readonly object[], state: PatientState) => object[]): Models =>
  readModels.map((model) =>
    model.name === name
      ? { ...model, rows: (state: PatientState, key: string) => change(model.rows(state, key), state) }
      : model,
  );

const heldNow = async () =>
  (await heldStreams(database.pool)).map(({ model, streamId, eventType }) => [model, streamId, eventType]);

const isComplete = async (): Promise<boolean> =>
  (await verify(database.pool, store, readModels)).verdicts.every((verdict) => verdict.isComplete);

test('rows that only an index refuses hold their patient in new tables too, and nobody else', async () => {
  await project();
  // Longer than an entry of an index can be, and as random as not to be compressed.
  const leaveId = Array.from({ length: 100 }, (_, n) =>
    createHash('sha512').update(String(n)).digest('hex'),
  ).join('');
  for (const name of ['ada', 'ben']) await tell(store, name, registered, admitted(jan(2)));
  await tell(store, 'ada', left(jan(3), { leaveId }));
  await tell(store, 'ben', left(jan(3)));
  await project();
  const held = [['leaves', 'pathway-ada', 'LeaveStarted']];
  expect(await heldNow()).toEqual(held);
  const followed = await tablesOf(database.pool);
  await rebuild(database.pool, store, { log });
  expect(await heldNow()).toEqual(held);
  expect(await tablesOf(database.pool)).toEqual(followed);
  expect(await isComplete()).toBe(true);
}, 20_000);

test('of many patients in a batch only those are written one by one whose rows are refused', async () => {
  const models = changed('patients', (rows, { pathway }) =>
    rows.map((row) => ({ ...row, since: pathway.facts.length === 3 ? '2026-02-30' : null })),
  );
  const names = Array.from({ length: 20 }, (_, n) => `p${n}`);
  for (const name of names) await tell(store, name, registered, admitted(jan(2)));
  await project(models);
  for (const name of names.slice(1)) await tell(store, name, left(jan(3)), attended(jan(4)));
  await tell(store, 'p0', left(jan(3)));
  const read: (readonly string[])[] = [];
  const watched = storeWith('readStreams', (streamIds, upTo) => {
    read.push(streamIds);
    return store.readStreams(streamIds, upTo);
  });
  await project(models, watched);
  expect(await heldNow()).toEqual([['patients', 'pathway-p0', 'LeaveStarted']]);
  expect(read.filter((streamIds) => streamIds.length === 1)).toEqual([['pathway-p0']]);
  expect(await isComplete()).toBe(true);
}, 20_000);

test('a patient who is held does not cost more and more with every further event', async () => {
  let tries = 0;
  const models = changed('stays', (rows, { pathway }) => {
    tries++;
    if (pathway.facts.length === 3 || pathway.facts.length > 4) throw new RangeError('no such day');
    return [...rows];
  });
  const sessions = Array.from({ length: 60 }, (_, n) => attended(jan(4), { sessionId: String(n) }));
  await tell(store, 'ada', registered, admitted(jan(2)), ...sessions);
  const projector = new Projector(database.pool, store, { log, models });
  await projector.start();
  const [before] = await heldStreams(database.pool);
  tries = 0;
  await tell(store, 'ada', left(jan(5)));
  await projector.reached(await store.head());
  await projector.stop();
  expect(tries).toBeLessThan(70);
  expect(await heldStreams(database.pool)).toEqual([{ ...before, triedAt: expect.any(String), attempts: 3 }]);
  expect(await isComplete()).toBe(true);
  const followed = await tablesOf(database.pool);
  await rebuild(database.pool, store, { log, models });
  expect(await tablesOf(database.pool)).toEqual(followed);
}, 20_000);

const policy = (version: number) =>
  ({
    type: 'ProgramHoursPolicyChanged',
    data: {
      policy: {
        ...{ id: 'iop', version, effectiveFrom: '2026-01-01' },
        ...{ level: 'intensive-outpatient', minHoursPerWeek: 3 * version },
      },
    },
  }) as never;
const inProgram = transitioned(jan(3), 'intensive-outpatient', { programId: 'iop' });

test('new tables whose patients are in a program before they are in the tables are filled all the same', async () => {
  const models = changed('attendance-weeks', (rows, { pathway }) => {
    if (pathway.facts.length === 0) throw new RangeError('nobody is there');
    return [...rows];
  });
  await tell(store, 'ada', registered, admitted(jan(2)), inProgram);
  await project(models);
  const one = storeWith('readLog', (after) => store.readLog(after, 1));
  const choose = async () => models.filter(({ name }) => name === 'attendance-weeks');
  await whileBuilding(database.pool, one, { log, models, choose }, async (building) => {
    await building!.fill();
    await tellProgram(store, 'iop', policy(1));
    await tell(store, 'ben', registered, admitted(jan(2)), inProgram);
    await project(models);
    await building!.switch();
  });
  expect(await heldNow()).toEqual([]);
  expect(await isComplete()).toBe(true);
}, 20_000);

test('patients whose stays are held are found when a program changes, by new tables of something else too', async () => {
  const models = changed('stays', (rows, { pathway }) => {
    if (pathway.facts.length > 2) throw new RangeError('no such day');
    return [...rows];
  });
  await tellProgram(store, 'iop', policy(1));
  const session = attended(jan(6), { programId: 'iop', attendedMinutes: 300, status: 'attended' } as never);
  await tell(store, 'ada', registered, admitted(jan(2)), inProgram, session);
  await project(models);
  const choose = async () => models.filter(({ name }) => name === 'attendance-weeks');
  await whileBuilding(database.pool, store, { log, models, choose }, async (building) => {
    await building!.fill();
    await tellProgram(store, 'iop', policy(2));
    await project(models);
    const { 'attendance-weeks': followed } = await tablesOf(database.pool);
    expect(JSON.stringify(followed)).toContain('ada');
    await building!.switch();
    expect((await tablesOf(database.pool))['attendance-weeks']).toEqual(followed);
  });
}, 20_000);

test('what was never made is complete in nothing', async () => {
  await tell(store, 'ada', registered);
  expect(await isComplete()).toBe(false);
  await rebuild(database.pool, store);
  expect(await isComplete()).toBe(true);
});
