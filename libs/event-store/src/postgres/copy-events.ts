import { FITS, type Judgement } from './judgement.ts';
import type { MessageWriter } from './messages.ts';
import type { WaitingAppend } from './waiting-append.ts';

/** Small, so that the server works on one while the next is made. */
const PIECE_BYTES = 64_000;
const COLUMNS = 8;

/** Sends the events of the appends that fit as rows, and commits. */
export function* writeCopy(
  to: MessageWriter,
  group: readonly WaitingAppend[],
  { head, actual, verdicts }: Judgement,
): Generator<Buffer> {
  let position = BigInt(head);
  to.parse('', 'COPY log.events FROM STDIN (FORMAT binary)').execute('').copyBegins();
  for (const [n, append] of group.entries()) {
    if (verdicts[n] !== FITS) continue;
    for (let place = 0; place < append.events.length; place++) {
      position += 1n;
      const at = { position, revision: actual[n]! + 1 + place };
      to.copyData(() => writeRow(to, append, place, at));
      if (to.size < PIECE_BYTES) continue;
      yield to.written();
      to.clear();
    }
  }
  yield to.copyEnds().parse('', 'COMMIT').execute('').sync().written();
}

/** In the order of the table's columns. */
const writeRow = (
  to: MessageWriter,
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
