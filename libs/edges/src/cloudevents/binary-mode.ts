import { Refusal } from '@stepwell/event-sourcing';
import { parseEvent } from './parse-event.ts';

/** What headers of attributes begin with: in HTTP, in Kafka. */
export type AttributePrefix = 'ce-' | 'ce_';

/**
 * An event in binary mode in the form of the JSON format: its attributes are headers of this prefix, its data the body.
 * Headers of HTTP are percent-encoded (CloudEvents HTTP binding, 3.1.3.2). Tracing tools write a header of their own.
 */
export const eventOfHeaders = (
  headers: Readonly<Record<string, unknown>>,
  prefix: AttributePrefix,
  content: { readonly data?: unknown; readonly data_base64?: string },
): Record<string, unknown> => {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), prefix === 'ce-' ? decoded(String(value)) : value]);
  const { traceparent, 'content-type': datacontenttype } = headers;
  return {
    ...(traceparent === undefined ? {} : { traceparent }),
    ...Object.fromEntries(attributes),
    datacontenttype,
    ...content,
  };
};

/** The same, of a body that nobody has looked at: what is no JSON is kept as it came, for whoever looks into it. */
export const eventOfMessage = (
  headers: Readonly<Record<string, unknown>>,
  prefix: AttributePrefix,
  body: Uint8Array,
): Record<string, unknown> => {
  const data = parseEvent(body);
  const isJson = !(data instanceof Refusal);
  return eventOfHeaders(
    headers,
    prefix,
    isJson ? { data } : { data: undefined, data_base64: Buffer.from(body).toString('base64') },
  );
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
