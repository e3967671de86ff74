import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client, type Pool } from 'pg';
import { openDatabase, type DatabaseOptions } from '../database.ts';
import { isInstalled, OLDEST } from '../embedded/binaries.ts';
import { openEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/embedded.ts';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Removes the database. Whatever is still connected to it is cut off. */
  drop(): Promise<void>;
}

/** The server of this checkout's tests: kept between runs, so that only the first one has to make it. */
export const TEST_SERVER_FOLDER = join(
  import.meta.dirname,
  '../../../../node_modules/.cache/stepwell/postgres',
);

/**
 * An empty database for one suite, on the server that all suites share, which starts when the first suite asks.
 * `TEST_DATABASE_URL` names another server to use instead; its user must be allowed to create databases.
 */
export const testDatabase = async (options: DatabaseOptions = {}): Promise<TestDatabase> => {
  const server = await testServer();
  const name = `test_${Date.now()}_${randomBytes(4).toString('hex')}`;
  await connected(server.url, async (client) => {
    await dropLeftovers(client);
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  });
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const pool = await openDatabase(url.href, options);
  return {
    url: url.href,
    pool,
    drop: async () => {
      if (!pool.ended) await pool.end();
      await connected(server.url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
      await server.stop();
    },
  };
};

const openServer = (): Promise<EmbeddedPostgres> => openEmbeddedPostgres({ folder: TEST_SERVER_FOLDER });
const openOldestServer = (): Promise<EmbeddedPostgres> =>
  openEmbeddedPostgres({ folder: `${TEST_SERVER_FOLDER}-${OLDEST.major}`, release: OLDEST });

let open = openServer;

/** Runs a suite once more on the oldest PostgreSQL that is supported: with a spec that does nothing else. */
export const onOldestPostgres = async (suite: () => Promise<unknown>): Promise<void> => {
  const name = `PostgreSQL ${OLDEST.major}`;
  if (!(await isInstalled(OLDEST))) {
    test.skip(`on ${name}: this needs the npm package ${OLDEST.package}`, () => undefined);
    return;
  }
  open = openOldestServer;
  test(`this is ${name}`, async () => {
    const server = await openOldestServer();
    await connected(server.url, async (client) => {
      const { rows } = await client.query(`SELECT current_setting('server_version') AS version`);
      expect(rows[0].version).toMatch(new RegExp(`^${OLDEST.major}\\.`));
    });
    await server.stop();
  });
  await suite();
};

const testServer = async () => {
  const url = process.env['TEST_DATABASE_URL'];
  if (url && open === openServer) return { url, stop: async () => undefined };
  return open();
};

const connected = async (url: string, fn: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await fn(client);
  } finally {
    await client.end();
  }
};

const LEFT_BEHIND_AFTER_MS = 3_600_000;

/** Removes the databases of test runs that were killed. */
const dropLeftovers = async (client: Client): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^test_\\d+_'`,
  );
  for (const { name } of rows)
    if (Date.now() - Number(name.split('_')[1]) > LEFT_BEHIND_AFTER_MS)
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
};
