import { createHash } from 'node:crypto';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { admitted, jan, left, registered } from '@stepwell/pathway/testing';
import { Projector, heldStreams, readModels, rebuild, verify } from '@stepwell/read-models';
import { readModelDatabase, tablesOf, tell, type ReadModelDatabase } from '@stepwell/read-models/testing';

// Rows that the database refuses, while tables fill and are followed.

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
const project = async (): Promise<void> => {
  const projector = new Projector(database.pool, store, { log });
  await projector.start();
  await projector.reached(await store.head());
  await projector.stop();
};

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
