import fc from 'fast-check';
import { handle, type EventStore, type Order } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { pathway, type PathwayCommand } from '@stepwell/pathway';
import {
  admitted,
  anyCommands,
  cameBack,
  discharged,
  jan,
  left,
  registered,
} from '@stepwell/pathway/testing';
import {
  Projector,
  heldStreams,
  readModels,
  readCheckpoint,
  rebuild,
  retryHeld,
  verify,
  type PatientState,
} from '@stepwell/read-models';
import {
  eventIdIn,
  readModelDatabase,
  tablesOf,
  tell,
  type ReadModelDatabase,
} from '@stepwell/read-models/testing';

// What one patient's history does to one read model is nobody else's concern.

type Models = typeof readModels;

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

/** The read models, of which one fails where a condition holds. */
const failing = (name: string, when: (state: PatientState) => boolean): Models =>
  readModels.map((model) =>
    model.name === name
      ? {
          ...model,
          rows: (state: PatientState, key: string) => {
            if (when(state)) throw new RangeError('no such day');
            return model.rows(state, key);
          },
        }
      : model,
  );

const lines: string[] = [];
const project = async (models: Models = readModels, log: EventStore = store): Promise<void> => {
  lines.length = 0;
  const projector = new Projector(database.pool, log, { log: (line) => lines.push(line), models });
  await projector.start();
  await projector.reached(await store.head());
  await projector.stop();
};

const isAway = ({ pathway }: PatientState): boolean =>
  pathway.facts.filter(({ type }) => type === 'LeaveStarted').length >
  pathway.facts.filter(({ type }) => type === 'LeaveEnded').length;

const staysOf = async (patientId: string): Promise<readonly object[]> =>
  (await tablesOf(database.pool))['stays']!.filter(
    (row) => (row as { patient_id: string }).patient_id === patientId,
  );

const isComplete = async (): Promise<boolean> =>
  (await verify(database.pool, store, readModels)).verdicts.every((verdict) => verdict.isComplete);

const heldNow = async () =>
  (await heldStreams(database.pool)).map(({ model, streamId, eventType, reason }) => [
    model,
    streamId,
    eventType,
    reason,
  ]);

test('rows that cannot be derived stay as they were, and everything else goes on', async () => {
  const models = failing('stays', isAway);
  await tell(store, 'ada', registered, admitted(jan(2)));
  await project(models);
  const before = await staysOf('ada');
  expect(before).toHaveLength(1);
  await tell(store, 'ada', left(jan(3)));
  await tell(store, 'ben', registered, admitted(jan(4)));
  await project(models);
  expect(await heldNow()).toEqual([['stays', 'pathway-ada', 'LeaveStarted', 'RangeError: no such day']]);
  expect(lines).toEqual([
    expect.stringContaining('stays: the rows of pathway-ada stay as they were before LeaveStarted'),
  ]);
  expect(await staysOf('ada')).toEqual(before);
  expect(await staysOf('ben')).toHaveLength(1);
  expect((await tablesOf(database.pool))['leaves']).toHaveLength(1);
  expect(await verify(database.pool, store, readModels)).toMatchObject({
    verdicts: readModels.map(({ name }) => ({ isComplete: true, held: name === 'stays' ? 1 : 0 })),
  });
});

test('a further event that cures it lets the rows go on', async () => {
  const models = failing('stays', isAway);
  await tell(store, 'ada', registered, admitted(jan(2)), left(jan(3)));
  await project(models);
  expect(await heldNow()).toHaveLength(1);
  await tell(store, 'ada', cameBack(jan(4)), discharged(jan(5)));
  await project(models);
  expect(await heldNow()).toEqual([]);
  expect(await staysOf('ada')).toEqual([expect.objectContaining({ end_on: '2026-01-05' })]);
  expect(await isComplete()).toBe(true);
});

test('mended code takes them up when it starts, or when it is told to', async () => {
  await tell(store, 'ada', registered, admitted(jan(2)), left(jan(3)));
  await tell(store, 'ben', registered, admitted(jan(2)), left(jan(3)));
  await project(failing('stays', isAway));
  expect(await heldNow()).toHaveLength(2);
  expect(await retryHeld(database.pool, store, readModels, { keys: ['ada'] })).toEqual({
    tried: 1,
    released: 1,
  });
  expect(await heldNow()).toHaveLength(1);
  expect(await isComplete()).toBe(true);
  await project();
  expect(await heldNow()).toEqual([]);
  const followed = await tablesOf(database.pool);
  await rebuild(database.pool, store);
  expect(followed).toEqual(await tablesOf(database.pool));
});

test('so does what the database refuses', async () => {
  const models: Models = readModels.map((model) =>
    model.name === 'patients'
      ? {
          ...model,
          rows: (state: PatientState, key: string) =>
            model
              .rows(state, key)
              .map((row: object) => ({ ...row, born_on: isAway(state) ? '2026-02-30' : null })),
          columns: { ...model.columns, born_on: 'date' },
          version: model.version + 1,
        }
      : model,
  );
  await tell(store, 'ada', registered, admitted(jan(2)));
  await project(models);
  await tell(store, 'ada', left(jan(3)));
  await tell(store, 'ben', registered, admitted(jan(2)));
  await project(models);
  expect(await heldNow()).toEqual([
    ['patients', 'pathway-ada', 'LeaveStarted', expect.stringContaining('2026-02-30')],
  ]);
  expect((await tablesOf(database.pool))['patients']).toHaveLength(2);
  expect((await tablesOf(database.pool))['leaves']).toHaveLength(1);

  const followed = await tablesOf(database.pool);
  await rebuild(database.pool, store, { models, log: () => {} });
  expect(followed).toEqual(await tablesOf(database.pool));
  expect(await heldNow()).toHaveLength(1);
});

