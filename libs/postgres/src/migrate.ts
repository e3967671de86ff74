import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './database.ts';

/** One step of a schema. Its place in the list is its number; once released it never changes. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/** Any number that nothing else in the database uses. */
const LOCK = 7_837_359_355;

/**
 * Brings an owner's tables up to date, all of it or nothing, and returns the names of what was applied. Several processes
 * may do this at once: they take turns.
 */
export const migrate = (pool: Pool, owner: string, migrations: readonly Migration[]): Promise<string[]> =>
  inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const applied = await readApplied(client, owner);
    applied.forEach((earlier, n) => checkUnchanged(owner, earlier, migrations[n]));
    const pending = migrations.slice(applied.length);
    for (const [n, migration] of pending.entries()) {
      await client.query(migration.sql);
      await client.query(
        'INSERT INTO stepwell_migrations (owner, number, name, checksum) VALUES ($1, $2, $3, $4)',
        [owner, applied.length + n + 1, migration.name, checksum(migration)],
      );
    }
    return pending.map(({ name }) => name);
  });

const readApplied = async (client: PoolClient, owner: string): Promise<Applied[]> => {
  await client.query(`
    CREATE TABLE IF NOT EXISTS stepwell_migrations (
      owner text NOT NULL,
      number int NOT NULL,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (owner, number)
    )`);
  const { rows } = await client.query<Applied>(
    'SELECT name, checksum FROM stepwell_migrations WHERE owner = $1 ORDER BY number',
    [owner],
  );
  return rows;
};

const checkUnchanged = (owner: string, earlier: Applied, now: Migration | undefined): void => {
  if (!now)
    throw new Error(
      `The database has the ${owner} migration "${earlier.name}", which this version of the program does not know. ` +
        'Run the version that made it, or a later one.',
    );
  if (earlier.checksum !== checksum(now))
    throw new Error(
      `The ${owner} migration "${earlier.name}" was applied to this database in another form than "${now.name}" has ` +
        'now. A migration that was released is never changed: put it back and add a new one.',
    );
};

const checksum = ({ name, sql }: Migration): string =>
  createHash('sha256').update(`${name}\n${sql}`).digest('hex');
