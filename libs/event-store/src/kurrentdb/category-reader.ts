import { setTimeout as sleep } from 'node:timers/promises';
import {
  comparePositions,
  START,
  StoreUnavailable,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import type { VendorClient } from './connection.ts';
import { toFault } from './faults.ts';
import { readFiltered, type FilteredRead, type WireResponse } from './filtered-read.ts';
import type { LogReader } from './log-reader.ts';
import { onLeader } from './on-leader.ts';

/** How many streams are read before they are asked for. */
const AHEAD = 16;

/**
 * Reads every stream of a category, in the order of their first events, which never changes. The names come from $all
 * through a filter at the server, so no projection of the server's is needed; what is paid for that is the category
 * going over the wire twice. In memory are the histories of `AHEAD` streams.
 */
export class CategoryReader {
  private readonly client: VendorClient;
  private readonly reader: LogReader;
  private readonly patienceMs: number;

  constructor(client: VendorClient, reader: LogReader, patienceMs: number) {
    this.client = client;
    this.reader = reader;
    this.patienceMs = patienceMs;
  }

  async *read(
    category: string,
    upTo: Position,
    after?: string,
    until?: string,
  ): AsyncGenerator<RecordedEvent[]> {
    const ahead: Promise<RecordedEvent[]>[] = [];
    for await (const streamId of this.names(category, upTo, after, until)) {
      const stream = this.reader.streamUpTo(streamId, upTo);
      // Should the reader stop first, nobody is left to hear of a failure.
      stream.catch(() => undefined);
      ahead.push(stream);
      if (ahead.length === AHEAD) yield await ahead.shift()!;
    }
    for (const stream of ahead) yield await stream;
  }

  /**
   * The server goes through the whole log for them, which may take it long when few events pass the filter. A read that
   * follows the log is told how far it has come, so it can tell a server that searches from one that is gone.
   */
  private async *names(
    category: string,
    upTo: Position,
    after?: string,
    until?: string,
  ): AsyncGenerator<string> {
    const last = until === undefined ? upTo : lower(upTo, await this.placeOf(until));
    if (last === START) return;
    const filter = { stream: `^${category.replaceAll(/\W/g, (sign) => `\\u${hex(sign)}`)}-` };
    const from = after === undefined ? START : await this.placeOf(after);
    for await (const response of this.follow({ filter, from, limit: 'follow' })) {
      const record = response.getEvent()?.getEvent();
      const place = record ?? response.getCheckpoint();
      const position = place?.getCommitPosition() as Position | undefined;
      if (record && comparePositions(position!, last) <= 0 && record.getStreamRevision() === '0')
        yield Buffer.from(record.getStreamIdentifier()!.getStreamName_asU8()).toString();
      if (response.hasCaughtUp() || (position && comparePositions(position, last) >= 0)) return;
    }
  }

  private async *follow(read: FilteredRead): AsyncGenerator<WireResponse> {
    // The first thing that comes says that the server follows.
    const { stream, responses } = await onLeader(async () => {
      const opened = await readFiltered(this.client, read);
      opened.on('error', () => undefined);
      const iterator = opened[Symbol.asyncIterator]() as AsyncIterator<WireResponse>;
      await this.patiently(iterator.next());
      return { stream: opened, responses: iterator };
    });
    try {
      for (;;) {
        const { value, done } = await this.patiently(responses.next());
        if (done) throw new StoreUnavailable('KurrentDB ended a read of a category.');
        yield value;
      }
    } catch (error) {
      throw toFault(error);
    } finally {
      stream.cancel();
    }
  }

  private async patiently<T>(answer: Promise<T>): Promise<T> {
    const enough = new AbortController();
    const silence = sleep(this.patienceMs, undefined, { signal: enough.signal }).then(() => {
      throw new StoreUnavailable(`KurrentDB did not answer a read for ${this.patienceMs} ms.`);
    });
    try {
      return await Promise.race([answer, silence]);
    } finally {
      silence.catch(() => undefined);
      enough.abort();
    }
  }

  private async placeOf(streamId: string): Promise<Position> {
    const [first] = await this.reader.stream(streamId, { limit: 1 });
    if (!first) throw new Error(`${streamId} is not in the log, so nothing can be read from there`);
    return first.position;
  }
}

const lower = (a: Position, b: Position): Position => (comparePositions(a, b) < 0 ? a : b);

const hex = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(4, '0');