test('so do two rows under one key, which a new table would take', async () => {
  const models: Models = readModels.map((model) =>
    model.name === 'stays'
      ? {
          ...model,
          rows: (state: PatientState, key: string) => {
            const rows = model.rows(state, key);
            return isAway(state) ? [...rows, ...rows] : rows;
          },
        }
      : model,
  );
  await tell(store, 'ada', registered, admitted(jan(2)), left(jan(3)));
  await tell(store, 'ben', registered, admitted(jan(2)));
  await project(models);
  expect(await heldNow()).toEqual([
    ['stays', 'pathway-ada', 'LeaveStarted', expect.stringContaining('same key')],
  ]);
  expect(await staysOf('ben')).toHaveLength(1);
});

test('an event that cannot be folded holds its patient in every read model', async () => {
  const broken: EventStore['readLog'] = async (after, limit) =>
    (await store.readLog(after, limit)).map(spoil);
  const spoil = <E extends { type: string; data: object }>(event: E): E =>
    event.type === 'LeaveStarted' ? { ...event, data: null as never } : event;
  const log = new Proxy<EventStore>(store, {
    get: (target, name) => {
      if (name === 'readLog') return broken;
      if (name === 'readStreams')
        return async (...args: Parameters<EventStore['readStreams']>) =>
          new Map([...(await target.readStreams(...args))].map(([id, events]) => [id, events.map(spoil)]));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  await tell(store, 'ada', registered, admitted(jan(2)));
  await project(readModels, log);
  await tell(store, 'ada', left(jan(3)));
  await tell(store, 'ben', registered, admitted(jan(2)));
  await project(readModels, log);
  const patientModels = readModels.filter(({ category }) => category === 'pathway');
  expect((await heldNow()).map(([model]) => model).sort()).toEqual(
    patientModels.map(({ name }) => name).sort(),
  );
  expect(await staysOf('ada')).toHaveLength(1);
  expect(await staysOf('ben')).toHaveLength(1);
  await project();
  expect(await heldNow()).toEqual([]);
  expect(await isComplete()).toBe(true);
});

const unknownEvents: [string, string, string, number][] = [
  ['an event of an unknown type', 'pathway-ada', 'PatientTeleported', 1],
  ['an event of a version from the future', 'pathway-ada', 'LeaveStarted', 99],
  ['a stream of an unknown kind', 'ward-7', 'LeaveStarted', 1],
];
test.each(unknownEvents)('%s stops the reader before it', async (_, streamId, type, schemaVersion) => {
  await tell(store, 'ada', registered, admitted(jan(2)));
  await project();
  const checkpoint = await readCheckpoint(database.pool);
  const [fact] = (await store.readStream('pathway-ada')).slice(-1);
  await store.append(streamId, [{ ...fact!, id: crypto.randomUUID(), type, schemaVersion }], 'any');
  await tell(store, 'ben', registered, admitted(jan(2)));
  lines.length = 0;
  const projector = new Projector(database.pool, store, { log: (line) => lines.push(line) });
  await projector.start();
  while (!projector.fault) await new Promise((resolve) => setTimeout(resolve, 20));
  await projector.stop();
  expect(projector.fault).toContain(type);
  expect(lines.join()).toContain('Projection stopped and is tried again');
  expect(await readCheckpoint(database.pool)).toBe(checkpoint);
  expect(await heldNow()).toEqual([]);
});

const orderOf = (command: PathwayCommand, at: string, name: string): Order<PathwayCommand> => ({
  commands: [command],
  eventId: (part) => eventIdIn(name, part + 1),
  metadata: {
    ...{ occurredAt: at, recordedAt: '2026-12-01T00:00:00.000Z', source: { system: 'test' }, actor: 'test' },
    ...{ commandId: eventIdIn(name, 0), correlationId: eventIdIn(name, 0) },
  },
});

test('held or not, whatever is followed is what a rebuild makes, and nothing is unaccounted for', async () => {
  const isOdd = ({ pathway }: PatientState) => pathway.facts.length % 5 === 3;
  const models = failing('transitions', isOdd);
  const patients = fc.sample(anyCommands(25), { seed: 11, numRuns: 12 });
  const projector = new Projector(database.pool, store, { log: () => {}, models });
  await projector.start();
  await Promise.all(
    patients.map(async (said, n) => {
      for (const [m, { command, at }] of said.entries())
        await handle(store, pathway, `p${n}`, [orderOf(command, at, `p${n} ${m}`)]);
    }),
  );
  await projector.reached(await store.head());
  await projector.stop();
  const held = await heldNow();
  expect(held.length).toBeGreaterThan(0);
  expect(await isComplete()).toBe(true);
  const followed = await tablesOf(database.pool);
  await rebuild(database.pool, store, { models, log: () => {} });
  expect(await heldNow()).toEqual(held);
  expect(followed).toEqual(await tablesOf(database.pool));
  expect(await isComplete()).toBe(true);
});
