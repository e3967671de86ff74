import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { openDatabase } from '../database.ts';
import { kill, leave, otherUser, urlFrom } from '../testing/other-user.ts';
import { ask, ServerFolder } from '../testing/server-folder.ts';
import { openEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import { findServer } from './postmaster.ts';

// Real servers, killed with SIGKILL while they are in use.

let made: ServerFolder;
let own: ServerFolder;
let said: string[];
let server: EmbeddedPostgres;
let pool: Pool | undefined;
beforeAll(async () => {
  made = await ServerFolder.create();
  await made.make();
});
afterAll(() => made.remove());
beforeEach(async () => {
  own = await ServerFolder.create();
  own.fillFrom(made);
  said = [];
});
afterEach(async () => {
  await close();
  await own.remove();
});

const open = async (): Promise<void> => {
  server = await openEmbeddedPostgres({ folder: own.path, log: (line) => said.push(line) });
  pool = await openDatabase(server.url, { log: () => undefined });
  await pool.query('CREATE TABLE kept AS SELECT 1 AS one');
};
const close = async (): Promise<void> => {
  await pool?.end();
  if (pool) await server.stop();
  pool = undefined;
};
const postmaster = async (): Promise<number | undefined> => (await findServer(own.data))?.pid;
const killPostmaster = async (): Promise<number> => {
  const pid = (await postmaster())!;
  process.kill(pid, 'SIGKILL');
  while ((await postmaster()) === pid) await sleep(5);
  return pid;
};

/** How long it takes until what was kept can be read again. */
const recovery = async (): Promise<number> => {
  const began = performance.now();
  for (;;) {
    const found = (await postmaster()) && (await pool!.query('SELECT one FROM kept').catch(() => undefined));
    if (found) {
      expect(found.rows).toEqual([{ one: 1 }]);
      return performance.now() - began;
    }
    if (performance.now() - began > 20_000) throw new Error(`Not back: ${said.join('\n')}`);
    await sleep(20);
  }
};

test('a server that dies in use is started again at the same address, with what it kept', async () => {
  await open();
  const first = await killPostmaster();
  expect(await recovery()).toBeLessThan(10_000);
  expect(await postmaster()).not.toBe(first);
  expect(said).toEqual([
    expect.stringMatching(/^PostgreSQL had died\. It is running again, after \d+ ms\.$/),
  ]);
  await close();
  expect(await postmaster()).toBeUndefined();
});

test('a connection that is killed takes all others with it, and the server comes back by itself', async () => {
  await open();
  const first = await postmaster();
  const pid = Number(
    await ask(server.url, 'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() LIMIT 1'),
  );
  process.kill(pid, 'SIGKILL');
  expect(await recovery()).toBeLessThan(10_000);
  expect(await postmaster()).toBe(first);
});

test('it is started again by whoever is left, once', async () => {
  const starter = otherUser(own.path);
  const url = await urlFrom(starter);
  await open();
  const third = otherUser(own.path);
  expect([server.url, await urlFrom(third)]).toEqual([url, url]);
  starter.kill('SIGKILL');
  const first = await killPostmaster();
  await recovery();
  const second = await postmaster();
  expect(second).not.toBe(first);
  await sleep(1_000);
  expect(await postmaster()).toBe(second);
  // Whoever started it may go too.
  await close();
  expect(await ask(url, 'SELECT one FROM kept')).toBe(1);
  await leave(third);
  expect(await postmaster()).toBeUndefined();
});

test('one that nobody uses any more is left alone', async () => {
  const user = otherUser(own.path);
  await urlFrom(user);
  await kill(user);
  await killPostmaster();
  await sleep(1_000);
  expect(await postmaster()).toBeUndefined();
});

test('it waits for what a killed server was still doing, so that nothing is written by two', async () => {
  await open();
  const client = await pool!.connect();
  client.on('error', () => undefined);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  // It computes without ever looking up, and so outlives its server.
  const busy = client.query('SELECT count(*) FROM generate_series(1, 12000000)').catch(() => undefined);
  await sleep(200);
  await killPostmaster();
  await sleep(300);
  expect(isRunning(rows[0]!.pid)).toBe(true);
  await recovery();
  expect(isRunning(rows[0]!.pid)).toBe(false);
  await busy;
  client.release(true);
});

// One that has ended and that nobody has asked after yet (Z) runs no more.
const isRunning = (pid: number): boolean =>
  /^[^Z\s]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
