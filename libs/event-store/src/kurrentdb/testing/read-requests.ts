import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import primitives from '@eventstore/db-client/generated/shared_pb.js';
import { isHidden, type LogRecord, type ServerLog } from './server-log.ts';

export class InvalidPosition extends Error {}
export class StreamDeleted extends Error {}

type Options = ReadReq.Options;
type Filter = (record: LogRecord) => boolean;

const BACKWARDS = streams.ReadReq.Options.ReadDirection.BACKWARDS;
/** The server counts time in units of 100 ns. */
const TICKS_PER_MS = 10_000n;

/** Answers a read of so many events; they come one after another, and what is written meanwhile comes too. */
export function* answerRead(log: ServerLog, options: Options): Generator<ReadResp> {
  const backwards = options.getReadDirection() === BACKWARDS;
  let left = BigInt(options.getCount());
  const records = options.hasStream()
    ? streamRecords(log, options.getStream()!, backwards)
    : allRecords(log, options, backwards);
  if (!records) {
    const notFound = new streams.ReadResp.StreamNotFound();
    notFound.setStreamIdentifier(options.getStream()!.getStreamIdentifier());
    yield new streams.ReadResp().setStreamNotFound(notFound);
    return;
  }
  for (const record of records) {
    if (left === 0n) return;
    left -= 1n;
    yield toResponse(record);
  }
}

const streamRecords = (
  log: ServerLog,
  options: ReadReq.Options.StreamOptions,
  backwards: boolean,
): Iterable<LogRecord> | undefined => {
  const streamId = nameOf(options.getStreamIdentifier()!);
  if (log.isDeleted(streamId)) throw new StreamDeleted(streamId);
  const records = log.readable(streamId);
  if (records.length === 0) return undefined;
  const last = BigInt(records.at(-1)!.revision);
  const asked = options.hasRevision() ? BigInt(options.getRevision()) : options.hasEnd() ? last : 0n;
  return backwards
    ? records.filter(({ revision }) => BigInt(revision) <= asked).toReversed()
    : records.filter(({ revision }) => BigInt(revision) >= asked);
};

function* allRecords(log: ServerLog, options: Options, backwards: boolean): Generator<LogRecord> {
  const passes = filterOf(options);
  const { records } = log;
  if (backwards) {
    const from = indexOf(log, options.getAll()!);
    for (let n = from - 1; n >= 0; n--) if (passes(records[n]!)) yield records[n]!;
    return;
  }
  for (let n = indexOf(log, options.getAll()!); n < records.length; n++)
    if (passes(records[n]!)) yield records[n]!;
}

export const indexOf = (log: ServerLog, all: ReadReq.Options.AllOptions): number => {
  if (all.hasStart()) return 0;
  if (all.hasEnd()) return log.records.length;
  const index = log.indexAt(BigInt(all.getPosition()!.getCommitPosition()));
  if (index === undefined) throw new InvalidPosition();
  return index;
};

export const filterOf = (options: Options): Filter => {
  const filter = options.getFilter();
  if (!filter) return (record) => !isHidden(record);
  const expression = filter.getEventType() ?? filter.getStreamIdentifier()!;
  const [regex, prefixes] = [new RegExp(expression.getRegex()), expression.getPrefixList()];
  const subject = (record: LogRecord) => (filter.hasEventType() ? record.type : record.streamId);
  const matches = expression.getRegex()
    ? (text: string) => regex.test(text)
    : (text: string) => prefixes.some((prefix) => text.startsWith(prefix));
  return (record) => !isHidden(record) && matches(subject(record));
};

export const nameOf = (identifier: { getStreamName_asU8(): Uint8Array }): string =>
  Buffer.from(identifier.getStreamName_asU8()).toString();

export const toResponse = (record: LogRecord): ReadResp => {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  const position = String(record.position);
  event.setId(new primitives.UUID().setString(record.id));
  event.setStreamIdentifier(
    new primitives.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(record.streamId))),
  );
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(position);
  event.setPreparePosition(position);
  const created = BigInt(record.created) * TICKS_PER_MS;
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('content-type', record.contentType);
  event.getMetadataMap().set('created', String(created));
  event.setData(record.data);
  event.setCustomMetadata(record.metadata);
  const readEvent = new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(position);
  return new streams.ReadResp().setEvent(readEvent);
};
