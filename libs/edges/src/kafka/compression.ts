import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';

// Far more than one fetch brings, and far less than a small thing can be made to grow into.
const MOST_BYTES = 256 * 2 ** 20;

interface Encoder {
  readonly buffer: Buffer;
}

/** Teaches the client zstd, which Node knows and it does not; gzip it knows itself. Snappy and lz4 nobody here does. */
export const knowZstd = (): void => {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
    decompress: (buffer: Buffer) => promisify(zstdDecompress)(buffer, { maxOutputLength: MOST_BYTES }),
  });
};
