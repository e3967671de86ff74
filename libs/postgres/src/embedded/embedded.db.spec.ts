import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ask, ServerFolder } from '../testing/server-folder.ts';
import { openEmbeddedPostgres } from './embedded.ts';
import { findServer } from './postmaster.ts';

let made: ServerFolder;
let folder: string;
let data: string;
let copyOfMade: () => void;
let remove: () => Promise<void>;
beforeAll(async () => {
  made = await ServerFolder.create();
  await made.make();
});
afterAll(() => made.remove());
beforeEach(async () => {
  const own = await ServerFolder.create();
  [folder, data] = [own.path, own.data];
  copyOfMade = () => own.fillFrom(made);
  remove = () => own.remove();
});
afterEach(() => remove());

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

describe('the embedded PostgreSQL, when something is in its way,', () => {
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

const lacking = namespaces ? '' : ': needs root and user namespaces';
(namespaces ? test : test.skip)(`root can keep it where nobody else may enter${lacking}`, async () => {
  await chmod(folder, 0o700);
  const inner = join(folder, 'inner');
  const server = await openEmbeddedPostgres({ folder: inner });
  expect(await ask(server.url, 'SELECT 1')).toBe(1);
  await server.stop();
  const again = await openEmbeddedPostgres({ folder: inner });
  await again.stop();
  expect(await findServer(join(inner, 'data'))).toBeUndefined();
});
