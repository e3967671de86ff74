import type { PoolClient } from 'pg';
import { tableOf, type AnyReadModel } from '../table.ts';

/** How a table that was filled anew differs from the one that answers. */
export interface TableDifference {
  readonly model: string;
  /** No table of it answers yet. */
  readonly isNew: boolean;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  /** Rows that only one of them has. */
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** Rows under the same key that differ; and of each column, in how many. */
  readonly differing: number;
  readonly columns: Readonly<Record<string, number>>;
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  /** Some of the rows that differ. */
  readonly examples: readonly RowDifference[];
  /** Why rows could not be held against each other, where they could not. */
  readonly incomparable?: string;
}

export interface RowDifference {
  readonly key: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

const MOST_EXAMPLES = 10;

const isEqual = ({
  onlyBefore,
  onlyAfter,
  columns,
  columnsAdded,
  columnsRemoved,
  incomparable,
}: TableDifference) =>
  onlyBefore === 0 &&
  onlyAfter === 0 &&
  Object.keys(columns).length === 0 &&
  columnsAdded.length === 0 &&
  columnsRemoved.length === 0 &&
  incomparable === undefined;

/** What may differ without anybody having to look: nothing, anything, or the values of some columns. */
export type Expectation = 'none' | 'any' | readonly string[];

/** Where no table answers yet there is nothing to differ from. */
export const isAsExpected = (difference: TableDifference, expected: Expectation): boolean => {
  if (expected === 'any' || difference.isNew || isEqual(difference)) return true;
  if (expected === 'none' || difference.incomparable) return false;
  const { onlyBefore, onlyAfter, columns, columnsAdded, columnsRemoved } = difference;
  const changed = [...Object.keys(columns), ...columnsAdded, ...columnsRemoved];
  return onlyBefore + onlyAfter === 0 && changed.every((column) => expected.includes(column));
};

/** One line about a difference. */
export const summary = (difference: TableDifference): string => {
  const { model, rowsBefore, rowsAfter, onlyBefore, onlyAfter, differing, columns } = difference;
  const rows = `${model}: ${rowsBefore} rows before, ${rowsAfter} after`;
  if (difference.isNew) return `${model}: ${rowsAfter} rows; no table answered before`;
  if (difference.incomparable) return `${rows}; they cannot be compared: ${difference.incomparable}`;
  if (isEqual(difference)) return `${rows}, all of them equal`;
  const changed = Object.entries(columns).map(([column, count]) => `${column} in ${count}`);
  const parts = [
    `${onlyBefore} only before`,
    `${onlyAfter} only after`,
    `${differing} differ${changed.length > 0 ? ` (${changed.join(', ')})` : ''}`,
    ...difference.columnsAdded.map((column) => `new column ${column}`),
    ...difference.columnsRemoved.map((column) => `without column ${column}`),
  ];
  return `${rows}: ${parts.join(', ')}`;
};

/** Compares each new table with the one that answers, in the view of the database that the client has. */
export const differences = async (
  client: PoolClient,
  models: readonly AnyReadModel[],
): Promise<TableDifference[]> => {
  const found: TableDifference[] = [];
  for (const model of models) found.push(await differenceOf(client, model));
  return found;
};

const differenceOf = async (client: PoolClient, model: AnyReadModel): Promise<TableDifference> => {
  const after = await columnsOf(client, tableOf(model, true));
  const before = await columnsOf(client, tableOf(model));
  const common = [...after.keys()].filter((column) => before.has(column));
  const columnsAdded = [...after.keys()].filter((column) => !before.has(column));
  const columnsRemoved = [...before.keys()].filter((column) => !after.has(column));
  const none = { onlyBefore: 0, onlyAfter: 0, differing: 0, columns: {}, examples: [] };
  const about = { model: model.name, isNew: before.size === 0, columnsAdded, columnsRemoved };
  const rowsAfter = await countRows(client, tableOf(model, true));
  if (before.size === 0)
    return {
      ...about,
      ...none,
      rowsBefore: 0,
      rowsAfter,
      onlyAfter: rowsAfter,
      incomparable: 'no table answers yet',
    };
  const rowsBefore = await countRows(client, tableOf(model));
  // Not even as text: a key of another type names other rows.
  if (!model.key.every((column) => before.get(column) === after.get(column)))
    return { ...about, ...none, rowsBefore, rowsAfter, incomparable: 'their keys are made of other columns' };
  return { ...about, rowsBefore, rowsAfter, ...(await rowDifferences(client, model, common)) };
};

const rowDifferences = async (client: PoolClient, model: AnyReadModel, common: readonly string[]) => {
  // As text, which every type has: a column may have become another type, and json knows no equality.
  const differs = (column: string) => `b.${column}::text IS DISTINCT FROM a.${column}::text`;
  const values = common.filter((column) => !model.key.includes(column));
  const key = model.key.map((column) => `coalesce(a.${column}::text, b.${column}::text)`);
  const pairs = `
    FROM (SELECT *, true AS present__ FROM ${tableOf(model)}) b
    FULL JOIN (SELECT *, true AS present__ FROM ${tableOf(model, true)}) a
      ON ${model.key.map((column) => `b.${column} = a.${column}`).join(' AND ')}`;
  const both = 'a.present__ AND b.present__';
  const any = values.length > 0 ? values.map(differs).join(' OR ') : 'false';
  const { rows: counts } = await client.query<Record<string, string>>(`
    SELECT count(*) FILTER (WHERE a.present__ IS NULL) AS only_before,
      count(*) FILTER (WHERE b.present__ IS NULL) AS only_after,
      count(*) FILTER (WHERE ${both} AND (${any})) AS differing
      ${values.map((column, n) => `, count(*) FILTER (WHERE ${both} AND ${differs(column)}) AS c${n}`).join('')}
    ${pairs}`);
  const { rows: examples } = await client.query<RowDifference>(`
    SELECT concat_ws(' ', ${key.join(', ')}) AS key, to_json(b)::jsonb - 'present__' AS before, to_json(a)::jsonb - 'present__' AS after
    ${pairs} WHERE a.present__ IS NULL OR b.present__ IS NULL OR ${any} ORDER BY 1 LIMIT ${MOST_EXAMPLES}`);
  const count = counts[0]!;
  const columns = values.map((column, n) => [column, Number(count[`c${n}`])] as const);
  return {
    onlyBefore: Number(count['only_before']),
    onlyAfter: Number(count['only_after']),
    differing: Number(count['differing']),
    columns: Object.fromEntries(columns.filter(([, rows]) => rows > 0)),
    examples,
  };
};

const countRows = async (client: PoolClient, table: string): Promise<number> =>
  Number((await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`)).rows[0]!.count);

/** Their names with their types; none for a table that is not there. */
const columnsOf = async (client: PoolClient, table: string): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, atttypid::regtype::text AS type FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
};
