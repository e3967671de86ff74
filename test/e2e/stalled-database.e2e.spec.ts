import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import {
  SITE_MAP_FILE,
  createServer,
  everyService,
  openFoundation,
  readSiteMap,
  type Foundation,
} from '@stepwell/services';
import { admit, type Answered } from '../faults/orders.ts';

// A log that cannot be written to for a while, and a queue that is soon full.

const WAITING = 20;

let database: TestDatabase;
let foundation: Foundation;
let store: PostgresEventStore;
let app: NestFastifyApplication;
let base: string;
beforeAll(async () => {
  database = await testDatabase();
  foundation = await openFoundation({ databaseUrl: database.url, dataFolder: '' }, console.error);
  store = await PostgresEventStore.open({ url: database.url, limits: { waitingEvents: WAITING } });
  const siteMap = await readSiteMap(SITE_MAP_FILE);
  app = await createServer(everyService({ ...foundation, store }, siteMap), { logLevels: ['fatal'] });
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
}, 60_000);
afterAll(async () => {
  await app.close();
  await store.close();
  await foundation.close();
  await database.drop();
});

test('what waits is bounded: more is refused at once, and what was taken is recorded when the log can be written to', async () => {
  const holder = await database.pool.connect();
  await holder.query('BEGIN; SELECT * FROM log.head FOR UPDATE');
  const answered: Answered[] = [];
  const orders = Array.from({ length: 60 }, (_, n) => admit(n));
  const sent = Promise.all(orders.map(async (order) => answered.push(await order.send(base))));
  while (answered.length < orders.length - WAITING / 2) await sleep(20);
  for (const { status, retryAfter, text } of answered)
    expect([status, retryAfter, /\|E\|store-overloaded\|/.test(text)]).toEqual([503, '1', true]);

  await holder.query('ROLLBACK');
  holder.release();
  await sent;
  // Two events an admission.
  expect(answered.filter(({ acknowledged }) => acknowledged)).toHaveLength(WAITING / 2);
  expect(await store.head()).toBe(String(WAITING));

  for (const order of orders) expect((await order.send(base)).acknowledged).toBe(true);
  expect(await store.head()).toBe(String(2 * orders.length));
}, 30_000);
