import { Refusal } from '@stepwell/event-sourcing';
import { eventOfMessage, keptMessage, parseEvent } from '../cloudevents/index.ts';

/** A record of a topic as it came: nothing about it need be as expected. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

/**
 * The CloudEvent in a record, in the form of its JSON format and not yet judged, or why there is none. A record with
 * `ce_specversion` among its headers is in binary mode (CloudEvents Kafka binding, 3); any other is taken to be structured.
 */
export const recordToEvent = ({ headers, value }: KafkaRecord): unknown => {
  if (value === null)
    return new Refusal('empty-message', 'Send a CloudEvent: a record without a value asks for nothing.');
  return isBinary(headers) ? eventOfMessage(headers, 'ce_', value) : parseEvent(value);
};

/** What is kept of a record: its value as it came, after its headers where these say what it is; all of it where it has no value. */
export const keptRecord = (record: KafkaRecord): Uint8Array => {
  const { headers, value, key } = record;
  if (value === null) return Buffer.from(JSON.stringify({ ...record, key: key?.toString() ?? null }));
  return isBinary(headers) ? keptMessage(headers, value) : value;
};

const isBinary = (headers: KafkaRecord['headers']): boolean => headers['ce_specversion'] !== undefined;
