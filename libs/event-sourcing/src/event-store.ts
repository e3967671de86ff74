import type { Fact, Position, RecordedEvent } from './event.ts';

/**
 * What the writer believes of the stream: its last revision, `no-stream` (it must not exist), `stream-exists`, or `any`.
 */
export type ExpectedRevision = number | 'no-stream' | 'stream-exists' | 'any';

export interface Appended {
  readonly outcome: 'appended' | 'known';
  /** The revision of the append's last event. */
  readonly revision: number;
  /** The position of the append's last event. */
  readonly position: Position;
}

/** Nothing was written. `actual` is the stream's last revision, -1 when there is no stream. */
export interface WrongRevision {
  readonly outcome: 'wrong-revision';
  readonly actual: number;
}

/**
 * Nothing was written: an event with one of these ids is in the stream with another content or in another place, or, in
 * a store that knows ids throughout its log, in another stream.
 */
export interface EventIdReused {
  readonly outcome: 'event-id-reused';
  readonly eventId: string;
}

export type AppendOutcome = Appended | WrongRevision | EventIdReused;

export interface ReadStreamOptions {
  /** The first revision to read, or where a backwards read begins. The default is the stream's start or end. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** The most events to return. The default is all. */
  readonly limit?: number;
}

/** Too much is waiting to be written. Nothing was written; the caller slows down and tries again. */
export class StoreOverloaded extends Error {
  readonly code = 'store-overloaded';
  constructor() {
    super('The event store has more waiting to be written than it takes.');
  }
}

/** The store cannot be reached, or does not answer in time. Reading may be repeated, and so may an append with its ids. */
export class StoreUnavailable extends Error {
  readonly code = 'store-unavailable';
}

/**
 * An append-only log of streams. Every adapter passes `eventStoreConformance`; what is said here is what it tests.
 *
 * A fault of the store itself (a lost connection, a full disk) is thrown; nothing is then known of the append except
 * that it is whole or absent, so a caller repeats it with the same event ids. So is what `checkAppend` finds wrong, and
 * `StoreOverloaded`: then nothing was written.
 */
export interface EventStore {
  /** Whether positions follow one another without gaps. Then the place of an append's last event tells those of all. */
  readonly isDense: boolean;

  /**
   * Appends all of these events to the end of one stream, or none. When the promise resolves they are durable.
   * The same events again, whatever the expected revision says, return the first result with the outcome `known`.
   * An id is known in its stream. PostgreSQL and the memory know it in every other stream as well and refuse it there;
   * KurrentDB does not, and appends.
   */
  append(streamId: string, events: readonly Fact[], expected: ExpectedRevision): Promise<AppendOutcome>;

  /** The events of one stream in revision order; none for a stream that does not exist. */
  readStream(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent[]>;

  /** The events of these streams, each stream's in revision order, up to and including a position. */
  readStreams(streamIds: readonly string[], upTo: Position): Promise<Map<string, RecordedEvent[]>>;

  /** At most `limit` events after a position, in log order. Whoever has read up to N has missed nothing, for ever. */
  readLog(after: Position, limit: number): Promise<RecordedEvent[]>;

  /**
   * Every stream of a category, whole, one at a time, as the log stood at a position. For computing something from all
   * histories without going to and fro between patients. The order is the store's own and always the same, so a reader
   * who was interrupted goes on `after` the last stream that was worked on, and one who shares the work stops with the
   * stream `until`, or where it would stand.
   */
  readCategory(
    category: string,
    upTo: Position,
    after?: string,
    until?: string,
  ): AsyncIterable<RecordedEvent[]>;

  /**
   * Where a category divides into at most `parts` of about as many events, to be read side by side: the last stream of each
   * part but the last, in the order of `readCategory`. None where the store cannot tell without reading all of it.
   */
  divideCategory(category: string, parts: number): Promise<readonly string[]>;

  /** The position of the last event, `START` for an empty log. */
  head(): Promise<Position>;

  /** Resolves when the log has grown past a position, or when the signal aborts, whichever is first. */
  grownPast(position: Position, signal: AbortSignal): Promise<void>;

  /** Lets appends under way finish, then lets go of every resource. */
  close(): Promise<void>;
}
