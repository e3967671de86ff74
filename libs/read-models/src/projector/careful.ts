import { UnknownEvent, type RecordedEvent } from '@stepwell/event-sourcing';
import type { Programs } from '@stepwell/measures';
import { DatabaseError, type PoolClient } from 'pg';
import { insertRows, removeRowsOf, type AnyReadModel } from '../table.ts';
import { hold, release } from './held.ts';
import { rowsOf, type History } from './history.ts';

/** A table of a read model: the one that answers, or the one that fills beside it. */
export interface Target {
  readonly model: AnyReadModel;
  readonly table: string;
  readonly building: boolean;
}

/** Whether it is the row that is to blame, by SQLSTATE: a value that cannot be stored, a constraint, a limit. */
export const isAboutARow = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && /^(21|22|23|54)/.test(error.code ?? '');

/** Writes with trust, and when the database refuses a row, once more with care. */
export const withCareIfRefused = <T>(write: (carefully: boolean) => Promise<T>): Promise<T> =>
  write(false).catch((error) => {
    if (!isAboutARow(error)) throw error;
    return write(true);
  });

/** What a pure function gives, or the fault that it has with this one stream. */
export const attempt = <T>(derive: () => T): T | Fault => {
  try {
    return derive();
  } catch (error) {
    // Whoever does not know an event knows nothing of what it does to anybody's rows: that stops the reader.
    if (error instanceof UnknownEvent) throw error;
    return new Fault(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
};

export class Fault {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The events that a stream's rows are made from, and the one after them if that holds the stream back. */
export interface Carefully {
  readonly consumed: readonly RecordedEvent[];
  readonly heldBy?: { readonly event: RecordedEvent; readonly reason: string };
}

/** How a stream came to be held: of its first `tried` events the first `works` do, and no more of them. */
export interface Known {
  readonly works: number;
  readonly tried: number;
  readonly reason: string;
}

/** A line for the program's own log. */
export const told = (
  { name }: AnyReadModel,
  streamId: string,
  { event, reason }: NonNullable<Carefully['heldBy']>,
): string =>
  `${name}: the rows of ${streamId} stay as they were before ${event.type} ${event.id}, all others go on. ${reason}`;

/**
 * Writes the rows of one stream anew, from as much of its history as they can be derived from and the table takes. The
 * event after that is noted as the one that holds the stream back. What is known not to work is not tried again.
 */
export const writeCarefully = async (
  client: PoolClient,
  target: Target,
  history: History,
  {
    programs,
    isNew,
    known,
  }: { readonly programs: Programs; readonly isNew: boolean; readonly known?: Known },
): Promise<Carefully> => {
  if (!isNew) await removeRowsOf(client, target.model, target.table, [history.key]);
  let reason = '';
  for (let length = history.events.length; length >= 0; length--) {
    if (length === known?.tried) ({ works: length, reason } = known);
    const rows = attempt(() => rowsAfter(target.model, history, length, programs));
    const fault =
      rows instanceof Fault
        ? rows
        : await unlessRefused(client, () => insertRows(client, target.model, target.table, rows));
    if (!fault) {
      const event = history.events[length];
      const heldBy = event && { event, reason };
      await note(client, target, history, heldBy);
      return { consumed: history.events.slice(0, length), heldBy };
    }
    reason = fault.reason;
  }
  throw new Error(`${target.table} takes not even the absence of rows of ${history.streamId}: ${reason}`);
};

// Before its first event a stream has no rows, whatever else fails.
const rowsAfter = (model: AnyReadModel, history: History, length: number, programs: Programs): object[] =>
  length === 0 ? [] : rowsOf(model, history.after(length), programs, history.key);

/** Undoes a piece of work whose rows the database refuses, and says why it does. */
export const unlessRefused = async (
  client: PoolClient,
  write: () => Promise<void>,
): Promise<Fault | undefined> => {
  await client.query('SAVEPOINT perhaps');
  try {
    await write();
    await client.query('RELEASE SAVEPOINT perhaps');
    return undefined;
  } catch (error) {
    if (!isAboutARow(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT perhaps; RELEASE SAVEPOINT perhaps');
    return new Fault(error.message);
  }
};

const note = async (
  client: PoolClient,
  { model, building }: Target,
  { streamId }: History,
  heldBy: Carefully['heldBy'],
): Promise<void> => {
  const target = { model: model.name, building };
  if (heldBy) await hold(client, target, heldBy.event, heldBy.reason);
  else await release(client, target, streamId);
};
