import { comparePositions, parseStreamName, type EventStore, type Position } from '@stepwell/event-sourcing';
import { inTransaction } from '@stepwell/postgres';
import type { Pool, PoolClient } from 'pg';
import { tableOf, type AnyReadModel } from '../table.ts';
import { writeCarefully } from './careful.ts';
import { fence, lockCheckpoint, noteConsumed, servingModels } from './checkpoint.ts';
import { heldStreams, type Held } from './held.ts';
import { withOthers } from '../persons/shown.ts';
import type { History } from './history.ts';
import { programsAt } from './programs-at.ts';
import { Tally } from './tally.ts';

/** Which of the held streams to try again: by default all. */
export interface Chosen {
  readonly models?: readonly string[];
  /** The ids of patients or programs. */
  readonly keys?: readonly string[];
}

export interface Retried {
  readonly tried: number;
  /** Those that are up to date again. */
  readonly released: number;
}

const AT_ONCE = 50;

/** Tries the rows of held streams again, after a fault of the code or of the database was mended. */
export const retryHeld = async (
  pool: Pool,
  store: EventStore,
  models: readonly AnyReadModel[],
  { models: names, keys }: Chosen = {},
): Promise<Retried> => {
  const chosen = (await heldStreams(pool)).filter(
    ({ model, streamId }) =>
      (!names || names.includes(model)) && (!keys || keys.includes(parseStreamName(streamId).key)),
  );
  let released = 0;
  for (let first = 0; first < chosen.length; first += AT_ONCE)
    released += await inTransaction(pool, (client) =>
      retrySome(client, store, models, chosen.slice(first, first + AT_ONCE)),
    );
  return { tried: chosen.length, released };
};

const retrySome = async (
  client: PoolClient,
  store: EventStore,
  models: readonly AnyReadModel[],
  chosen: readonly Held[],
): Promise<number> => {
  const checkpoint = await lockCheckpoint(client);
  const serving = await servingModels(client);
  fence(models, serving);
  // Since they were chosen they may have been let go, or held by another event.
  const names = new Set(chosen.map(nameOf));
  const pending = (await heldStreams(client)).filter((one) => names.has(nameOf(one)));
  const streams = await store.readStreams([...new Set(pending.map(({ streamId }) => streamId))], checkpoint);
  const histories = await withOthers(store, streams, checkpoint);
  const programs = await programsAt(store, checkpoint);
  const consumed = new Map<string, Tally>();
  let released = chosen.length - pending.length;
  for (const { model: name, streamId, position } of pending) {
    const model = models.find((one) => one.name === name);
    if (!model) continue;
    const history = histories.get(streamId)!;
    const target = { model, table: tableOf(model), building: false };
    const now = await writeCarefully(client, target, history, { programs, isNew: false });
    const more = Tally.of(now.consumed).minus(Tally.of(eventsBefore(history, position)));
    consumed.set(name, more.plus(consumed.get(name) ?? Tally.of([])));
    if (!now.heldBy) released += 1;
  }
  await noteConsumed(client, serving, consumed);
  return released;
};

const nameOf = ({ model, streamId }: Held): string => `${model} ${streamId}`;

const eventsBefore = ({ events }: History, end: Position) =>
  events.filter(({ position }) => comparePositions(position, end) < 0);
