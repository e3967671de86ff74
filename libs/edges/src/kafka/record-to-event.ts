import { Refusal } from '@stepwell/event-sourcing';
import { DEEPEST_JSON, isTooDeep } from '../formats.ts';
import { eventOfHeaders } from '../cloudevents/binary-mode.ts';

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
  if (headers['ce_specversion'] === undefined) return parsed(value);
  const data = parsed(value);
  return eventOfHeaders(traced(headers), 'ce_', {
    datacontenttype: headers['content-type'],
    // What is no JSON is kept as it came, for whoever looks into it.
    ...(data instanceof Refusal ? { data: undefined, data_base64: value.toString('base64') } : { data }),
  });
};

// Tracing tools write a header of their own.
const traced = (headers: KafkaRecord['headers']): KafkaRecord['headers'] =>
  headers['traceparent'] === undefined ? headers : { ce_traceparent: headers['traceparent'], ...headers };

const parsed = (value: Buffer): unknown => {
  try {
    const json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value)) as unknown;
    return isTooDeep(json)
      ? new Refusal('not-a-cloudevent', `Send JSON that is nested at most ${DEEPEST_JSON} deep.`)
      : json;
  } catch {
    return new Refusal(
      'not-a-cloudevent',
      'Send a CloudEvent as JSON in UTF-8, or in binary mode with headers ce_…: this is neither.',
    );
  }
};
