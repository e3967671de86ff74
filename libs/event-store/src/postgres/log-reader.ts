import type { Pool, QueryArrayConfig } from 'pg';
import type { Position, ReadStreamOptions, RecordedEvent } from '@stepwell/event-sourcing';
import { GroupedReads } from './grouped-reads.ts';

type Row = [
  streamId: string,
  revision: string,
  position: Position,
  id: string,
  type: string,
  version: string,
  data: string,
  metadata: string,
];

/** Every value as the text that the server sends. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

const SELECT = `
  SELECT stream_id, revision, position, id, type, schema_version, data, metadata
  FROM log.events`;

const LAST_REVISION = 2 ** 31 - 1;

/** A category is read by as many events as make up about this much JSON. */
const PAGE_BYTES = 4_000_000;
const FIRST_PAGE = 100;
/** Events that are looked at to divide a category. */
const SAMPLE = 20_000;
const LARGEST_PAGE = 10_000;

/** The queries on the log. Every one of them is served by an index. */
export class LogReader {
  private readonly pool: Pool;
  private readonly wholeStreams = new GroupedReads((streamIds) => this.whole(streamIds));

  constructor(pool: Pool) {
    this.pool = pool;
  }

  stream(streamId: string, options: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    const { direction = 'forwards', limit = Infinity } = options;
    if (direction === 'forwards' && !options.from && limit === Infinity)
      return this.wholeStreams.read(streamId);
    const most = Number.isFinite(limit) ? Math.max(0, limit) : null;
    if (direction === 'forwards') {
      const where = 'WHERE stream_id = $1 AND revision >= $2 ORDER BY revision LIMIT $3';
      return this.read('stream-forwards', where, [streamId, asRevision(options.from ?? 0), most]);
    }
    const where = 'WHERE stream_id = $1 AND revision <= $2 ORDER BY revision DESC LIMIT $3';
    return this.read('stream-backwards', where, [streamId, asRevision(options.from ?? LAST_REVISION), most]);
  }

  private async whole(streamIds: readonly string[]): Promise<Map<string, RecordedEvent[]>> {
    const where = 'WHERE stream_id = ANY ($1) ORDER BY stream_id, revision';
    return byStream(await this.read('whole-streams', where, [streamIds]));
  }

  async streams(streamIds: readonly string[], upTo: Position): Promise<Map<string, RecordedEvent[]>> {
    const where = 'WHERE stream_id = ANY ($1) AND position <= $2 ORDER BY stream_id, revision';
    const events = await this.read('streams', where, [streamIds, upTo]);
    return byStream(events);
  }

  log(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.read('log', 'WHERE position > $1 ORDER BY position LIMIT $2', [after, limit]);
  }

  byId(ids: readonly string[]): Promise<RecordedEvent[]> {
    return this.read('by-id', 'WHERE id = ANY ($1)', [ids]);
  }

  async head(): Promise<Position> {
    const { rows } = await this.pool.query<{ position: Position }>({
      name: 'log.head',
      text: 'SELECT position FROM log.head',
    });
    return rows[0]!.position;
  }

  /** The next page is on its way while this one's streams are handed over. A stream ends where the next one begins. */
  async *category(
    category: string,
    upTo: Position,
    after?: string,
    until?: string,
  ): AsyncGenerator<RecordedEvent[]> {
    let stream: RecordedEvent[] = [];
    for await (const page of this.pages(category, upTo, after, until)) {
      for (const row of page) {
        if (stream.length > 0 && stream[0]!.streamId !== row[0]) {
          yield stream;
          stream = [];
        }
        stream.push(toEvent(row));
      }
    }
    if (stream.length > 0) yield stream;
  }

  /** A sample says well enough where the streams are that have so many events before them. */
  async divide(category: string, parts: number): Promise<string[]> {
    const shares = Array.from({ length: parts - 1 }, (_, n) => (n + 1) / parts);
    const percent = Math.min(100, (100 * SAMPLE) / Math.max(1, Number(await this.head())));
    const { rows } = await this.pool.query<{ ends: string[] | null }>(
      `SELECT percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY stream_id) AS ends
       FROM log.events TABLESAMPLE SYSTEM ($2) WHERE stream_id > $3 AND stream_id < $4`,
      [shares, percent, ...boundsOf(category)],
    );
    return [...new Set(rows[0]!.ends)];
  }

  private async *pages(
    category: string,
    upTo: Position,
    afterStream?: string,
    until?: string,
  ): AsyncGenerator<Row[]> {
    const where = `
      WHERE (stream_id, revision) > ($1, $2) AND (stream_id, revision) < ($3, $4) AND position <= $5
      ORDER BY stream_id, revision LIMIT $6`;
    const [, end] = boundsOf(category);
    const before = until === undefined ? [end, '-1'] : [until, String(LAST_REVISION)];
    const after = (streamId: string, revision: string, size: number) =>
      this.rows('category', where, [streamId, revision, ...before, upTo, size]);
    let size = FIRST_PAGE;
    let next: Promise<Row[]> | undefined =
      afterStream === undefined
        ? after(`${category}-`, '-1', size)
        : after(afterStream, String(LAST_REVISION), size);
    while (next) {
      const page: Row[] = await next;
      const last = page.length === size ? page.at(-1)! : undefined;
      size = nextSize(page, size);
      next = last && after(last[0], last[1], size);
      // Should the reader stop here, nobody is left to hear of a failure.
      next?.catch(() => undefined);
      yield page;
    }
  }

  private async read(name: string, where: string, values: unknown[]): Promise<RecordedEvent[]> {
    return (await this.rows(name, where, values)).map(toEvent);
  }

  private async rows(name: string, where: string, values: unknown[]): Promise<Row[]> {
    const text = `${SELECT} ${where}`;
    const query = { name: `log.${name}`, text, values, rowMode: 'array', types: AS_TEXT };
    return (await this.pool.query<Row>(query as QueryArrayConfig)).rows;
  }
}

// '.' comes right after '-', so between the two stand the streams of this category and nothing else.
const boundsOf = (category: string): [string, string] => [`${category}-`, `${category}.`];

const byStream = (events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> =>
  Map.groupBy(events, ({ streamId }) => streamId);

const toEvent = (row: Row): RecordedEvent => ({
  id: row[3],
  type: row[4],
  schemaVersion: Number(row[5]),
  data: JSON.parse(row[6]),
  metadata: JSON.parse(row[7]),
  streamId: row[0],
  revision: Number(row[1]),
  position: row[2],
});

const nextSize = (page: readonly Row[], size: number): number => {
  const bytes = page.reduce((sum, row) => sum + row[6].length + row[7].length, 0);
  const fitting = Math.floor((PAGE_BYTES * page.length) / Math.max(1, bytes));
  return Math.max(1, Math.min(fitting, size * 4, LARGEST_PAGE));
};

const asRevision = (value: number): number => Math.max(-1, Math.min(LAST_REVISION, value));
