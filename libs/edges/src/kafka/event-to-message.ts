import { parseStreamName, type RecordedEvent } from '@stepwell/event-sourcing';
import type { EventOrigin } from '../cloudevents/event-origin.ts';
import { eventToCloudEvent } from '../cloudevents/event-to-cloudevent.ts';

/** One record of a topic. What is of one key stays in order. */
export interface KafkaMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/**
 * A recorded event in the binary content mode of CloudEvents' Kafka binding: its attributes are headers, its data the value.
 * The trace context stands in a header of its own name too, where tracing tools look for it.
 */
export const eventToMessage = (
  event: RecordedEvent,
  topics: Readonly<Record<string, string>>,
  origin: EventOrigin,
): KafkaMessage => {
  const { category } = parseStreamName(event.streamId);
  const topic = topics[category];
  if (topic === undefined) throw new Error(`Event ${event.id} is of a kind without a topic: ${category}.`);
  const { data, datacontenttype, ...attributes } = eventToCloudEvent(event, origin);
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) headers[`ce_${name}`] = String(value);
  if (attributes.traceparent) headers['traceparent'] = attributes.traceparent;
  return { topic, key: attributes.partitionkey, headers, value: JSON.stringify(data) };
};

/** About how many bytes a record takes up in a request: never fewer than it does. */
export const sizeOf = ({ key, headers, value }: KafkaMessage): number => {
  const ofHeaders = Object.entries(headers).map(
    ([name, text]) => name.length + Buffer.byteLength(text) + PER_HEADER,
  );
  return (
    Buffer.byteLength(key) + Buffer.byteLength(value) + PER_RECORD + ofHeaders.reduce((sum, n) => sum + n, 0)
  );
};

// Lengths and differences, each a varint of at most 5 or 10 bytes.
const PER_HEADER = 10;
const PER_RECORD = 40;
