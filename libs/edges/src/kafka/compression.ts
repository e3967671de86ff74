import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';

interface Encoder {
  readonly buffer: Buffer;
}

/** Teaches the client zstd, which Node knows and it does not; gzip it knows itself. Snappy and lz4 nobody here does. */
export const knowZstd = (): void => {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
    decompress: (buffer: Buffer) => promisify(zstdDecompress)(buffer),
  });
};
