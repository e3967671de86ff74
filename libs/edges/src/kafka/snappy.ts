import { snappyUncompress } from 'hysnappy';

// The framing of snappy-java, which clients in Java write: a magic, two versions, and blocks that tell their lengths.
const XERIAL = Buffer.from('\x82SNAPPY\0', 'latin1');
const XERIAL_HEADER = 16;

/** What is compressed with snappy, bare or framed as snappy-java does. Throws when it is broken or grows beyond `mostBytes`. */
export const decompressSnappy = (compressed: Buffer, mostBytes: number): Buffer => {
  if (!compressed.subarray(0, XERIAL.length).equals(XERIAL)) return decompressBlock(compressed, mostBytes);
  const blocks: Buffer[] = [];
  let room = mostBytes;
  for (let at = XERIAL_HEADER; at < compressed.length;) {
    const end = at + 4 + compressed.readUInt32BE(at);
    const block = decompressBlock(compressed.subarray(at + 4, end), room);
    blocks.push(block);
    room -= block.length;
    at = end;
  }
  return Buffer.concat(blocks);
};

const decompressBlock = (block: Buffer, mostBytes: number): Buffer => {
  const length = lengthTold(block);
  if (length > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
  const bytes = snappyUncompress(block, length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
};

/** The length of what a block holds stands first in it: seven bits in each byte, the lowest first. */
const lengthTold = (block: Buffer): number => {
  let length = 0;
  for (let n = 0; ; n++) {
    const byte = block.readUInt8(n);
    length += (byte % 128) * 128 ** n;
    if (byte < 128) return length;
  }
};
