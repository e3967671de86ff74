import type { Position } from '@stepwell/event-sourcing';
import { inTransaction } from '@stepwell/postgres';
import type { Pool, PoolClient } from 'pg';
import type { Queryable } from '../projector/checkpoint.ts';
import { Tally, type TallyJson } from '../projector/tally.ts';
import { createTable, dropTable, tableOf, type AnyReadModel } from '../table.ts';

/** Tables that fill, or are filled, beside those that answer. There is one build at a time. */
export interface BuildState {
  /** The version of each read model that is being built. */
  readonly versions: Readonly<Record<string, number>>;
  /** Once filled, the tables stand here. */
  readonly position: Position;
  /** While they fill: the last stream that is in them; empty when only the programs are. */
  readonly afterStream?: string;
  /** How many events were read for them. */
  readonly events: number;
  readonly consumed: ReadonlyMap<string, Tally>;
  readonly filled: boolean;
  readonly startedAt: string;
  /** Whose it is. */
  readonly builder: string | null;
}

/** Another process took this one for dead and has gone on with its build. */
export class TakenOver extends Error {
  readonly code = 'build-taken-over';
}

interface Row {
  readonly versions: Record<string, number>;
  readonly position: Position;
  readonly after_stream: string | null;
  readonly events: string;
  readonly consumed: Record<string, TallyJson>;
  readonly filled: boolean;
  readonly started_at: string;
  readonly builder: string | null;
}

export const readBuild = async (database: Queryable): Promise<BuildState | undefined> => {
  const { rows } = await database.query<Row>(
    'SELECT versions, position::text, after_stream, events, consumed, filled, started_at, builder FROM read.build',
  );
  const row = rows[0];
  return (
    row && {
      versions: row.versions,
      position: row.position,
      afterStream: row.after_stream ?? undefined,
      events: Number(row.events),
      consumed: new Map(Object.entries(row.consumed).map(([name, tally]) => [name, Tally.fromJson(tally)])),
      filled: row.filled,
      startedAt: row.started_at,
      builder: row.builder,
    }
  );
};

export const isBuildOf = (build: BuildState, models: readonly AnyReadModel[]): boolean =>
  Object.keys(build.versions).length === models.length &&
  models.every(({ name, version }) => build.versions[name] === version);

/** Makes a build one's own: from here on nobody else writes to it. */
export const takeBuild = async (client: PoolClient): Promise<BuildState | undefined> => {
  await client.query('UPDATE read.build SET builder = gen_random_uuid()');
  return readBuild(client);
};

/** Creates empty tables, to be filled up to a position. */
export const beginBuild = async (
  client: PoolClient,
  models: readonly AnyReadModel[],
  position: Position,
): Promise<void> => {
  for (const model of models) await createTable(client, model, tableOf(model, true));
  const versions = Object.fromEntries(models.map(({ name, version }) => [name, version]));
  const consumed = Object.fromEntries(models.map(({ name }) => [name, {}]));
  await client.query('INSERT INTO read.build (versions, position, consumed) VALUES ($1, $2, $3)', [
    JSON.stringify(versions),
    position,
    JSON.stringify(consumed),
  ]);
};

/** Notes how far the tables have come. Throws `TakenOver` when the build is another's by now. */
export const noteBuild = async (
  client: PoolClient,
  { position, afterStream, events, consumed, filled, builder }: BuildState,
): Promise<void> => {
  const { rowCount } = await client.query(
    `UPDATE read.build SET position = $1, after_stream = $2, events = $3, consumed = $4, filled = $5
     WHERE builder = $6`,
    [position, afterStream ?? null, events, JSON.stringify(Object.fromEntries(consumed)), filled, builder],
  );
  if (rowCount === 0) throw new TakenOver('Another process has taken up this build, or dropped it.');
};

/** Drops what was built, all of it or nothing: for whoever works while no other process builds. */
export const discard = (pool: Pool): Promise<void> => inTransaction(pool, discardBuild);

/** Forgets a build with its tables; there may be none. */
export const discardBuild = async (client: PoolClient): Promise<void> => {
  const build = await readBuild(client);
  for (const name of Object.keys(build?.versions ?? {})) await dropTable(client, tableOf({ name }, true));
  await client.query('DELETE FROM read.held WHERE building');
  await client.query('DELETE FROM read.build');
};
