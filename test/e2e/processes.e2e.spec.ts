import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { LogCheck, caughtUp, equalRebuild } from '../faults/checks.ts';
import { Load, chanceOf } from '../faults/load.ts';
import { Platform } from '../faults/platform.ts';
import { build, until } from './testing/built.ts';

// Stepwell's services spread over real processes that share nothing but a database.

let database: TestDatabase;
let store: PostgresEventStore;
const platforms: Platform[] = [];
beforeAll(async () => {
  build('@stepwell/platform');
  database = await testDatabase();
  store = await PostgresEventStore.open({ url: database.url });
}, 180_000);
afterAll(async () => {
  for (const platform of platforms) await platform.kill();
  await store.close();
  await database.drop();
});

const start = async (name: string, services: string): Promise<Platform> => {
  const url = new URL(database.url);
  url.searchParams.set('application_name', name);
  const platform = new Platform(name, { DATABASE_URL: url.href, STEPWELL_SERVICES: services });
  platforms.push(platform);
  await platform.start();
  return platform;
};

/** The processes that lead something now: those that hold an advisory lock. */
const leaders = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT DISTINCT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND application_name LIKE 'projector%'
       AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.map(({ name }) => name);
};

const status = async ({ base }: Platform, path: string): Promise<number> => (await fetch(base + path)).status;

test('two take in, one of two projectors dies in the middle, and what one process would have made is there', async () => {
  const [one, two, answering] = await Promise.all([
    start('intake-1', 'intake'),
    start('intake-2', 'intake'),
    start('answering', 'insights,audit'),
  ]);
  const projectors = [await start('projector-1', 'projector'), await start('projector-2', 'projector')];
  const load = new Load(chanceOf(7));
  load.start(12, () => [one.base, two.base]);
  await caughtUp(answering.base, store);
  await until(
    () => load.acknowledged.size > 200,
    () => one.output(),
  );

  const [leader] = await leaders();
  const killed = projectors.find(({ name }) => name === leader)!;
  await killed.kill();
  const takenOver = await caughtUp(answering.base, store);
  console.info(`Another projector had taken over and caught up after ${Math.round(takenOver)} ms.`);
  expect(takenOver).toBeLessThan(10_000);
  expect(await leaders()).toEqual([projectors.find((other) => other !== killed)!.name]);

  await until(
    () => load.acknowledged.size > 400,
    () => one.output(),
  );
  await load.stop();
  await load.sendAgain(two.base);
  expect([...load.answers.keys()].filter((code) => code >= 400 || code === 0)).toEqual([]);
  const log = await LogCheck.of(store);
  log.orders(load);
  log.patients(load);
  expect(log.events).toBeGreaterThan(500);
  await caughtUp(answering.base, store);
  expect(await equalRebuild(database.pool, store)).toBeGreaterThan(100);

  // Each answers for what it was started for.
  expect(await status(one, '/v1/census?on=2026-03-03')).toBe(404);
  expect(await status(answering, '/v1/census?on=2026-03-03')).toBe(200);
  expect(await status(answering, '/v1/quarantine')).toBe(404);
  expect(await status(one, '/v1/quarantine')).toBe(200);
  expect(await status(one, '/docs')).toBe(200);
  expect(await status(one, '/')).toBe(404);
}, 120_000);
