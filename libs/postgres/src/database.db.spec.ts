import { readFileSync } from 'node:fs';
import { inTransaction, openDatabase } from './database.ts';
import { testDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const only = async (sql: string): Promise<unknown> => {
  const { rows } = await database.pool.query({ text: sql, rowMode: 'array' });
  return (rows as unknown[][])[0]![0];
};

test.each([
  ['9007199254740993::bigint', '9007199254740993'],
  ['1.10::numeric', '1.10'],
  [`'2024-02-29'::date`, '2024-02-29'],
  [`'2026-01-01 05:30:00.1234+05:30'::timestamptz`, '2026-01-01T00:00:00.123Z'],
  [`'infinity'::timestamptz`, 'infinity'],
  [`'{"b":1,"a":[null]}'::json`, { b: 1, a: [null] }],
  [`array['a', 'b']`, ['a', 'b']],
])('%s is read as %j', async (sql, expected) => {
  expect(await only(`SELECT ${sql}`)).toEqual(expected);
});

test('an instant has the same text whatever the server believes its time zone to be', async () => {
  await database.pool.query(`ALTER ROLE CURRENT_USER SET timezone = 'Asia/Kolkata'`);
  const other = await openDatabase(database.url);
  const { rows } = await other.query(`SELECT timestamptz '2026-01-01 00:00Z' AS at`);
  expect(rows).toEqual([{ at: '2026-01-01T00:00:00.000Z' }]);
  await other.end();
  await database.pool.query('ALTER ROLE CURRENT_USER RESET timezone');
});

test('a transaction is kept when its function resolves and undone when it throws', async () => {
  await database.pool.query('CREATE TABLE notes (text text)');
  await inTransaction(database.pool, (client) => client.query(`INSERT INTO notes VALUES ('kept')`));
  const failing = inTransaction(database.pool, async (client) => {
    await client.query(`INSERT INTO notes VALUES ('undone')`);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect((await database.pool.query('SELECT text FROM notes')).rows).toEqual([{ text: 'kept' }]);
});

test('a transaction whose connection dies is reported, and its connection is not used again', async () => {
  const dying = inTransaction(database.pool, (client) =>
    client.query('SELECT pg_terminate_backend(pg_backend_pid())'),
  );
  await expect(dying).rejects.toThrow(/terminat/);
  expect(await only('SELECT 1')).toBe(1);
});

test('an idle connection that is lost is reported and replaced', async () => {
  const lines: string[] = [];
  const other = await openDatabase(database.url, { connections: 1, log: (line) => lines.push(line) });
  const { rows } = await other.query('SELECT pg_backend_pid() AS pid');
  const lost = new Promise((resolve) => other.once('error', resolve));
  await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
  await lost;
  expect(lines).toEqual([expect.stringContaining('A database connection was lost')]);
  expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await other.end();
});

const canSeeTimers = process.platform === 'linux';
(canSeeTimers ? test : test.skip)(
  `a server that says nothing is asked within seconds whether it is there${canSeeTimers ? '' : ': seen on Linux only'}`,
  async () => {
    const other = await openDatabase(database.url, { connections: 1 });
    await other.query('SELECT 1');
    const server = Number(new URL(database.url).port).toString(16).toUpperCase().padStart(4, '0');
    const timers = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , remote, state]) => remote?.endsWith(`:${server}`) && state === ESTABLISHED)
      .map((fields) => fields[5]!.split(':'));
    const keepAlive = timers.filter(([kind]) => kind === KEEP_ALIVE);
    expect(keepAlive).not.toEqual([]);
    for (const [, ticks] of keepAlive) expect(Number.parseInt(ticks!, 16) / TICKS_PER_S).toBeLessThan(11);
    await other.end();
  },
);
const [ESTABLISHED, KEEP_ALIVE, TICKS_PER_S] = ['01', '02', 100];

test('an address where nobody listens is an error at opening', async () => {
  await expect(openDatabase('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow('ECONNREFUSED');
});
