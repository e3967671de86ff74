import {
  START,
  comparePositions,
  parseStreamName,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { tableOf, type AnyReadModel } from '../table.ts';
import { readCheckpoint, servingModels, type Serving } from './checkpoint.ts';
import { heldStreams, type Held } from './held.ts';
import { CATEGORIES, consumedBy } from './history.ts';
import { Tally } from './tally.ts';

/** Whether a read model was made from all events that it should have been made from, and from no others. */
export interface Verdict {
  readonly model: string;
  /** It consumed every event up to the checkpoint but for those that are held, once. */
  readonly isComplete: boolean;
  readonly consumed: number;
  /** Events that wait behind the ones that hold their streams back. */
  readonly held: number;
  /** Of which types something is missing, doubled or strange. */
  readonly faults: readonly { readonly type: string; readonly inLog: number; readonly consumed: number }[];
}

export interface Verification {
  readonly position: Position;
  readonly events: number;
  readonly verdicts: readonly Verdict[];
  /** Events in streams of a kind that no read model knows. */
  readonly strangers: number;
  /** Where the log ends, if that is before the read models' position: they were made from another log. */
  readonly endsBefore?: Position;
}

const PAGE = 10_000;

/**
 * Reads the whole log up to the checkpoint and holds it, by type and count and the sum of the events' ids, against what
 * each read model says to have consumed, which it notes in the transactions that write its rows.
 */
export const verify = async (
  pool: Pool,
  store: EventStore,
  models: readonly AnyReadModel[],
  progress: (events: number) => void = () => {},
): Promise<Verification> => {
  const { position, serving, held } = await atOnce(pool, models);
  const head = await store.head();
  const heldOf = Map.groupBy(held, ({ streamId }) => streamId);
  const behind = ({ streamId, position: own }: RecordedEvent) =>
    (heldOf.get(streamId) ?? []).filter((one) => comparePositions(own, one.position) >= 0);
  const all = new Map<string, Tally>();
  const waiting = new Map<string, Tally>();
  let events = 0;
  for await (const page of pages(store, position)) {
    events += page.length;
    const byCategory = Map.groupBy(page, ({ streamId }) => parseStreamName(streamId).category);
    for (const [category, own] of byCategory) add(all, category, own);
    for (const event of page) for (const { model } of behind(event)) add(waiting, model, [event]);
    progress(events);
  }
  const verdicts = models.map((model) => {
    const due = consumedBy(model).reduce((sum, category) => sum.plus(all.get(category) ?? NONE), NONE);
    return verdictOn(model, due, serving.get(model.name)?.consumed, waiting.get(model.name) ?? NONE);
  });

  const strangers = all
    .entries()
    .filter(([category]) => !CATEGORIES.includes(category))
    .reduce((sum, [, tally]) => sum + tally.events, 0);
  const endsBefore = comparePositions(head, position) < 0 ? head : undefined;
  return { position, events, verdicts, strangers, endsBefore };
};

const NONE = Tally.of([]);

const verdictOn = ({ name }: AnyReadModel, due: Tally, counted: Tally | undefined, held: Tally): Verdict => {
  const consumed = counted ?? NONE;
  const accounted = consumed.plus(held);
  const types = due.differingTypes(accounted);
  return {
    model: name,
    // One that was never made is complete in nothing, however little there is.
    isComplete: counted !== undefined && types.length === 0,
    consumed: consumed.events,
    held: held.events,
    faults: types.map((type) => ({ type, inLog: due.eventsOf(type), consumed: accounted.eventsOf(type) })),
  };
};

const add = (tallies: Map<string, Tally>, name: string, events: readonly RecordedEvent[]): void => {
  if (events.length > 0) tallies.set(name, (tallies.get(name) ?? NONE).plus(Tally.of(events)));
};

/** What the projector's tables say at one moment. */
const atOnce = async (
  pool: Pool,
  models: readonly AnyReadModel[],
): Promise<{ position: Position; serving: Map<string, Serving>; held: Held[] }> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const said = {
      position: await readCheckpoint(client),
      serving: await servingTables(client, models),
      held: await heldStreams(client),
    };
    await client.query('COMMIT');
    client.release();
    return said;
  } catch (error) {
    client.release(true);
    throw error;
  }
};

async function* pages(store: EventStore, upTo: Position): AsyncGenerator<RecordedEvent[]> {
  for (let after = START; comparePositions(after, upTo) < 0;) {
    const page = (await store.readLog(after, PAGE)).filter(
      ({ position }) => comparePositions(position, upTo) <= 0,
    );
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!.position;
  }
}

// What is said of a table that is gone is worth nothing.
const servingTables = async (
  client: PoolClient,
  models: readonly AnyReadModel[],
): Promise<Map<string, Serving>> => {
  const serving = await servingModels(client);
  for (const model of models) {
    const { rows } = await client.query<{ is: string | null }>('SELECT to_regclass($1) AS is', [
      tableOf(model),
    ]);
    if (rows[0]!.is === null) serving.delete(model.name);
  }
  return serving;
};
