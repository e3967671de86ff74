const MAGIC = 0x184d2204;
/** The largest block, by what the header says of it (bits 4 to 6 of BD). */
const BLOCK_BYTES: Readonly<Record<number, number>> = { 4: 2 ** 16, 5: 2 ** 18, 6: 2 ** 20, 7: 2 ** 22 };
const LEAST_MATCH = 4;
const NIBBLE = 15;

/**
 * What an LZ4 frame holds (LZ4 frame format 1.6.3, LZ4 block format). Throws when it is none, breaks off, or grows beyond
 * `mostBytes`. Checksums are passed over: the batch around it has one of its own, which the broker verifies.
 */
export const decompressLz4 = (frame: Buffer, mostBytes: number): Buffer => {
  const header = readHeader(frame);
  let output: Buffer = Buffer.alloc(0);
  let size = 0;
  for (let at = header.end; ;) {
    const told = frame.readUInt32LE(at);
    if (told === 0) return output.subarray(0, size);
    const isPlain = told >= 2 ** 31;
    const block = stretch(frame, at + 4, isPlain ? told - 2 ** 31 : told);
    at += 4 + block.length + header.afterBlock;
    output = withRoom(output, size, header.blockBytes);
    size = (isPlain ? copy : expand)(block, output, size, size + header.blockBytes);
    if (size > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
  }
};

const readHeader = (frame: Buffer) => {
  if (frame.readUInt32LE(0) !== MAGIC) throw new Error('it is no LZ4 frame');
  const [flags, descriptor] = [frame.readUInt8(4), frame.readUInt8(5)];
  const blockBytes = BLOCK_BYTES[(descriptor >> 4) & 7];
  if (flags >> 6 !== 1 || blockBytes === undefined) throw new Error('its LZ4 frame is of an unknown version');
  if (flags & 1) throw new Error('its LZ4 frame needs a dictionary');
  const [sizeBytes, afterBlock] = [flags & 8 ? 8 : 0, flags & 16 ? 4 : 0];
  return { blockBytes, afterBlock, end: 7 + sizeBytes };
};

/** Doubles what holds the output, so that it is not copied with each block: blocks may refer to those before them. */
const withRoom = (output: Buffer, size: number, more: number): Buffer => {
  if (size + more <= output.length) return output;
  const larger = Buffer.allocUnsafe(Math.max(size + more, 2 * output.length));
  output.copy(larger, 0, 0, size);
  return larger;
};

const stretch = (bytes: Buffer, from: number, length: number): Buffer => {
  if (from + length > bytes.length) throw BROKEN();
  return bytes.subarray(from, from + length);
};

const copy = (block: Buffer, output: Buffer, at: number, limit: number): number => {
  if (at + block.length > limit) throw BROKEN();
  return at + block.copy(output, at);
};

/** Writes what a block stands for to `output` at `from`; gives the place after it. */
const expand = (block: Buffer, output: Buffer, from: number, limit: number): number => {
  let [read, at] = [0, from];
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === NIBBLE ? 255 : 0; byte === 255; length += byte) byte = block.readUInt8(read++);
    return length;
  };
  while (read < block.length) {
    const token = block[read++]!;
    const literals = lengthOf(token >> 4);
    at = copy(stretch(block, read, literals), output, at, limit);
    read += literals;
    if (read === block.length) break; // the last sequence has no match
    const offset = block.readUInt16LE(read);
    read += 2;
    const end = at + lengthOf(token & NIBBLE) + LEAST_MATCH;
    if (offset === 0 || offset > at || end > limit) throw BROKEN();
    // Byte by byte: a match may reach into what it writes.
    for (; at < end; at++) output[at] = output[at - offset]!;
  }
  return at;
};

const BROKEN = () => new Error('its LZ4 frame is broken');
