import { sameJson } from './canonical-json.ts';

/** The values a row of a read model can hold. Dates and instants are ISO 8601 text. */
export type RowValue = string | number | boolean | null | readonly string[];

/**
 * A read model: the rows that one stream's state amounts to. The rows of every stream together are the table, and they
 * are a function of the log alone, so a late fact or a correction needs no rule of its own: the rows are derived again.
 */
export interface Projection<State, Row extends object> {
  /** The table, and the name a person gives to rebuild it. */
  readonly name: string;
  /** Raised whenever the same history would give other rows. */
  readonly version: number;
  /** Pure. `key` is the stream's key: the patient's or the program's id. */
  rows(state: State, key: string): Row[];
  /** Names a row among all rows of its stream. */
  rowKey(row: Row): string;
}

/** What to write so that a table that holds `before` holds `after`. */
export interface RowChanges<Row> {
  readonly write: Row[];
  readonly remove: Row[];
}

/** The changes, and `after` itself: the rows at its ends that have not changed are the very objects of `before`. */
export interface RowUpdate<Row> extends RowChanges<Row> {
  readonly rows: readonly Row[];
}

/** The difference between a stream's rows before and after a batch of events. */
export const rowChanges = <State, Row extends object>(
  { rowKey }: Pick<Projection<State, Row>, 'rowKey'>,
  before: readonly Row[],
  after: readonly Row[],
): RowUpdate<Row> => {
  // A batch nearly always changes one row of many, or adds one: what is the same at both ends needs no names.
  const first = sameAtBeginning(before, after);
  const last = sameAtEnd(before, after, first);
  const old = new Map(before.slice(first, before.length - last).map((row) => [rowKey(row), row]));
  const between = after.slice(first, after.length - last);
  const write = between.filter((row) => {
    const key = rowKey(row);
    const earlier = old.get(key);
    old.delete(key);
    return !earlier || !sameRow(earlier, row);
  });
  // Whoever keeps rows keeps old objects: those that are new are garbage while they are young, which costs nearly nothing.
  const rows = [...before.slice(0, first), ...between, ...before.slice(before.length - last)];
  return { write, remove: [...old.values()], rows };
};

/** How many rows are the same, from the first on. */
const sameAtBeginning = (a: readonly object[], b: readonly object[]): number => {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && sameRow(a[count]!, b[count]!)) count++;
  return count;
};

/** How many rows after the first so many are the same, from the last on. */
const sameAtEnd = (a: readonly object[], b: readonly object[], after: number): number => {
  const most = Math.min(a.length, b.length) - after;
  let count = 0;
  while (count < most && sameRow(a.at(-1 - count)!, b.at(-1 - count)!)) count++;
  return count;
};

// Rows are flat and most of those that are compared are equal, so their values are compared one by one.
const sameRow = (a: object, b: object): boolean => {
  if (a === b) return true;
  const names = Object.keys(a) as never[];
  return names.length === Object.keys(b).length && names.every((name) => sameValue(a[name], b[name]));
};

const sameValue = (a: unknown, b: unknown): boolean => {
  if (a === b || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, n) => sameValue(item, b[n]));
  return sameJson(a, b);
};
