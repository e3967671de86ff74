import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openEmbeddedPostgres } from './embedded.ts';
import { findServer } from './postmaster.ts';
import { stopServer } from './server.ts';

let made: string;
let folder: string;
let data: string;
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'stepwell-made-'));
  await chmod(made, 0o755);
  const server = await openEmbeddedPostgres({ folder: made });
  await server.stop();
});
afterAll(() => rm(made, { recursive: true }));

/** Spares most tests the making of a database. */
const copyOfMade = () => execFileSync('cp', ['-a', `${made}/data`, `${made}/password`, folder]);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwell-embedded-'));
  await chmod(folder, 0o755);
  data = join(folder, 'data');
});
afterEach(async () => {
  await stopServer({ data });
  await rm(folder, { recursive: true, maxRetries: 10 });
});

const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return (rows as unknown[][])[0]?.[0];
  } finally {
    await client.end();
  }
};

/** Another process that opens the same folder. */
const otherProcess = (): ChildProcess =>
  spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, '../testing/use-server.ts'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
const urlFrom = async (child: ChildProcess): Promise<string> =>
  String((await once(child.stdout!, 'data'))[0]).trim();
const leave = async (child: ChildProcess): Promise<void> => {
  child.stdin!.end();
  await once(child, 'exit');
};
const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

describe('the embedded PostgreSQL', () => {
  test('keeps what it was told, durably and for this machine only', async () => {
    const first = await openEmbeddedPostgres({ folder });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const setting = (name: string) => ask(first.url, `SELECT current_setting('${name}')`);
    expect(await setting('fsync')).toBe('on');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('data_checksums')).toBe('on');
    expect(await setting('server_encoding')).toBe('UTF8');
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    expect(await ask(first.url, 'SELECT datlocale FROM pg_database WHERE datname = current_database()')).toBe(
      'C.UTF-8',
    );
    await first.stop();
    const began = performance.now();
    const second = await openEmbeddedPostgres({ folder });
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await ask(second.url, 'SELECT one FROM kept')).toBe(1);
    await second.stop();
  });

  test('lets nobody in without the password, which only its owner may read', async () => {
    copyOfMade();
    const server = await openEmbeddedPostgres({ folder });
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  test('is gone once everyone has let go, however often each does', async () => {
    copyOfMade();
    const [one, two] = await Promise.all([
      openEmbeddedPostgres({ folder }),
      openEmbeddedPostgres({ folder }),
    ]);
    expect(one.url).toBe(two.url);
    await one.stop();
    await one.stop();
    expect(await ask(two.url, 'SELECT 1')).toBe(1);
    await two.stop();
    expect(await findServer(data)).toBeUndefined();
  });
});

describe('between processes, the embedded PostgreSQL', () => {
  test('is shared, and outlives the one that started it while another uses it', async () => {
    copyOfMade();
    const starter = otherProcess();
    const url = await urlFrom(starter);
    const joined = await openEmbeddedPostgres({ folder });
    expect(joined.url).toBe(url);
    await leave(starter);
    expect(await ask(joined.url, 'SELECT 1')).toBe(1);
    await joined.stop();
    expect(await findServer(data)).toBeUndefined();
  });

  test('is started once when several start at the same moment', async () => {
    const children = [otherProcess(), otherProcess(), otherProcess()];
    const urls = await Promise.all(children.map(urlFrom));
    expect(new Set(urls).size).toBe(1);
    await Promise.all(children.map(leave));
    expect(await findServer(data)).toBeUndefined();
  });

  test('is left running by a process that is killed, and stopped by the next one that uses it', async () => {
    copyOfMade();
    const killed = otherProcess();
    const url = await urlFrom(killed);
    await kill(killed);
    expect(await ask(url, 'SELECT 1')).toBe(1);
    const next = await openEmbeddedPostgres({ folder });
    expect(next.url).toBe(url);
    await next.stop();
    expect(await findServer(data)).toBeUndefined();
  });

  test('can be opened after a process was killed at any moment of making or starting it', async () => {
    for (const wait of [100, 200, 400, 600, 900]) {
      const child = otherProcess();
      await sleep(wait);
      await kill(child);
    }
    const server = await openEmbeddedPostgres({ folder });
    expect(await ask(server.url, 'SELECT 1')).toBe(1);
    await server.stop();
    expect((await readdir(folder)).filter((name) => name.startsWith('data'))).toContain('data');
  });
});

