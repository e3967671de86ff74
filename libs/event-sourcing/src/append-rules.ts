import { canonicalJson } from './canonical-json.ts';
import type { Fact, RecordedEvent } from './event.ts';
import type { AppendOutcome, ExpectedRevision } from './event-store.ts';

/** Whether a stream that ends at revision `actual` (-1: no stream) is as the writer expects it. */
export const meets = (expected: ExpectedRevision, actual: number): boolean => {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return actual === -1;
  if (expected === 'stream-exists') return actual >= 0;
  return actual === expected;
};

/**
 * What to answer when some of these events are in the log already: `known` when all of them stand in this stream, one
 * after another and with the same content; `event-id-reused` when an id is taken by anything else; undefined when all
 * are new.
 */
export const recogniseEarlierAppend = (
  streamId: string,
  events: readonly Fact[],
  find: (id: string) => RecordedEvent | undefined,
): AppendOutcome | undefined => {
  const found = events.map((event) => find(event.id));
  if (found.every((event) => event === undefined)) return repeatedId(events);
  const first = found[0];
  const stranger = events.findIndex((event, n) => {
    const earlier = found[n];
    return (
      !first ||
      !earlier ||
      earlier.streamId !== streamId ||
      earlier.revision !== first.revision + n ||
      !sameContent(event, earlier)
    );
  });
  if (stranger >= 0) return { outcome: 'event-id-reused', eventId: events[stranger]!.id };
  const last = found.at(-1)!;
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
