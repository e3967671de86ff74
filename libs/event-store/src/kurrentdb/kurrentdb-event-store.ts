import {
  checkAppend,
  judgeNothing,
  type AppendOutcome,
  type EventStore,
  type ExpectedRevision,
  type Fact,
  type Position,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { AppendGate, type GateLimits } from './append-gate.ts';
import { CategoryReader } from './category-reader.ts';
import { connect, disconnect, type VendorClient } from './connection.ts';
import { followLog } from './follow-log.ts';
import { Growth } from './growth.ts';
import { KnownStreams } from './known-streams.ts';
import { LogReader, type Patience } from './log-reader.ts';
import { prepareEvents } from './stored-events.ts';
import { StreamWriter } from './stream-writer.ts';

/** For appends there is `defaultDeadline` in the address, 10 s unless it says otherwise. */
export interface KurrentDbEventStoreOptions extends Partial<Patience> {
  /** `esdb://` or `kurrentdb://`, with `+discover` for a cluster behind one name, or several hosts. */
  readonly url: string;
  readonly limits?: Partial<GateLimits>;
  readonly log?: (line: string) => void;
}

const LIMITS: GateLimits = { waitingEvents: 100_000, waitingBytes: 128_000_000 };
const PATIENCE: Patience = { patienceMs: 10_000, searchPatienceMs: 60_000 };
const KNOWN_IDS = 200_000;

/**
 * The log in KurrentDB, formerly EventStoreDB, 23.10 or later. Event ids are recognised within their stream. A position
 * is the commit position: the record's place in the server's files, in bytes.
 */
export class KurrentDbEventStore implements EventStore {
  readonly isDense = false;
  private readonly client: VendorClient;
  private readonly reader: LogReader;
  private readonly categories: CategoryReader;
  private readonly writer: StreamWriter;
  private readonly gate: AppendGate;
  private readonly growth: Growth;
  private readonly known = new KnownStreams(KNOWN_IDS);
  private closing: Promise<void> | undefined;

  /** Fails when the server cannot be reached or does not let this user read. */
  static async open(options: KurrentDbEventStoreOptions): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(options);
    try {
      await store.head();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  private constructor({
    url,
    limits,
    patienceMs = PATIENCE.patienceMs,
    searchPatienceMs = PATIENCE.searchPatienceMs,
    log = () => undefined,
  }: KurrentDbEventStoreOptions) {
    this.client = connect(url, log);
    this.reader = new LogReader(this.client, { patienceMs, searchPatienceMs });
    this.categories = new CategoryReader(this.client, this.reader, patienceMs);
    this.writer = new StreamWriter(this.client, this.reader, this.known);
    this.gate = new AppendGate({ ...LIMITS, ...limits });
    const news = {
      head: () => this.reader.head(),
      follow: (after: Position, arrived: (position: Position) => void, signal: AbortSignal) =>
        followLog(this.client, after, arrived, signal),
    };
    this.growth = new Growth(news, log);
  }

  async append(
    streamId: string,
    events: readonly Fact[],
    expected: ExpectedRevision,
  ): Promise<AppendOutcome> {
    checkAppend(streamId, events);
    if (this.closing) throw new Error('This event store is closed.');
    if (events.length === 0) return this.appendNothing(streamId, expected);
    const prepared = prepareEvents(events);
    const outcome = await this.gate.pass({ streamId, events: events.length, bytes: prepared.bytes }, () =>
      this.writer.append(streamId, events, prepared, expected),
    );
    if (outcome.outcome === 'appended') this.growth.reached(outcome.position);
    return outcome;
  }

  async readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]> {
    const events = await this.reader.stream(streamId, options);
    if (!options) this.known.saw(streamId, events);
    return events;
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
    return this.categories.read(category, upTo, after, until);
  }

  /** Which streams there are is known only to who has read them all. */
  async divideCategory(): Promise<readonly string[]> {
    return [];
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
    await this.gate.drained();
    await this.growth.close();
    await disconnect(this.client);
  }

  private async appendNothing(streamId: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    const [last] = await this.reader.stream(streamId, { direction: 'backwards', limit: 1 });
    return judgeNothing(last, expected);
  }
}
