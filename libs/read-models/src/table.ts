import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { PoolClient } from 'pg';
import type { RowChanges } from '@stepwell/event-sourcing';
import type { ReadModel } from './read-model.ts';

// Any state, any row: what is done with a table depends on its columns alone.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyReadModel = ReadModel<any, any>;

/** The schema that holds nothing but read models: all of it can be dropped and computed again. */
export const SCHEMA = 'read';

/** The table that answers or, \`building\`, the one that fills beside it. */
export const tableOf = ({ name }: Pick<AnyReadModel, 'name'>, building = false): string =>
  `${SCHEMA}.${name.replaceAll('-', '_')}${building ? '__next' : ''}`;

/** Creates the table without its indexes: they are quicker made once it is full. */
export const createTable = async (client: PoolClient, model: AnyReadModel, table: string): Promise<void> => {
  const columns = Object.entries(model.columns).map(([column, type]) => `${column} ${type}`);
  await client.query(`CREATE TABLE ${table} (${columns.join(', ')})`);
};

export const dropTable = async (client: PoolClient, table: string): Promise<void> => {
  await client.query(`DROP TABLE IF EXISTS ${table}`);
};

/** Adds the indexes where they are not there yet. */
export const indexTable = async (client: PoolClient, model: AnyReadModel, table: string): Promise<void> => {
  const present = await client.query('SELECT FROM pg_index WHERE indrelid = $1::regclass', [table]);
  if (!present.rowCount) {
    await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (${model.key.join(', ')})`);
    for (const columns of model.indexes) await client.query(`CREATE INDEX ON ${table} ${columns}`);
  }
  await client.query(`ANALYZE ${table}`);
};

/** Puts the table that was filled in the place of the one that answers. Readers wait for no more than the renaming. */
export const replaceTable = async (client: PoolClient, model: AnyReadModel): Promise<void> => {
  const table = tableOf(model);
  await client.query(`DROP TABLE IF EXISTS ${table}`);
  await client.query(`ALTER TABLE ${tableOf(model, true)} RENAME TO ${table.slice(SCHEMA.length + 1)}`);
};

/** Writes a batch's changes: rows are matched by the primary key. */
export const applyChanges = async (
  client: PoolClient,
  model: AnyReadModel,
  table: string,
  { write, remove }: RowChanges<object>,
): Promise<void> => {
  if (remove.length > 0) {
    const match = model.key.map((column) => `gone.${column} = present.${column}`).join(' AND ');
    await client.query(
      `DELETE FROM ${table} present USING json_populate_recordset(NULL::${table}, $1) gone WHERE ${match}`,
      [jsonText(remove)],
    );
  }
  const rest = Object.keys(model.columns).filter((column) => !model.key.includes(column));
  const update =
    rest.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${rest.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
  await insertRows(client, model, table, write, `ON CONFLICT (${model.key.join(', ')}) DO ${update}`);
};

/** Adds rows that are not there. */
export const insertRows = async (
  client: PoolClient,
  model: AnyReadModel,
  table: string,
  rows: readonly object[],
  onConflict = '',
): Promise<void> => {
  if (rows.length === 0) return;
  const columns = Object.keys(model.columns).join(', ');
  await client.query(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1) ${onConflict}`,
    [jsonText(rows)],
  );
};

/** Removes all rows of some streams. */
export const removeRowsOf = async (
  client: PoolClient,
  model: AnyReadModel,
  table: string,
  keys: readonly string[],
): Promise<void> => {
  await client.query(`DELETE FROM ${table} WHERE ${model.key[0]} = ANY ($1)`, [keys]);
};

// PostgreSQL's text has no NUL. The log keeps it; a row does without, or nothing would be projected any more.
const withoutNul = (text: string): string => (text.includes('\u0000') ? text.replaceAll('\u0000', '') : text);

/** As JSON that PostgreSQL takes. */
export const jsonText = (value: unknown): string => {
  const text = JSON.stringify(value);
  if (!text.includes('\\u0000')) return text;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? withoutNul(part) : part));
};

/**
 * Collects rows for one table as the text form of COPY (PostgreSQL documentation, COPY, "Text Format"). As bytes: text
 * that waits to be sent would be moved about by the garbage collector.
 */
export class CopyBuffer {
  private readonly columns: readonly { readonly name: string; readonly isJson: boolean }[];
  private readonly table: string;
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private length = 0;

  constructor(model: AnyReadModel, table: string) {
    this.table = table;
    this.columns = Object.entries(model.columns).map(([name, type]) => ({
      name,
      isJson: type.startsWith('json'),
    }));
  }

  add(rows: readonly Record<string, unknown>[]): void {
    for (const row of rows) {
      let line = '';
      for (const column of this.columns) line += (line && '\t') + copyText(row[column.name], column.isJson);
      line += '\n';
      this.reserve(line.length * MOST_BYTES_OF_A_UNIT);
      this.length += this.bytes.write(line, this.length);
    }
  }

  /** The bytes that wait to be written. */
  get size(): number {
    return this.length;
  }

  async write(client: PoolClient): Promise<void> {
    if (this.length === 0) return;
    const columns = this.columns.map(({ name }) => name).join(', ');
    await pipeline(
      Readable.from([this.bytes.subarray(0, this.length)]),
      client.query(copyFrom(`COPY ${this.table} (${columns}) FROM STDIN`)),
    );
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + bytes));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const FIRST_BYTES = 256_000;

// A unit of UTF-16 takes at most three bytes of UTF-8.
const MOST_BYTES_OF_A_UNIT = 3;

const copyText = (value: unknown, isJson: boolean): string => {
  if (value === null || value === undefined) return '\\N';
  if (isJson) return escaped(jsonText(value));
  if (Array.isArray(value)) return escaped(`{${value.map(arrayItem).join(',')}}`);
  return typeof value === 'string' ? escaped(withoutNul(value)) : JSON.stringify(value);
};

const arrayItem = (text: string): string =>
  PLAIN.test(text) ? text : `"${withoutNul(text).replaceAll(/["\\]/g, '\\$&')}"`;

// An item that needs no quotation marks, such as an id.
const PLAIN = /^[0-9a-f-]+$/;

const escaped = (text: string): string =>
  /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!) : text;

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
