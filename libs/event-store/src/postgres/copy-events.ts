import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BinaryWriter } from './binary.ts';
import { FITS, type Judgement } from './judgement.ts';
import type { WaitingAppend } from './waiting-append.ts';

/** Small, so that the server works on one while the next is made. */
const CHUNK_BYTES = 64_000;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const COLUMNS = 8;

/** Sends the events of the appends that fit as rows. */
export const copyEvents = async (
  connection: PoolClient,
  group: readonly WaitingAppend[],
  judgement: Judgement,
): Promise<void> => {
  const copy = copyFrom(`
    COPY log.events (position, stream_id, revision, id, type, schema_version, data, metadata)
    FROM STDIN (FORMAT binary)`);
  await pipeline(Readable.from(chunks(group, judgement)), connection.query(copy));
};

function* chunks(group: readonly WaitingAppend[], { head, actual, verdicts }: Judgement): Iterable<Buffer> {
  const to = new BinaryWriter(CHUNK_BYTES * 2);
  let position = BigInt(head);
  yield SIGNATURE;
  for (const [n, append] of group.entries()) {
    if (verdicts[n] !== FITS) continue;
    for (let place = 0; place < append.events.length; place++) {
      position += 1n;
      writeRow(to, append, place, { position, revision: actual[n]! + 1 + place });
      if (to.size > CHUNK_BYTES) yield to.take();
    }
  }
  yield to.take();
  yield TRAILER;
}

const writeRow = (
  to: BinaryWriter,
  { streamId, events, json }: WaitingAppend,
  place: number,
  { position, revision }: { position: bigint; revision: number },
): void => {
  const event = events[place]!;
  const { data, metadata } = json(place);
  to.int16(COLUMNS);
  to.bigint(position);
  to.text(streamId);
  to.int(revision);
  to.uuid(event.id);
  to.text(event.type);
  to.int(event.schemaVersion);
  to.text(data);
  to.text(metadata);
};
