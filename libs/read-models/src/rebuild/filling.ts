import { setImmediate as breathe } from 'node:timers/promises';
import type { EventStore } from '@stepwell/event-sourcing';
import { pathwayFold, program, type Program } from '@stepwell/pathway';
import { inTransaction } from '@stepwell/postgres';
import type { Pool, PoolClient } from 'pg';
import { withItsOthers } from '../persons/shown.ts';
import { isAboutARow } from '../projector/careful.ts';
import { History } from '../projector/history.ts';
import { programsAt } from '../projector/programs-at.ts';
import { Tally } from '../projector/tally.ts';
import { indexTable, tableOf, type AnyReadModel } from '../table.ts';
import { noteBuild, type BuildState } from './build-state.ts';
import { Chunk } from './chunk.ts';
import type { Progress } from './progress.ts';

export interface Filling {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly models: readonly AnyReadModel[];
  readonly total?: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Fills new tables patient by patient, so each one's rows are derived once, and from where an earlier attempt was
 * interrupted. The next rows are derived while the former are being written. Answers with the state of filled tables.
 */
export const fill = async (filling: Filling, begun: BuildState): Promise<BuildState> => {
  const filled = await fillRows(filling, begun);
  return indexAll(filling, filled).catch(async (error: Error) => {
    if (!isAboutARow(error)) throw error;
    // The indexes refuse somebody's rows. To find out whose, they have to be there first.
    filling.log(`Filling the tables anew, with their indexes: ${error.message}`);
    return indexAll(filling, await fillRows(filling, await indexEmpty(filling, filled)));
  });
};

// What is read and written meanwhile moves on only when the thread is let go of.
const DERIVED_AT_ONCE = 500;

const fillRows = async (filling: Filling, begun: BuildState): Promise<BuildState> => {
  const { store, models, total, progress, signal, log } = filling;
  const programs = await programsAt(store, begun.position);
  let state = begun.afterStream === undefined ? await fillPrograms(filling, begun, programs) : begun;
  const patientModels = models.filter(({ category }) => category === 'pathway');
  let writing = Promise.resolve(state);
  const write = async (chunk: Chunk): Promise<void> => {
    state = await writing;
    signal.throwIfAborted();
    progress({ phase: 'filling', events: state.events, total });
    writing = writeChunk(filling, state, chunk, chunk.lastStream!);
    // It is awaited later; should something else fail before that, this is not a second failure.
    writing.catch(() => undefined);
  };
  let chunk = new Chunk(patientModels, programs, log);
  const histories = patientModels.length > 0 ? patients(store, state) : [];
  let derived = 0;
  for await (const events of histories) {
    chunk.add(await withItsOthers(store, events, begun.position));
    derived += events.length;
    if (derived > DERIVED_AT_ONCE) {
      derived = 0;
      await breathe();
    }
    if (!chunk.isFull) continue;
    await write(chunk);
    chunk = new Chunk(patientModels, programs, log);
  }
  if (chunk.events > 0) await write(chunk);
  return writing;
};

const patients = (store: EventStore, { position, afterStream }: BuildState) =>
  store.readCategory(pathwayFold.category, position, afterStream || undefined);

const fillPrograms = async (
  filling: Filling,
  state: BuildState,
  programs: ReadonlyMap<string, Program>,
): Promise<BuildState> => {
  const { store, models, log } = filling;
  const histories = await Array.fromAsync(store.readCategory(program.category, state.position));
  const chunk = new Chunk(
    models.filter(({ category }) => category === 'program'),
    programs,
    log,
  );
  for (const events of histories) chunk.add(new History(events));
  // The patients' rows depend on the programs too.
  const all = Tally.of(histories.flat());
  const byPatients = models
    .filter(({ category }) => category === 'pathway')
    .map(({ name }) => [name, all] as const);
  return writeChunk(filling, { ...state, consumed: new Map(byPatients) }, chunk, '');
};

const writeChunk = async (
  { pool, store }: Filling,
  state: BuildState,
  chunk: Chunk,
  afterStream: string,
): Promise<BuildState> => {
  const writeBy = (write: (client: PoolClient) => Promise<Map<string, Tally>>) =>
    inTransaction(pool, async (client) => {
      // Should its end be lost, so is the note of it, and the chunk is written again.
      await client.query(`SET LOCAL synchronous_commit = 'off'`);
      const more = await write(client);
      const consumed = new Map(state.consumed);
      for (const [name, tally] of more) consumed.set(name, consumed.get(name)?.plus(tally) ?? tally);
      const next: BuildState = {
        ...state,
        consumed,
        events: state.events + chunk.events,
        afterStream,
      };
      await noteBuild(client, next);
      return next;
    });
  return writeBy((client) => chunk.write(client)).catch((error) => {
    if (!isAboutARow(error)) throw error;
    return writeBy((client) => chunk.writeCarefully(client, store, state.position));
  });
};

const indexEmpty = ({ pool, models }: Filling, filled: BuildState): Promise<BuildState> =>
  inTransaction(pool, async (client) => {
    for (const model of models) {
      await client.query(`TRUNCATE ${tableOf(model, true)}`);
      await indexTable(client, model, tableOf(model, true));
    }
    await client.query('DELETE FROM read.held WHERE building');
    const empty = { ...filled, afterStream: undefined, events: 0, consumed: new Map<string, Tally>() };
    await noteBuild(client, empty);
    return empty;
  });

/** What sorting the rows of an index may take: enough that a million rows need no file. */
const INDEXING_MEMORY = '256MB';

// Sorting takes a processor; more of them at once would rather wait for the disk.
const INDEXED_AT_ONCE = 2;

/** Each table in a transaction of its own: after an interruption those that have their indexes are left as they are. */
const indexAll = async (
  { pool, models, progress, total, signal }: Filling,
  state: BuildState,
): Promise<BuildState> => {
  progress({ phase: 'indexing', events: state.events, total });
  const waiting = [...models];
  const indexSome = async (): Promise<void> => {
    for (let model = waiting.pop(); model; model = waiting.pop()) {
      const table = tableOf(model, true);
      signal.throwIfAborted();
      await inTransaction(pool, async (client) => {
        await client.query(`SET LOCAL maintenance_work_mem = '${INDEXING_MEMORY}'`);
        await indexTable(client, model, table);
        // Last, as the others wait for it: it fails when the build has become somebody else's.
        await noteBuild(client, state);
      });
      // What an index holds is answered from it alone once it is known that everybody may see it.
      await pool.query(`VACUUM ${table}`);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: INDEXED_AT_ONCE }, indexSome));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  const filled = { ...state, filled: true };
  await inTransaction(pool, (client) => noteBuild(client, filled));
  return filled;
};