describe('after a crash, the embedded PostgreSQL', () => {
  const crash = async (): Promise<void> => {
    const server = await openEmbeddedPostgres({ folder });
    await ask(server.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const { pid } = (await findServer(data))!;
    process.kill(pid, 'SIGKILL');
    while (await findServer(data)) await sleep(10);
    await server.stop();
  };

  test('starts from what was committed', async () => {
    copyOfMade();
    await crash();
    expect(await readFile(join(data, 'postmaster.pid'), 'utf8')).toMatch(/^\d+\n/);
    const next = await openEmbeddedPostgres({ folder });
    expect(await ask(next.url, 'SELECT one FROM kept')).toBe(1);
    await next.stop();
  });

  test('is not mistaken for another process that has its pid now', async () => {
    copyOfMade();
    await crash();
    const file = await readFile(join(data, 'postmaster.pid'), 'utf8');
    await writeFile(join(data, 'postmaster.pid'), file.replace(/^\d+/, String(process.pid)));
    const next = await openEmbeddedPostgres({ folder });
    expect(await ask(next.url, 'SELECT one FROM kept')).toBe(1);
    await next.stop();
  });

  test('removes what a half-finished creation left', async () => {
    await mkdir(join(folder, 'data.half-made-0000', 'base'), { recursive: true });
    const server = await openEmbeddedPostgres({ folder });
    await server.stop();
    expect((await readdir(folder)).filter((name) => name.startsWith('data'))).toEqual(['data']);
  });
});

describe('the embedded PostgreSQL', () => {
  test('keeps its port, and takes another when that one is taken', async () => {
    copyOfMade();
    const first = await openEmbeddedPostgres({ folder });
    await first.stop();
    const again = await openEmbeddedPostgres({ folder });
    expect(again.url).toBe(first.url);
    await again.stop();

    const port = Number(new URL(first.url).port);
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    const moved = await openEmbeddedPostgres({ folder });
    expect(new URL(moved.url).port).not.toBe(String(port));
    expect(await readFile(join(folder, 'port'), 'utf8')).toBe(`${new URL(moved.url).port}\n`);
    await moved.stop();
    stranger.close();
  });

  test('says what to do about data of another version', async () => {
    copyOfMade();
    const server = await openEmbeddedPostgres({ folder });
    await server.stop();
    await writeFile(join(data, 'PG_VERSION'), '17\n');
    await expect(openEmbeddedPostgres({ folder })).rejects.toThrow(
      /was written by PostgreSQL 17, and this program brings PostgreSQL 18\. Nothing was changed\./,
    );
  });

  test('says which file is missing when its password is', async () => {
    copyOfMade();
    const server = await openEmbeddedPostgres({ folder });
    await server.stop();
    await rename(join(folder, 'password'), join(folder, 'elsewhere'));
    await expect(openEmbeddedPostgres({ folder })).rejects.toThrow(/its password, .*password, is missing/);
  });

  test('says what it said when it does not start', async () => {
    copyOfMade();
    const server = await openEmbeddedPostgres({ folder });
    await server.stop();
    await writeFile(join(data, 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(openEmbeddedPostgres({ folder })).rejects.toThrow(/unrecognized configuration parameter/);
  });
});

const root = process.getuid?.() === 0;
const namespaces = root && spawnSync('unshare', ['--user', '--map-user=65534', 'true']).status === 0;

(namespaces ? test : test.skip)('root can keep it in a folder that nobody else may enter', async () => {
  await chmod(folder, 0o700);
  const inner = join(folder, 'inner');
  const server = await openEmbeddedPostgres({ folder: inner });
  expect(await ask(server.url, 'SELECT 1')).toBe(1);
  await server.stop();
  const again = await openEmbeddedPostgres({ folder: inner });
  await again.stop();
  expect(await findServer(join(inner, 'data'))).toBeUndefined();
});
