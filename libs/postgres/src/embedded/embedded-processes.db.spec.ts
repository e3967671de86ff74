import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, leave, otherUser, urlFrom } from '../testing/other-user.ts';
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

const otherProcess = () => otherUser(folder);

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

describe('after a crash of everything, the embedded PostgreSQL', () => {
  const crash = async (): Promise<void> => {
    const user = otherProcess();
    await ask(await urlFrom(user), 'CREATE TABLE kept AS SELECT 1 AS one');
    await kill(user);
    const { pid } = (await findServer(data))!;
    process.kill(pid, 'SIGKILL');
    while (await findServer(data)) await sleep(10);
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
