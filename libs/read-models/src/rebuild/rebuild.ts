import {
  foldAll,
  parseStreamName,
  type EventStore,
  type Fact,
  type Position,
} from '@stepwell/event-sourcing';
import { pathwayFold, program, type PathwayEvent, type Program, type ProgramEvent } from '@stepwell/pathway';
import { inTransaction } from '@stepwell/postgres';
import type { Pool, PoolClient } from 'pg';
import type { Programs } from '@stepwell/measures';
import { lockCheckpoint, moveCheckpoint } from '../projector/checkpoint.ts';
import { patientReadModels, programReadModels, readModels } from '../read-models.ts';
import { CopyBuffer, createTable, indexTable, replaceTable, tableOf, type AnyReadModel } from '../table.ts';

/** How many events have been read so far. */
export type Progress = (events: number) => void;

/** Every program as it stood at a position. */
export const programsAt = async (store: EventStore, upTo: Position): Promise<Map<string, Program>> => {
  const programs = new Map<string, Program>();
  for await (const events of store.readCategory(program.category, upTo))
    programs.set(
      parseStreamName(events[0]!.streamId).key,
      foldAll(program, events as unknown as Fact<ProgramEvent>[]),
    );
  return programs;
};

/**
 * Fills new tables from the log, beside those that answer now, and puts them in their place. Histories are read patient
 * by patient, so each one's rows are derived once. Live projection waits meanwhile, queries do not. All read models
 * together are brought to the head of the log, some of them to the position where the others stand.
 */
export const rebuild = (
  pool: Pool,
  store: EventStore,
  models: readonly AnyReadModel[] = readModels,
  progress: Progress = () => {},
): Promise<{ readonly events: number; readonly position: Position }> =>
  inTransaction(pool, async (client) => {
    const checkpoint = await lockCheckpoint(client);
    const position = models.length === readModels.length ? await store.head() : checkpoint;
    const filling = new Map<AnyReadModel, CopyBuffer>();
    for (const model of models) {
      const table = `${tableOf(model)}__filling`;
      await createTable(client, model, table);
      filling.set(model, new CopyBuffer(model, table));
    }
    const programs = await programsAt(store, position);
    await fillPrograms(client, filling, programs);
    const events = await fillPatients(client, store, filling, { position, programs, progress });
    for (const model of models) await indexTable(client, model, `${tableOf(model)}__filling`);
    // Only now, and in the order of `readModels`: from here on queries wait until all are in their places.
    for (const model of readModels.filter((one) => filling.has(one))) {
      await replaceTable(client, model, `${tableOf(model)}__filling`);
      await client.query(
        `INSERT INTO read.models (name, version) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, rebuilt_at = now()`,
        [model.name, model.version],
      );
    }
    await moveCheckpoint(client, position);
    return { events, position };
  });

const fillPrograms = async (
  client: PoolClient,
  filling: ReadonlyMap<AnyReadModel, CopyBuffer>,
  programs: Programs,
): Promise<void> => {
  for (const model of programReadModels.filter((one) => filling.has(one))) {
    const buffer = filling.get(model)!;
    for (const [key, state] of programs) buffer.add(model.rows(state, key));
    await buffer.flush(client);
  }
};

const fillPatients = async (
  client: PoolClient,
  store: EventStore,
  filling: ReadonlyMap<AnyReadModel, CopyBuffer>,
  { position, programs, progress }: { position: Position; programs: Programs; progress: Progress },
): Promise<number> => {
  const models = patientReadModels.filter((model) => filling.has(model));
  if (models.length === 0) return 0;
  let read = 0;
  for await (const events of store.readCategory(pathwayFold.category, position)) {
    const { key } = parseStreamName(events[0]!.streamId);
    const pathway = foldAll(pathwayFold, events as unknown as Fact<PathwayEvent>[]);
    for (const model of models) {
      const buffer = filling.get(model)!;
      buffer.add(model.rows({ pathway, programs }, key));
      if (buffer.isFull) await buffer.flush(client);
    }
    read += events.length;
    progress(read);
  }
  for (const model of models) await filling.get(model)!.flush(client);
  return read;
};
