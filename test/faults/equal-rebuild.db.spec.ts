import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, discharged, jan, registered } from '@stepwell/pathway/testing';
import { rebuild } from '@stepwell/read-models';
import { readModelDatabase, tell, type ReadModelDatabase } from '@stepwell/read-models/testing';
import { equalRebuild } from './checks.ts';

let database: ReadModelDatabase;
const store = new MemoryEventStore();
beforeAll(async () => {
  database = await readModelDatabase();
  await tell(store, 'p1', registered, admitted(jan(2)), discharged(jan(9)));
  await tell(store, 'p2', registered, admitted(jan(3)));
});
beforeEach(() => rebuild(database.pool, store));
afterAll(() => database.drop());

test('read models that follow from the log pass', async () => {
  expect(await equalRebuild(database.pool, store)).toBeGreaterThan(4);
});

test.each([
  ['a row too few', `DELETE FROM read.patients WHERE patient_id = 'p1'`],
  ['a value that is another', `UPDATE read.stays SET facility_id = 'elsewhere' WHERE patient_id = 'p2'`],
])('%s is seen', async (_, spoil) => {
  expect((await database.pool.query(spoil)).rowCount).toBeGreaterThan(0);
  await expect(equalRebuild(database.pool, store)).rejects.toThrow(/the read model \w+ equals its rebuild/);
});
