import { parsePosition, parseStreamName, type Position, type RecordedEvent } from '@stepwell/event-sourcing';
import { DEFAULT_ORIGIN, schemaOf, type EventOrigin } from './event-origin.ts';

/** A recorded event as a CloudEvents 1.0 event, in the names of the JSON format. Absent attributes are undefined. */
export interface RecordedCloudEvent {
  readonly specversion: '1.0';
  /** The event's own id: the same however often it is delivered. */
  readonly id: string;
  readonly source: string;
  /** `stepwell.{category}.{event type}.v{schema version}`. */
  readonly type: string;
  /** The patient's or the program's id. */
  readonly subject: string;
  /** When it was true for the patient. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Where the JSON Schema of the data is. */
  readonly dataschema?: string;
  /** How exactly `time` is known, where that is not to the instant. */
  readonly timeprecision?: 'day' | 'month' | 'year';
  /** Recorded Time extension: when Stepwell learned it. */
  readonly recordedtime: string;
  /** Sequence extension: the place in the log, as text that sorts as the log does. See `positionOfSequence`. */
  readonly sequence: string;
  /** Partitioning extension: what is of one patient stays in order. */
  readonly partitionkey: string;
  /** The place in the patient's own history, from 0 without gaps. */
  readonly revision: number;
  /** Distributed Tracing extension: that of the request that the event followed from. */
  readonly traceparent?: string;
  /** Correlation extension. */
  readonly correlationid: string;
  readonly causationid?: string;
  readonly commandid: string;
  readonly actor?: string;
  readonly sourcesystem?: string;
  readonly sourcefacility?: string;
  readonly sourcemessageid?: string;
  readonly data: object;
}

/** Renders a recorded event. */
export const eventToCloudEvent = (
  event: RecordedEvent,
  origin: EventOrigin = DEFAULT_ORIGIN,
): RecordedCloudEvent => {
  const { id, schemaVersion, streamId, revision, position, data, metadata } = event;
  const { category, key } = parseStreamName(streamId);
  const type = `stepwell.${category}.${event.type}.v${schemaVersion}`;
  return {
    specversion: '1.0',
    id,
    source: origin.source,
    type,
    subject: text(key)!,
    time: metadata.occurredAt,
    datacontenttype: 'application/json',
    dataschema: schemaOf(type, origin),
    timeprecision: metadata.precision,
    recordedtime: metadata.recordedAt,
    sequence: sequenceOf(position),
    partitionkey: text(key)!,
    revision,
    traceparent: text(metadata.traceparent),
    correlationid: metadata.correlationId,
    causationid: metadata.causationId,
    commandid: metadata.commandId,
    actor: text(metadata.actor),
    sourcesystem: text(metadata.source.system),
    sourcefacility: text(metadata.source.facility),
    sourcemessageid: text(metadata.source.messageId),
    data,
  };
};

const MOST_DIGITS = 20;

/** A position as a CloudEvents sequence: of one length, because sequences are compared as text. */
export const sequenceOf = (position: Position): string => position.padStart(MOST_DIGITS, '0');

/** The position that a sequence stands for; undefined when it is none. */
export const positionOfSequence = (sequence: string): Position | undefined =>
  parsePosition(sequence.replace(/^0+(?=\d)/, ''));

// CloudEvents 1.0, section "Type System": a String has no control characters, no noncharacters and no half of a surrogate
// pair. What senders wrote (a message's number, a name) may have; nor is an attribute ever empty.
const text = (value: string | undefined): string | undefined =>
  value ? value.toWellFormed().replaceAll(NOT_ALLOWED, '\uFFFD') : undefined;

const NOT_ALLOWED = /[\p{Cc}\p{Noncharacter_Code_Point}]/gu;
