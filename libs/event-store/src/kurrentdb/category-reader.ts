import { comparePositions, START, type Position, type RecordedEvent } from '@stepwell/event-sourcing';
import type { WireEvent } from './filtered-read.ts';
import type { LogReader } from './log-reader.ts';

/** How many streams are read before they are asked for. */
const AHEAD = 16;

/** How many of the log's events are looked through at once for names of streams. */
const PAGE = 2_000;

interface Place {
  readonly streamId: string;
  readonly revision: number;
  readonly position: Position;
}

/**
 * Reads every stream of a category, in the order of their first events, which never changes. The names come from $all
 * through a filter at the server, so no projection of the server's is needed; what is paid for that is the category
 * going over the wire twice. In memory are the histories of `AHEAD` streams and the places of two pages of events.
 */
export async function* readCategory(
  reader: LogReader,
  category: string,
  upTo: Position,
  after?: string,
): AsyncGenerator<RecordedEvent[]> {
  const ahead: Promise<RecordedEvent[]>[] = [];
  for await (const streamId of namesOf(reader, category, upTo, after)) {
    ahead.push(unheard(reader.streamUpTo(streamId, upTo)));
    if (ahead.length === AHEAD) yield await ahead.shift()!;
  }
  for (const stream of ahead) yield await stream;
}

async function* namesOf(
  reader: LogReader,
  category: string,
  upTo: Position,
  after?: string,
): AsyncGenerator<string> {
  const filter = { stream: `^${category.replaceAll(/[^\w]/g, (sign) => `\\u${hex(sign)}`)}-` };
  const pageFrom = (from: Position) => unheard(reader.all({ filter, from, limit: PAGE }, toPlace));
  let seen = after === undefined ? START : await firstPlace(reader, after);
  let next: Promise<Place[]> | undefined = pageFrom(seen);
  while (next) {
    const page: Place[] = await next;
    const last = page.at(-1);
    const more = page.length === PAGE && comparePositions(last!.position, upTo) < 0;
    next = more ? pageFrom(last!.position) : undefined;
    for (const { streamId, revision, position } of page) {
      // A page begins with the last event of the one before.
      if (comparePositions(position, seen) <= 0) continue;
      if (comparePositions(position, upTo) > 0) return;
      if (revision === 0) yield streamId;
      seen = position;
    }
  }
}

const firstPlace = async (reader: LogReader, streamId: string): Promise<Position> => {
  const [first] = await reader.stream(streamId, { limit: 1 });
  if (!first) throw new Error(`${streamId} is not in the log, so nothing can be read after it`);
  return first.position;
};

const hex = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(4, '0');

const toPlace = (event: WireEvent): Place => {
  const record = event.getEvent()!;
  return {
    streamId: Buffer.from(record.getStreamIdentifier()!.getStreamName_asU8()).toString(),
    revision: Number(record.getStreamRevision()),
    position: record.getCommitPosition() as Position,
  };
};

/** Should the reader stop first, nobody is left to hear of a failure. */
const unheard = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};
