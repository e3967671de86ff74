import { randomUUID } from 'node:crypto';
import { ErrorType, NO_STREAM } from '@eventstore/db-client';
import {
  meets,
  recogniseEarlierAppend,
  type AppendOutcome,
  type ExpectedRevision,
  type Fact,
} from '@stepwell/event-sourcing';
import type { VendorClient } from './connection.ts';
import { typeOf } from './faults.ts';
import type { KnownStream, KnownStreams } from './known-streams.ts';
import type { LogReader } from './log-reader.ts';
import { onLeader } from './on-leader.ts';
import { attemptOf, positionOf, type PreparedEvents } from './stored-events.ts';

const ATTEMPTS = 64;

/**
 * Appends to one stream, one at a time.
 *
 * KurrentDB answers an append of ids that stand right after the expected revision with success, whatever their content
 * and whoever wrote them. So what is known of the stream is asked first; the revision that goes to the server is always
 * the exact one after which the events are to stand; and after a success the record is read back: it names the attempt
 * that wrote it.
 */
export class StreamWriter {
  private readonly client: VendorClient;
  private readonly reader: LogReader;
  private readonly known: KnownStreams;

  constructor(client: VendorClient, reader: LogReader, known: KnownStreams) {
    this.client = client;
    this.reader = reader;
    this.known = known;
  }

  async append(
    streamId: string,
    events: readonly Fact[],
    prepared: PreparedEvents,
    expected: ExpectedRevision,
  ): Promise<AppendOutcome> {
    let known = this.known.get(streamId);
    let current = known === undefined;
    for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
      known = current ? await this.learn(streamId) : known!;
      const judged = await this.judge(streamId, events, expected, known);
      // Ids that were once there are there still, but a wrong revision may be what is outdated.
      if (judged && (judged.outcome !== 'wrong-revision' || current)) return judged;
      const appended = judged ? undefined : await this.appendAfter(streamId, events, prepared, known.last);
      if (appended) return appended;
      current = true;
    }
    throw new Error(`${streamId}: ${ATTEMPTS} attempts to append were each overtaken by another writer`);
  }

  /** What an append is answered with that is not to be written. */
  private async judge(
    streamId: string,
    events: readonly Fact[],
    expected: ExpectedRevision,
    known: KnownStream,
  ): Promise<AppendOutcome | undefined> {
    const here = events.some(({ id }) => known.ids.has(id)) ? await this.reader.stream(streamId) : [];
    const byId = new Map(here.map((event) => [event.id, event]));
    const earlier = recogniseEarlierAppend(streamId, events, (id) => byId.get(id));
    if (earlier) return earlier;
    return meets(expected, known.last) ? undefined : { outcome: 'wrong-revision', actual: known.last };
  }

  /** What the stream holds now. */
  private async learn(streamId: string): Promise<KnownStream> {
    const before = this.known.get(streamId);
    if (before) {
      this.known.saw(streamId, await this.reader.stream(streamId, { from: before.last + 1 }));
      const now = this.known.get(streamId);
      if (now && now.last > before.last) return now;
      // Nothing new, and yet it was not as expected: then nothing of it is relied on.
      this.known.forget(streamId);
    }
    const events = await this.reader.stream(streamId);
    this.known.saw(streamId, events);
    return { ids: new Set(events.map(({ id }) => id)), last: events.at(-1)?.revision ?? -1 };
  }

  /** Undefined when the stream does not end at this revision, or when another attempt had written these ids there. */
  private async appendAfter(
    streamId: string,
    events: readonly Fact[],
    prepared: PreparedEvents,
    last: number,
  ): Promise<AppendOutcome | undefined> {
    const attempt = randomUUID();
    const revision = await this.send(streamId, prepared, attempt, last);
    if (revision === undefined) return undefined;
    const written = await this.reader.lastStored(streamId, revision);
    if (!written) throw new Error(`${streamId}: number ${revision} was appended and is not there to be read`);
    if (attemptOf(written) !== attempt) return undefined;
    if (revision !== last + events.length)
      throw new Error(
        `${streamId}: the stream was deleted in KurrentDB, and now goes on behind what is lost`,
      );
    this.known.saw(
      streamId,
      events.map(({ id }, n) => ({ id, revision: last + 1 + n })),
    );
    return { outcome: 'appended', revision, position: positionOf(written) };
  }

  private async send(
    streamId: string,
    prepared: PreparedEvents,
    attempt: string,
    last: number,
  ): Promise<number | undefined> {
    try {
      const { nextExpectedRevision } = await onLeader(() =>
        this.client.appendToStream(streamId, prepared.under(attempt), {
          expectedRevision: last === -1 ? NO_STREAM : BigInt(last),
          requiresLeader: true,
        }),
      );
      return Number(nextExpectedRevision);
    } catch (error) {
      if (typeOf((error as Error).cause) === ErrorType.WRONG_EXPECTED_VERSION) return undefined;
      throw error;
    }
  }
}
