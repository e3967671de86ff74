import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { rebuild } from '@stepwell/read-models';
import { readModelDatabase, type ReadModelDatabase } from '@stepwell/read-models/testing';

let database: ReadModelDatabase;
let store: PostgresEventStore;

beforeAll(async () => {
  database = await readModelDatabase();
  store = await PostgresEventStore.open({ url: database.url });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Resolves when somebody waits for a lock on a table. */
const somebodyWaitsFor = async (table: string): Promise<void> => {
  for (;;) {
    const { rowCount } = await database.pool.query(
      'SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
      [table],
    );
    if (rowCount) return;
  }
};

// Every query names its tables in this order; see `readModels`.
test.each([
  ['measure_cases', 'patients'],
  ['attendance_weeks', 'patients'],
  ['attendance_weeks', 'programs'],
  ['transitions', 'patients'],
  ['patients', 'stays'],
  ['stays', 'leaves'],
])(
  'a rebuild and a query that has come from %s to %s wait for each other in no circle',
  async (first, second) => {
    await rebuild(database.pool, store);
    const query = await database.pool.connect();
    await query.query(`BEGIN; LOCK TABLE read.${first} IN ACCESS SHARE MODE`);
    const rebuilt = rebuild(database.pool, store);
    await somebodyWaitsFor(`read.${first}`);
    await query.query(`SELECT count(*) FROM read.${second}`);
    await query.query('COMMIT');
    query.release();
    await expect(rebuilt).resolves.toBeDefined();
  },
);
