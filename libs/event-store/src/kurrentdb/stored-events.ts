import type { EventData, EventType } from '@eventstore/db-client';
import {
  canonicalJson,
  type EventMetadata,
  type Fact,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';

/**
 * What a record's metadata holds besides the event's own. Names that begin with $ are the server's by its convention:
 * its projections know the first two, and no event's metadata has any.
 */
interface Envelope {
  readonly $correlationId?: string;
  readonly $causationId?: string;
  readonly $schemaVersion: number;
  /** Names the one attempt to append that wrote this record. */
  readonly $attempt: string;
}

/** A record as the vendor's client reads it. */
export interface StoredEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly isJson: boolean;
  readonly position?: { readonly commit: bigint };
}

/** An append's events ready to be sent, under whichever attempt. */
export interface PreparedEvents {
  readonly bytes: number;
  readonly under: (attempt: string) => EventData<EventType>[];
}

export const prepareEvents = (events: readonly Fact[]): PreparedEvents => {
  const prepared = events.map((event) => ({
    event,
    data: canonicalJson(event.data),
    metadata: checkedMetadata(event),
  }));
  return {
    bytes: prepared.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0),
    under: (attempt) =>
      prepared.map(({ event: { id, type, schemaVersion, metadata: own }, data, metadata }) => {
        const { correlationId, causationId } = own;
        const envelope: Envelope = {
          $attempt: attempt,
          $causationId: causationId,
          $correlationId: correlationId,
          $schemaVersion: schemaVersion,
        };
        // $ sorts before every letter, so the two together are canonical again.
        const text = `${canonicalJson(envelope).slice(0, -1)},${metadata.slice(1)}`;
        return {
          ...{ id, type, contentType: 'application/json' },
          // The client writes it as JSON again: the same text, unless a name is a number.
          ...{ data: JSON.parse(data), metadata: Uint8Array.from(Buffer.from(text)) },
        } as EventData<EventType>;
      }),
  };
};

const checkedMetadata = ({ metadata }: Fact): string => {
  const reserved = Object.keys(metadata).find((name) => name.startsWith('$'));
  if (reserved)
    throw new TypeError(`The metadata has a member "${reserved}": names with $ are KurrentDB's own`);
  return canonicalJson(metadata);
};

/** System events are the server's own: statistics, settings of streams, links of projections. */
export const isSystemEvent = ({ streamId, type }: Pick<StoredEvent, 'streamId' | 'type'>): boolean =>
  streamId.startsWith('$') || type.startsWith('$');

/** The largest of the wire's numbers stands for none. */
const NO_POSITION = 2n ** 64n - 1n;

export const positionOf = ({ position, id, streamId }: StoredEvent): Position => {
  if (position === undefined || position.commit === NO_POSITION)
    throw new Error(
      `KurrentDB does not say where in the log event ${id} of ${streamId} is: it has to be version 23.10 or later, and the` +
        ' event not a part of an explicit transaction of the old TCP protocol.',
    );
  return String(position.commit) as Position;
};

export const toRecordedEvent = (stored: StoredEvent): RecordedEvent => {
  const { streamId, id, revision, type, data } = stored;
  const { envelope, metadata } = openMetadata(stored);
  return {
    ...{ id, type, schemaVersion: envelope.$schemaVersion },
    data: data as object,
    metadata: metadata as EventMetadata,
    ...{ streamId, revision: Number(revision), position: positionOf(stored) },
  };
};

/** The attempt that wrote a record. */
export const attemptOf = (stored: StoredEvent): string => openMetadata(stored).envelope.$attempt;

/** An event that something else wrote cannot be understood, and leaving it out would make every answer wrong. */
const openMetadata = (stored: StoredEvent): { envelope: Envelope; metadata: object } => {
  const { $attempt, $causationId, $correlationId, $schemaVersion, ...metadata } = (stored.metadata ??
    {}) as Partial<Envelope>;
  if (!stored.isJson || typeof $attempt !== 'string' || typeof $schemaVersion !== 'number')
    throw new Error(
      `Event ${stored.id} (${stored.type}), number ${stored.revision} of stream ${stored.streamId} in KurrentDB, was not` +
        ' written by Stepwell, so its log cannot be read past it. A KurrentDB that Stepwell uses is to be its own.',
    );
  return { envelope: { $attempt, $causationId, $correlationId, $schemaVersion }, metadata };
};
