import type { Pool } from 'pg';
import {
  checkAppend,
  judgeNothing,
  recogniseEarlierAppend,
  type AppendOutcome,
  type EventStore,
  type ExpectedRevision,
  type Fact,
  type Position,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { migrate, openDatabase } from '@stepwell/postgres';
import { AppendQueue, type QueueLimits } from './append-queue.ts';
import { GroupWriter } from './group-writer.ts';
import { Growth } from './growth.ts';
import { LogReader } from './log-reader.ts';
import { eventStoreMigrations } from './migrations.ts';
import { prepareAppend } from './waiting-append.ts';

export interface PostgresEventStoreOptions {
  readonly url: string;
  /** The most connections at once. One of them writes. */
  readonly connections?: number;
  readonly limits?: Partial<QueueLimits>;
  /** How long a group of appends may take before its connection counts as lost. */
  readonly patienceMs?: number;
  readonly log?: (line: string) => void;
}

const LIMITS: QueueLimits = {
  waitingEvents: 100_000,
  waitingBytes: 128_000_000,
  groupEvents: 4_000,
  groupBytes: 8_000_000,
};

/** More than twice as long as the server lets a statement take: a group of many events is two of them. */
const PATIENCE_MS = 150_000;

/**
 * The log in PostgreSQL. Its connections are its own, so that no other use of the database keeps an append waiting, and
 * never scan a table: a plan made while the log was small would still be used when it is large.
 */
export class PostgresEventStore implements EventStore {
  readonly isDense = true;
  private readonly pool: Pool;
  private readonly writer: GroupWriter;
  private readonly queue: AppendQueue;
  private readonly reader: LogReader;
  private readonly growth: Growth;
  private appending = 0;
  private settled: (() => void) | undefined;
  private closing: Promise<void> | undefined;

  static async open(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const { url, connections = 8, limits, patienceMs = PATIENCE_MS, log } = options;
    const settings = { enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan' };
    const pool = await openDatabase(url, { connections, settings, name: 'stepwell log', log });
    try {
      await migrate(pool, 'event-store', eventStoreMigrations);
    } catch (error) {
      await pool.end();
      throw error;
    }
    return new PostgresEventStore(pool, { ...LIMITS, ...limits }, patienceMs);
  }

  private constructor(pool: Pool, limits: QueueLimits, patienceMs: number) {
    this.pool = pool;
    this.writer = new GroupWriter(pool, patienceMs);
    this.queue = new AppendQueue((group) => this.writer.write(group), limits);
    this.reader = new LogReader(pool);
    this.growth = new Growth(() => this.reader.head());
  }

  async append(
    streamId: string,
    events: readonly Fact[],
    expected: ExpectedRevision,
  ): Promise<AppendOutcome> {
    checkAppend(streamId, events);
    if (this.closing) throw new Error('This event store is closed.');
    this.appending += 1;
    try {
      return await this.judgeAndAppend(streamId, events, expected);
    } finally {
      this.appending -= 1;
      if (this.appending === 0) this.settled?.();
    }
  }

  readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    return this.reader.stream(streamId, options);
  }

  readStreams(streamIds: readonly string[], upTo: Position): Promise<Map<string, RecordedEvent[]>> {
    return this.reader.streams(streamIds, upTo);
  }

  readLog(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.reader.log(after, limit);
  }

  readCategory(
    category: string,
    upTo: Position,
    after?: string,
    until?: string,
  ): AsyncIterable<RecordedEvent[]> {
    return this.reader.category(category, upTo, after, until);
  }

  divideCategory(category: string, parts: number): Promise<readonly string[]> {
    return this.reader.divide(category, parts);
  }

  head(): Promise<Position> {
    return this.reader.head();
  }

  grownPast(position: Position, signal: AbortSignal): Promise<void> {
    return this.growth.past(position, signal);
  }

  close(): Promise<void> {
    return (this.closing ??= this.letGo());
  }

  private async letGo(): Promise<void> {
    if (this.appending > 0) await new Promise<void>((resolve) => (this.settled = resolve));
    this.growth.close();
    this.writer.close();
    await this.pool.end();
  }

  private async judgeAndAppend(
    streamId: string,
    events: readonly Fact[],
    expected: ExpectedRevision,
  ): Promise<AppendOutcome> {
    if (events.length === 0) return this.appendNothing(streamId, expected);
    if (events.length > 1 && new Set(events.map(({ id }) => id)).size < events.length)
      return (await this.recognise(streamId, events))!;
    const result = await this.queue.add(prepareAppend(streamId, events, expected));
    if (result.outcome === 'perhaps-known')
      return (await this.recognise(streamId, events)) ?? result.otherwise!;
    if (result.outcome === 'appended') this.growth.reached(result.position);
    return result;
  }

  private async appendNothing(streamId: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const [last] = await this.reader.stream(streamId, { direction: 'backwards', limit: 1 });
    return judgeNothing(last, expected);
  }

  private async recognise(streamId: string, events: readonly Fact[]): Promise<AppendOutcome | undefined> {
    const earlier = await this.reader.byId(events.map(({ id }) => id));
    const byId = new Map(earlier.map((event) => [event.id, event]));
    return recogniseEarlierAppend(streamId, events, (id) => byId.get(id));
  }
}
