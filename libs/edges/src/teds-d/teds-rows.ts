import { parse } from 'csv-parse/sync';
import { Refusal } from '@stepwell/event-sourcing';

/** One row: the value of each column as sent. */
export type TedsRow = Readonly<Record<string, string>>;

/**
 * A row and its line in the file, from 1; or why the line is no row. `content` is the line as it stands, under the line
 * that names the columns: a file of that one row, which can be kept and read again. `endsAt` is how many bytes of the
 * file, but for a byte order mark, had been read at its end.
 */
export type TedsLine = { readonly line: number; readonly endsAt: number; readonly content: string } & (
  { readonly row: TedsRow } | { readonly refusal: Refusal<TedsFileFault> }
);
export type TedsFileFault = 'missing-columns' | 'unreadable-row' | 'wrong-column-count';

const REQUIRED = [
  'patient_id',
  'discharge_year',
  'state',
  'service_type_admit',
  'service_type_discharge',
  'discharge_reason',
];

/**
 * The rows of a TEDS-D file, one at a time. A row is a line: no value of TEDS spans lines, so an unclosed quote spoils
 * its own row and not the rest of the file.
 */
export async function* tedsRows(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<TedsLine> {
  let columns: readonly string[] | undefined;
  let header = '';
  let line = 0;
  let endsAt = 0;
  for await (const ended of linesOf(chunks)) {
    line++;
    endsAt += Buffer.byteLength(ended) + 1;
    const text = withoutReturn(ended);
    if (text.trim() === '') continue;
    const content = columns ? `${header}\n${text}` : text;
    const values = valuesOf(text);
    if (values instanceof Refusal) yield { line, endsAt, content, refusal: values };
    else if (columns) yield { line, endsAt, content, ...rowOf(columns, values) };
    else {
      [columns, header] = [values, text];
      const missing = REQUIRED.filter((column) => !values.includes(column));
      if (missing.length > 0) return yield { line, endsAt, content, refusal: missingColumns(missing) };
    }
  }
}

const missingColumns = (missing: readonly string[]): Refusal<'missing-columns'> =>
  new Refusal('missing-columns', `The first line must name the columns: ${missing.join(', ')} not found.`);

const rowOf = (
  columns: readonly string[],
  values: readonly string[],
): { row: TedsRow } | { refusal: Refusal<'wrong-column-count'> } => {
  if (values.length === columns.length)
    return { row: Object.fromEntries(columns.map((column, n) => [column, values[n]!])) };
  const detail = `The row has ${values.length} values where the first line names ${columns.length} columns.`;
  return { refusal: new Refusal('wrong-column-count', detail) };
};

const valuesOf = (line: string): readonly string[] | Refusal<'unreadable-row'> => {
  if (!line.includes('"')) return line.split(','); // most lines: many times faster than a parser's start
  try {
    const [values = []] = parse(line);
    return values;
  } catch {
    return new Refusal('unreadable-row', 'Close the quotes of the row, and double a quote within quotes.');
  }
};

async function* linesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest + decoder.decode();
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
