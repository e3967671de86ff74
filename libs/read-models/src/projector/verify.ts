import {
  START,
  comparePositions,
  parseStreamName,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import type { AnyReadModel } from '../table.ts';
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
  const { position, serving, held } = await atOnce(pool);
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
  return { position, events, verdicts, strangers };
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
): Promise<{ position: Position; serving: Map<string, Serving>; held: Held[] }> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const said = {
      position: await readCheckpoint(client),
      serving: await servingModels(client),
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
