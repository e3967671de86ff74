import { START, comparePositions, type Position } from '@stepwell/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import type { AnyReadModel } from '../table.ts';

/** The tables of the projector itself. */
export const readModelMigrations = [
  {
    name: 'checkpoint',
    sql: `
      CREATE SCHEMA read;
      -- Every read model stands at this one position: it is moved in the transaction that writes the rows.
      CREATE TABLE read.checkpoint (single boolean PRIMARY KEY DEFAULT true CHECK (single), position numeric NOT NULL);
      INSERT INTO read.checkpoint (position) VALUES (0);
      CREATE TABLE read.models (name text PRIMARY KEY, version int NOT NULL, rebuilt_at timestamptz NOT NULL DEFAULT now());`,
  },
];

type Queryable = Pick<Pool | PoolClient, 'query'>;

export const readCheckpoint = async (database: Queryable): Promise<Position> => {
  const { rows } = await database.query<{ position: Position }>('SELECT position::text FROM read.checkpoint');
  return rows[0]?.position ?? START;
};

/** Holds the checkpoint until the transaction ends: whoever writes read models takes turns. */
export const lockCheckpoint = async (client: PoolClient): Promise<Position> => {
  const { rows } = await client.query<{ position: Position }>(
    'SELECT position::text FROM read.checkpoint FOR UPDATE',
  );
  return rows[0]!.position;
};

export const moveCheckpoint = async (client: PoolClient, position: Position): Promise<void> => {
  await client.query('UPDATE read.checkpoint SET position = $1', [position]);
};

/** Those whose tables are absent or were filled by another version of their code. */
export const outdated = async (
  database: Queryable,
  models: readonly AnyReadModel[],
): Promise<AnyReadModel[]> => {
  const { rows } = await database.query<{ name: string; version: number }>(
    'SELECT name, version FROM read.models',
  );
  const versions = new Map(rows.map(({ name, version }) => [name, version]));
  return models.filter(({ name, version }) => versions.get(name) !== version);
};

const POLL_MS = 15;

/** Waits until the read models have reached a position; false when they have not in time. */
export const reached = async (
  database: Queryable,
  position: Position,
  timeoutMs: number,
): Promise<boolean> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (comparePositions(await readCheckpoint(database), position) >= 0) return true;
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};
