import { BACKWARDS, END, FORWARDS, START as STREAM_START, ErrorType } from '@eventstore/db-client';
import vendor from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import {
  comparePositions,
  START,
  type Position,
  type ReadStreamOptions,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { collect, type VendorRead } from './collect.ts';
import type { VendorClient } from './connection.ts';
import { typeOf } from './faults.ts';
import { readFiltered, type FilteredRead, type WireResponse } from './filtered-read.ts';
import { onLeader } from './on-leader.ts';
import { isSystemEvent, positionOf, toRecordedEvent, type StoredEvent } from './stored-events.ts';

/** Every event but the server's own. */
const NO_SYSTEM_TYPE = { type: '^[^$]' };

const STREAMS_AT_ONCE = 16;

/** How long the server may send nothing before a read is given up. */
export interface Patience {
  readonly patienceMs: number;
  /** For reads of $all, in which the server may have many events of its own to pass over. */
  readonly searchPatienceMs: number;
}

/** The reads. Those of a stream come from its index, those of the log from $all through a filter at the server. */
export class LogReader {
  private readonly client: VendorClient;
  private readonly patienceMs: number;
  private readonly searchPatienceMs: number;

  constructor(client: VendorClient, { patienceMs, searchPatienceMs }: Patience) {
    this.client = client;
    this.patienceMs = patienceMs;
    this.searchPatienceMs = searchPatienceMs;
  }

  async stream(streamId: string, options: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    const { direction = 'forwards', limit = Infinity } = options;
    const from = options.from ?? (direction === 'forwards' ? 0 : Infinity);
    if (limit <= 0 || (direction === 'backwards' && from < 0)) return [];
    const asked = { from: Math.max(0, from), direction, limit };
    const events = await this.readStream(streamId, asked, toRecordedEvent);
    if (direction === 'forwards' && events.length > 0 && events[0]!.revision !== Math.max(0, from))
      throw new Error(
        `Stream ${streamId} of KurrentDB begins at number ${events[0]!.revision}: what came before was deleted.`,
      );
    return events;
  }

  /** The last event of a stream up to a revision, as it is stored. */
  async lastStored(streamId: string, revision: number): Promise<StoredEvent | undefined> {
    const asked = { from: revision, direction: 'backwards', limit: 1 } as const;
    const [last] = await this.readStream(streamId, asked, (stored) => stored);
    return last;
  }

  /** The events of one stream up to a position. */
  async streamUpTo(streamId: string, upTo: Position): Promise<RecordedEvent[]> {
    const events = await this.stream(streamId);
    return events.filter(({ position }) => comparePositions(position, upTo) <= 0);
  }

  async streams(streamIds: readonly string[], upTo: Position): Promise<Map<string, RecordedEvent[]>> {
    const found = new Map<string, RecordedEvent[]>();
    const waiting = new Set(streamIds).values();
    const worker = async () => {
      for (const streamId of waiting) {
        const events = await this.streamUpTo(streamId, upTo);
        if (events.length > 0) found.set(streamId, events);
      }
    };
    await Promise.all(Array.from({ length: STREAMS_AT_ONCE }, worker));
    return found;
  }

  /** A read of $all begins with the event at the position, so one more is asked for. */
  async log(after: Position, limit: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let from = after;
    for (;;) {
      const asked = limit - events.length + 1;
      const page = await this.all({ filter: NO_SYSTEM_TYPE, from, limit: asked });
      for (const stored of page) {
        from = positionOf(stored);
        if (events.length < limit && !isSystemEvent(stored) && comparePositions(from, after) > 0)
          events.push(toRecordedEvent(stored));
      }
      // Only a stream of the server's with types that are not lets a full page come up short.
      if (page.length < asked || events.length === limit) return events;
    }
  }

  async head(): Promise<Position> {
    for (let limit = 1; ; limit *= 10) {
      const events = await this.all({ filter: NO_SYSTEM_TYPE, from: 'end', limit });
      const last = events.find((event) => !isSystemEvent(event));
      if (last) return positionOf(last);
      if (events.length < limit) return START;
    }
  }

  private async all(read: FilteredRead): Promise<StoredEvent[]> {
    return onLeader(async () => {
      const events: StoredEvent[] = [];
      const stream = await readFiltered(this.client, read);
      await collect<WireResponse>(stream, this.searchPatienceMs, (response) => {
        const event = response.getEvent();
        if (event) events.push(vendor.convertGrpcEvent(event).event as StoredEvent);
      });
      return events;
    });
  }

  /** What a node has sent before it ceased to lead is thrown away: the next one begins anew. */
  private async readStream<Item>(
    streamId: string,
    { from, direction, limit }: Required<ReadStreamOptions>,
    as: (stored: StoredEvent) => Item,
  ): Promise<Item[]> {
    const forwards = direction === 'forwards';
    const fromRevision = Number.isFinite(from) ? BigInt(from) : forwards ? STREAM_START : END;
    try {
      return await onLeader(async () => {
        const items: Item[] = [];
        const stream = this.client.readStream(streamId, {
          ...{ fromRevision, direction: forwards ? FORWARDS : BACKWARDS, requiresLeader: true },
          ...(Number.isFinite(limit) && { maxCount: limit }),
        });
        await collect<{ event?: StoredEvent }>(stream as VendorRead, this.patienceMs, ({ event }) =>
          items.push(as(event!)),
        );
        return items;
      });
    } catch (error) {
      if (typeOf((error as Error).cause) !== ErrorType.STREAM_NOT_FOUND) throw error;
      return [];
    }
  }
}
