/** One message of a file or a connection, its segments ended by CR and nothing else between them. */
export interface RawMessage {
  readonly bytes: Uint8Array;
  /** How many bytes of the input were read when it was complete. */
  readonly endsAt: number;
}

const [LF, VT, CR, FS] = [0x0a, 0x0b, 0x0d, 0x1c];
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** File and batch envelopes (HL7 v2.5.1, 2.10.3) carry nothing about a patient. */
const ENVELOPE = new Set(['FHS', 'BHS', 'BTS', 'FTS']);

/**
 * Cuts bytes into messages as they come in. A message begins with MSH and ends before the next MSH, at an envelope
 * segment, or at the end of its MLLP frame (0x0B … 0x1C 0x0D). Segments may end with CR, LF or CRLF, and blank lines
 * may stand anywhere, between the segments of one message too. Text outside any message is handed out as a message
 * of its own, so that it is refused and seen rather than lost.
 */
export const messageSplitter = () => {
  let read = 0;
  let line: Uint8Array[] = [];
  const segments: Buffer[] = [];

  const endMessage = (endsAt: number): RawMessage[] => {
    const bytes = Buffer.concat(segments.splice(0).flatMap((segment) => [segment, Buffer.of(CR)]));
    return bytes.length > 0 ? [{ bytes, endsAt }] : [];
  };

  const endLine = (endsAt: number): RawMessage[] => {
    const text = withoutMark(Buffer.concat(line));
    line = [];
    if (isBlank(text)) return [];
    const name = text.toString('latin1', 0, 3);
    const begins = name === 'MSH' || ENVELOPE.has(name);
    const complete = begins ? endMessage(endsAt - text.length) : [];
    if (!ENVELOPE.has(name)) segments.push(text);
    return complete;
  };

  const push = (chunk: Uint8Array): RawMessage[] => {
    const messages: RawMessage[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte > FS || (byte !== CR && byte !== LF && byte !== VT && byte !== FS)) continue;
      if (at > from) line.push(chunk.subarray(from, at));
      from = at + 1;
      messages.push(...endLine(read + at));
      if (byte === VT || byte === FS) messages.push(...endMessage(read + from));
    }
    if (from < chunk.length) line.push(Uint8Array.from(chunk.subarray(from))); // the reader may reuse the chunk
    read += chunk.length;
    return messages;
  };

  return { push, end: () => [...endLine(read), ...endMessage(read)] };
};

const withoutMark = (text: Buffer): Buffer =>
  text.subarray(0, 3).equals(BYTE_ORDER_MARK) ? text.subarray(3) : text;

const isBlank = (text: Buffer): boolean => text.every((byte) => byte === 0x20 || byte === 0x09);

/** The messages of a file of any size, one at a time. */
export async function* splitMessages(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<RawMessage> {
  const splitter = messageSplitter();
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}
