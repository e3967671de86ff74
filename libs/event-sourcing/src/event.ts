/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Who and what an event comes from. Everything here is about the record, nothing about the patient. */
export interface EventMetadata {
  /** When it was true for the patient: an instant in UTC with milliseconds, so that text order is time order. */
  readonly occurredAt: string;
  /** When this system learned it, in the same form. */
  readonly recordedAt: string;
  /** How exactly `occurredAt` is known; absent means to the instant. A source that gives a year gives `year`. */
  readonly precision?: 'day' | 'month' | 'year';
  /** The sending system, its facility, and the sender's own name for the message. */
  readonly source: { readonly system: string; readonly facility?: string; readonly messageId?: string };
  /** The person or service that acted. */
  readonly actor: string;
  /** The command that these events answer: a repeated command is recognised by it. */
  readonly commandId: string;
  /** A digest of that command's content: the same id with another content is a mistake of the sender's. */
  readonly commandDigest?: string;
  /** Everything that followed from one outside request shares this id. */
  readonly correlationId: string;
  /** The event that caused this one, where an event did. */
  readonly causationId?: string;
  /** The W3C trace context that the outside request came with. */
  readonly traceparent?: string;
}

/** What a decision yields, before it has an identity. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** A domain event with its identity and its metadata: what is appended, and all that `evolve` may look at. */
export type Fact<E extends DomainEvent = DomainEvent> = E & {
  /** A UUID. Appending the same id again with the same content returns the first result. */
  readonly id: string;
  readonly schemaVersion: number;
  readonly metadata: EventMetadata;
};

/** A fact as the log holds it. */
export type RecordedEvent<E extends DomainEvent = DomainEvent> = Fact<E> & {
  readonly streamId: string;
  /** The place in its stream, from 0 without gaps. */
  readonly revision: number;
  readonly position: Position;
};

/** A stream is `{category}-{key}`: `pathway-7f0c…`, `program-iop-north`. The key may hold further hyphens. */
export const streamName = (category: string, key: string): string => `${category}-${key}`;

/** The two parts of a stream's name. */
export const parseStreamName = (streamId: string): { category: string; key: string } => {
  const hyphen = streamId.indexOf('-');
  return { category: streamId.slice(0, hyphen), key: streamId.slice(hyphen + 1) };
};

/**
 * A place in the log: an opaque token that only its store can make and that anyone may compare.
 * Every store writes it as decimal digits without leading zeros, so a longer one is always the later one.
 */
export type Position = string & { readonly position: unique symbol };

/** Before the first event. */
export const START = '0' as Position;

/** Negative when `a` comes before `b`, positive when after, 0 when they are the same place. */
export const comparePositions = (a: Position, b: Position): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Reads a position from outside; undefined when it is none. */
export const parsePosition = (text: string): Position | undefined =>
  /^(0|[1-9]\d{0,19})$/.test(text) ? (text as Position) : undefined;
