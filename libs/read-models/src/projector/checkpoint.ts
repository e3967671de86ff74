import { START, comparePositions, type Position } from '@stepwell/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import type { AnyReadModel } from '../table.ts';
import { Tally, type TallyJson } from './tally.ts';

/** What only one process at a time does. The first is "stepwell" on a telephone's keys. */
export const LEADERSHIP = { following: 78379355, building: 78379356 };

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
  {
    name: 'what was consumed, what is held back, what is being built',
    sql: `
      -- Null: nobody counted, so the read model is made anew.
      ALTER TABLE read.models ADD COLUMN consumed json;

      -- A stream whose rows cannot be derived: they stay as they were before this event. The same of tables being built.
      CREATE TABLE read.held (
        model text NOT NULL,
        building boolean NOT NULL,
        stream_id text COLLATE "C" NOT NULL,
        position numeric NOT NULL,
        event_id uuid NOT NULL,
        event_type text NOT NULL,
        reason text NOT NULL,
        held_at timestamptz NOT NULL DEFAULT now(),
        tried_at timestamptz NOT NULL DEFAULT now(),
        attempts int NOT NULL DEFAULT 1,
        PRIMARY KEY (model, building, stream_id)
      );

      -- Tables that fill beside those that answer. While they do, \`after_stream\` is the last one in them; from then on
      -- they stand at \`position\`.
      CREATE TABLE read.build (
        one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
        versions json NOT NULL,
        position numeric NOT NULL,
        after_stream text,
        events bigint NOT NULL DEFAULT 0,
        consumed json NOT NULL,
        filled boolean NOT NULL DEFAULT false,
        started_at timestamptz NOT NULL DEFAULT now()
      );`,
  },
  {
    name: 'who builds, and held streams by their name',
    sql: `
      -- Another one whenever somebody takes the build up: whoever was at it before writes nothing more.
      ALTER TABLE read.build ADD COLUMN builder uuid;
      CREATE INDEX ON read.held (stream_id);`,
  },
];

export type Queryable = Pick<Pool | PoolClient, 'query'>;

export const readCheckpoint = async (database: Queryable): Promise<Position> => {
  const { rows } = await database.query<{ position: Position }>('SELECT position::text FROM read.checkpoint');
  return rows[0]?.position ?? START;
};

/** Holds the checkpoint until the transaction ends: whoever writes read models takes turns. */
export const lockCheckpoint = async (client: PoolClient): Promise<Position> => {
  const { rows } = await client.query<{ position: Position }>(
    'SELECT position::text FROM read.checkpoint FOR UPDATE',
  );
  if (!rows[0])
    throw new Error('The table read.checkpoint has lost its row: put it back with the position 0.');
  return rows[0].position;
};

/**
 * The same for a transaction whose end need not wait for the disk: should it be lost, so is its checkpoint, and it is done
 * again from the log.
 */
export const lockCheckpointLightly = async (client: PoolClient): Promise<Position> => {
  await client.query(`SET LOCAL synchronous_commit = 'off'`);
  return lockCheckpoint(client);
};

export const moveCheckpoint = async (client: PoolClient, position: Position): Promise<void> => {
  await client.query('UPDATE read.checkpoint SET position = $1', [position]);
};

/** A read model that answers queries. */
export interface Serving {
  readonly name: string;
  readonly version: number;
  readonly rebuiltAt: string;
  /** The events that its rows are made from. */
  readonly consumed?: Tally;
}

export const servingModels = async (database: Queryable): Promise<Map<string, Serving>> => {
  const { rows } = await database.query<{
    name: string;
    version: number;
    rebuilt_at: string;
    consumed: TallyJson | null;
  }>('SELECT name, version, rebuilt_at, consumed FROM read.models');
  return new Map(
    rows.map(({ name, version, rebuilt_at, consumed }) => [
      name,
      { name, version, rebuiltAt: rebuilt_at, consumed: consumed ? Tally.fromJson(consumed) : undefined },
    ]),
  );
};

/** Notes what more was consumed. */
export const noteConsumed = async (
  client: PoolClient,
  serving: ReadonlyMap<string, Serving>,
  more: ReadonlyMap<string, Tally>,
): Promise<void> => {
  const consumed = [...more]
    .filter(([, tally]) => !tally.isEmpty)
    .map(([name, tally]) => ({ name, consumed: serving.get(name)!.consumed!.plus(tally) }));
  if (consumed.length === 0) return;
  await client.query(
    `UPDATE read.models m SET consumed = now.consumed
     FROM json_to_recordset($1) AS now(name text, consumed json) WHERE m.name = now.name`,
    [JSON.stringify(consumed)],
  );
};

/** Those whose tables are absent, were filled by an earlier version of their code, or of which nothing was counted. */
export const outdated = async (
  database: Queryable,
  models: readonly AnyReadModel[],
): Promise<AnyReadModel[]> => {
  const serving = await servingModels(database);
  return models.filter(({ name, version }) => {
    const present = serving.get(name);
    return !present?.consumed || present.version < version;
  });
};

/** Another process's read models are newer than this one's code, which therefore leaves them alone. */
export class Superseded extends Error {
  readonly code = 'read-model-superseded';
}

/** Throws when one of these tables is not what this code makes. */
export const fence = (models: readonly AnyReadModel[], serving: ReadonlyMap<string, Serving>): void => {
  for (const { name, version } of models) {
    const present = serving.get(name)?.version;
    if (present !== version)
      throw new Superseded(
        `The read model ${name} is at version ${present ?? 'none'}, and this process makes version ${version}: ` +
          'it leaves projecting to processes of that version. Start this version anew to go on with it.',
      );
  }
};

/** What to say of read models that stand where their log never was. */
export const ofAnotherLog = (checkpoint: Position, head: Position): string =>
  `The read models stand at position ${checkpoint}, but the log ends at ${head}: they were computed from another log. ` +
  'Make them anew with "stepwell rebuild --expect any".';

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
