import { eventTypes } from './data-schema.ts';

/** Where events say that they are from. */
export interface EventOrigin {
  /** Their `source`, a URI reference that names the log: with it, an event's id is unique. */
  readonly source: string;
  /** The address under which the API is reached from outside: with it, events name the schema of their data. */
  readonly publicUrl?: string;
}

export const DEFAULT_ORIGIN: EventOrigin = { source: '/stepwell' };

const described = new Set(eventTypes().map(({ type }) => type));

/** The attribute `dataschema` of a type of events: a URI that resolves. None for a type of which no schema is served. */
export const schemaOf = (type: string, { publicUrl }: EventOrigin): string | undefined =>
  publicUrl !== undefined && described.has(type) ? `${publicUrl}/v1/schemas/${type}` : undefined;
