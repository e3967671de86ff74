import { canonicalJson } from './canonical-json.ts';
import { START, type Fact, type RecordedEvent } from './event.ts';
import type { AppendOutcome, ExpectedRevision } from './event-store.ts';
import { isStoredUuid } from './uuid.ts';

// What begins with $ is the server's own in KurrentDB.
const STREAM_NAME = /^[^-\0$][^-\0]*-[^\0]+$/;
const LONGEST_NAME = 500;
const LARGEST_VERSION = 2 ** 31 - 1;

/**
 * What no store takes, because not every store could give it back as it was: mistakes of the program, so they throw. The
 * JSON is checked by `canonicalJson`.
 */
export const checkAppend = (streamId: string, events: readonly Fact[]): void => {
  if (!STREAM_NAME.test(streamId) || !isName(streamId))
    throw new TypeError(
      `${JSON.stringify(streamId)} is no stream name: {category}-{key}, at most 500 characters, not beginning with $`,
    );
  for (const { id, type, schemaVersion } of events) {
    if (!isStoredUuid(id))
      throw new TypeError(`${JSON.stringify(id)} is no event id: a UUID in small letters`);
    if (!isName(type) || type.startsWith('$'))
      throw new TypeError(`${JSON.stringify(type)} is no event type`);
    if (!(Number.isInteger(schemaVersion) && schemaVersion > 0 && schemaVersion <= LARGEST_VERSION))
      throw new TypeError(`${schemaVersion} is no schema version: a positive integer`);
  }
};

const isName = (text: string): boolean =>
  text.length > 0 && text.length <= LONGEST_NAME && text.isWellFormed() && !text.includes('\0');

/** Whether a stream that ends at revision `actual` (-1: no stream) is as the writer expects it. */
export const meets = (expected: ExpectedRevision, actual: number): boolean => {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return actual === -1;
  if (expected === 'stream-exists') return actual >= 0;
  return actual === expected;
};

/** What an append of no events is answered with, given the last event of its stream: it is judged like any other. */
export const judgeNothing = (last: RecordedEvent | undefined, expected: ExpectedRevision): AppendOutcome => {
  const revision = last?.revision ?? -1;
  if (!meets(expected, revision)) return { outcome: 'wrong-revision', actual: revision };
  return { outcome: 'appended', revision, position: last?.position ?? START };
};

/**
 * What to answer when some of these events are in the log already: `known` when all of them stand in this stream, one
 * after another and with the same content; `event-id-reused`, with an id that is in the log, when only some do or when
 * one stands elsewhere or says something else; undefined when all are new.
 */
export const recogniseEarlierAppend = (
  streamId: string,
  events: readonly Fact[],
  find: (id: string) => RecordedEvent | undefined,
): AppendOutcome | undefined => {
  const found = events.map((event) => find(event.id));
  const first = found.findIndex((event) => event !== undefined);
  if (first === -1) return repeatedId(events);
  const start = found[first]!.revision - first;
  const stranger = events.find((event, n) => {
    const earlier = found[n];
    return (
      earlier &&
      (earlier.streamId !== streamId || earlier.revision !== start + n || !sameContent(event, earlier))
    );
  });
  const last = found.at(-1);
  if (stranger || !last || found.includes(undefined))
    return { outcome: 'event-id-reused', eventId: (stranger ?? events[first]!).id };
  return { outcome: 'known', revision: last.revision, position: last.position };
};

const repeatedId = (events: readonly Fact[]): AppendOutcome | undefined => {
  const ids = new Set<string>();
  for (const { id } of events) {
    if (ids.has(id)) return { outcome: 'event-id-reused', eventId: id };
    ids.add(id);
  }
  return undefined;
};

/** `recordedAt` does not count: a sender's second attempt is made later than its first. */
const sameContent = (a: Fact, b: Fact): boolean => contentOf(a) === contentOf(b);

const contentOf = ({ id, type, schemaVersion, data, metadata }: Fact): string =>
  canonicalJson({ id, type, schemaVersion, data, metadata: { ...metadata, recordedAt: undefined } });
