import { canonicalJson } from './canonical-json.ts';

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

/** The difference between a stream's rows before and after a batch of events. */
export const rowChanges = <State, Row extends object>(
  { rowKey }: Pick<Projection<State, Row>, 'rowKey'>,
  before: readonly Row[],
  after: readonly Row[],
): RowChanges<Row> => {
  const old = new Map(before.map((row) => [rowKey(row), row]));
  const write = after.filter((row) => {
    const earlier = old.get(rowKey(row));
    old.delete(rowKey(row));
    return !earlier || canonicalJson(earlier) !== canonicalJson(row);
  });
  return { write, remove: [...old.values()] };
};
