import { promisify } from 'node:util';
import { unzip, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

// Far more than one fetch brings, and far less than a small thing can be made to grow into.
const MOST_BYTES = 256 * 2 ** 20;

/** A batch of records that cannot be decompressed, and why. */
export class CompressionFault extends Error {}

type Decompress = (compressed: Buffer, mostBytes: number) => Buffer | Promise<Buffer>;

/** What a batch that is compressed by gzip, snappy, lz4 or zstd holds; never more than so many bytes. */
export const DECOMPRESS: Readonly<Record<'GZIP' | 'Snappy' | 'LZ4' | 'ZSTD', Decompress>> = {
  GZIP: (compressed, maxOutputLength) => promisify(unzip)(compressed, { maxOutputLength }),
  Snappy: decompressSnappy,
  LZ4: decompressLz4,
  ZSTD: (compressed, maxOutputLength) => promisify(zstdDecompress)(compressed, { maxOutputLength }),
};

/** Teaches the client to read what any producer compresses; it knows gzip alone, and that without a bound. */
export const knowCompressions = (): void => {
  for (const [name, decompress] of Object.entries(DECOMPRESS))
    kafkajs.CompressionCodecs[kafkajs.CompressionTypes[name as keyof typeof DECOMPRESS]] = () => ({
      decompress: (buffer: Buffer) => bounded(decompress, buffer),
    });
};

const bounded = async (decompress: Decompress, buffer: Buffer): Promise<Buffer> => {
  try {
    return await decompress(buffer, MOST_BYTES);
  } catch (error) {
    throw new CompressionFault((error as Error).message, { cause: error });
  }
};
