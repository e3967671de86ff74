import { START } from '@stepwell/event-sourcing';
import { eventStoreConformance } from '@stepwell/event-sourcing/testing';
import { openDatabase } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { PostgresEventStore } from './postgres-event-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const open = () => PostgresEventStore.open({ url: database.url });
eventStoreConformance('PostgresEventStore', open, { opensTwice: true });

describe('PostgresEventStore, after all this', () => {
  test('has never read the whole table, though it was empty when most of its plans were made', async () => {
    // Three scans are of the making of its indexes. What a connection did is counted when it ends, a moment after its client has gone.
    const scans = async () =>
      (await database.pool.query(`SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'events'`)).rows;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await scans()).toEqual([{ seq_scan: '3' }]);
  });

  test('has given every event the next position', async () => {
    const { rows } = await database.pool.query(`
      SELECT count(*) AS events, max(position) AS last, (SELECT position FROM log.head) AS head FROM log.events`);
    expect(Number(rows[0].events)).toBeGreaterThan(10_000);
    expect(rows[0]).toEqual({ events: rows[0].events, last: rows[0].events, head: rows[0].events });
  });
});

test('the log is only ever added to', async () => {
  for (const change of ['UPDATE log.events SET type = type', 'DELETE FROM log.events', 'TRUNCATE log.events'])
    await expect(database.pool.query(change)).rejects.toThrow('The log is only ever added to.');
});

test('it needs no more rights than those of the database owner', async () => {
  await database.pool.query(`
    DROP ROLE IF EXISTS log_owner;
    CREATE ROLE log_owner LOGIN PASSWORD 'secret' NOSUPERUSER`);
  const name = new URL(database.url).pathname.slice(1);
  await database.pool.query(`CREATE DATABASE ${name}_owned OWNER log_owner`);
  const url = Object.assign(new URL(database.url), { username: 'log_owner', password: 'secret' });
  url.pathname += '_owned';
  const store = await PostgresEventStore.open({ url: url.href });
  expect(await store.head()).toBe(START);
  await store.close();
  const again = await PostgresEventStore.open({ url: url.href });
  await again.close();
  const owned = await openDatabase(url.href, { connections: 1 });
  await expect(owned.query('SELECT current_user, current_database()')).resolves.toMatchObject({
    rowCount: 1,
  });
  await owned.end();
  await database.pool.query(`DROP DATABASE ${name}_owned WITH (FORCE)`);
  await database.pool.query('DROP ROLE log_owner');
});
