import {
  comparePositions,
  rowChanges,
  type EventStore,
  type Position,
  type RecordedEvent,
  type RowChanges,
} from '@stepwell/event-sourcing';
import type { Programs } from '@stepwell/measures';
import type { PoolClient } from 'pg';
import { applyChanges } from '../table.ts';
import { attempt, Fault, told, unlessRefused, writeCarefully, type Target } from './careful.ts';
import type { Held } from './held.ts';
import { withOthers } from '../persons/shown.ts';
import { rowsOf } from './history.ts';
import { Tally } from './tally.ts';

/** A batch of events that lead from one position to a later one. */
export interface Batch {
  readonly from: Position;
  readonly events: readonly RecordedEvent[];
  /** Be ready for rows that the database refuses: it has refused this batch as a whole. */
  readonly carefully: boolean;
}

/** A patient or program whose rows a batch may have changed. */
export interface Touched {
  readonly key: string;
  readonly streamId: string;
  /** What its rows are derived from. */
  readonly before: unknown;
  readonly after: unknown;
  /** The rows before, and what is derived of those after, by read model: as far as there was no trouble with them. */
  readonly rowsBefore: Rows;
  readonly rowsAfter: Map<string, readonly object[]>;
}

export type Rows = ReadonlyMap<string, readonly object[]>;

export interface Writing {
  readonly client: PoolClient;
  readonly store: EventStore;
  readonly batch: Batch;
  /** As they were before the batch, and as they are after it: the same object when none has changed. */
  readonly programs: { readonly before: Programs; readonly after: Programs };
  readonly log: (line: string) => void;
}

/** What a batch changes in one table, and the streams that there is trouble with. */
export interface TableChanges {
  readonly target: Target;
  readonly touched: readonly Touched[];
  readonly heldBy: ReadonlyMap<string, Held>;
  readonly changes: Map<string, RowChanges<object>>;
}

/** Pure but for `rowsAfter`: nothing is written. */
export const changesOf = (
  writing: Writing,
  target: Target,
  touched: readonly Touched[],
  held: readonly Held[],
): TableChanges => {
  const heldBy = new Map(held.map((one) => [one.streamId, one]));
  const changes = new Map<string, RowChanges<object>>();
  for (const one of touched) {
    const change = heldBy.has(one.streamId) ? undefined : changeOf(writing, target, one);
    if (change) changes.set(one.streamId, change);
  }
  return { target, touched, heldBy, changes };
};

/** Writes into one table what a batch changes in it. Answers with the streams that there was trouble with. */
export const writeTable = async (
  writing: Writing,
  { target, touched, heldBy, changes }: TableChanges,
): Promise<{ readonly troubled: ReadonlySet<string>; readonly consumedOfThem: Tally }> => {
  for (const streamId of await refused(writing, target, [...changes])) changes.delete(streamId);
  const inTrouble = touched.filter(({ streamId }) => !changes.has(streamId));
  for (const { rowsAfter } of inTrouble) rowsAfter.delete(target.model.name);
  const troubled = inTrouble.map(({ streamId }) => streamId);
  return {
    troubled: new Set(troubled),
    consumedOfThem: await writeTroubled(writing, target, troubled, heldBy),
  };
};

/** Undefined when there is trouble with it. */
const changeOf = (
  { programs }: Writing,
  { model }: Target,
  { key, before, after, rowsBefore, rowsAfter }: Touched,
): RowChanges<object> | undefined => {
  if (before instanceof Fault || after instanceof Fault) return undefined;
  const change = attempt(() => {
    const earlier = rowsBefore.get(model.name) ?? rowsOf(model, before, programs.before, key);
    const { rows, ...changes } = rowChanges(model, earlier, rowsOf(model, after, programs.after, key));
    rowsAfter.set(model.name, rows);
    return changes;
  });
  return change instanceof Fault ? undefined : change;
};

/** Writes the changes of all streams but those that the database refuses, which it finds by halving. */
const refused = async (
  writing: Writing,
  target: Target,
  changes: readonly (readonly [streamId: string, RowChanges<object>])[],
): Promise<string[]> => {
  const apply = () =>
    applyChanges(writing.client, target.model, target.table, {
      write: changes.flatMap(([, { write }]) => write),
      remove: changes.flatMap(([, { remove }]) => remove),
    });
  if (!writing.batch.carefully) {
    await apply();
    return [];
  }
  if (!(await unlessRefused(writing.client, apply))) return [];
  if (changes.length === 1) return changes.map(([streamId]) => streamId);
  const half = changes.length >> 1;
  return [
    ...(await refused(writing, target, changes.slice(0, half))),
    ...(await refused(writing, target, changes.slice(half))),
  ];
};

/** Each for itself, from its whole history. What is consumed by it now and was not before. */
const writeTroubled = async (
  { client, store, batch, programs, log }: Writing,
  target: Target,
  streamIds: readonly string[],
  held: ReadonlyMap<string, Held>,
): Promise<Tally> => {
  let tally = Tally.of([]);
  if (streamIds.length === 0) return tally;
  const end = batch.events.at(-1)!.position;
  const histories = await withOthers(store, await store.readStreams(streamIds, end), end);
  for (const streamId of streamIds) {
    const history = histories.get(streamId)!;
    const before = held.get(streamId);
    const tried = history.events.filter(({ position }) => comparePositions(position, batch.from) <= 0);
    const earlier = before
      ? tried.filter(({ position }) => comparePositions(position, before.position) < 0)
      : tried;
    // Other programs make other rows, and so does what is new of the person's other records: then everything is tried.
    const known =
      before && programs.before === programs.after && !history.isDifferentBy(batch.events)
        ? { works: earlier.length, tried: tried.length, reason: before.reason }
        : undefined;
    const how = { programs: programs.after, isNew: false, known };
    const { consumed, heldBy } = await writeCarefully(client, target, history, how);
    if (heldBy) log(told(target.model, streamId, heldBy));
    tally = tally.plus(Tally.of(consumed)).minus(Tally.of(earlier));
  }
  return tally;
};
