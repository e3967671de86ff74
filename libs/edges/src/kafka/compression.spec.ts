import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { snappyCompress } from 'hysnappy';
import { DECOMPRESS } from './compression.ts';

const TEXT = 'Ana Rivera was admitted. ';
const MOST = 1_000_000;

/** Blocks as snappy-java frames them. */
const xerial = (...blocks: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1'),
    ...blocks.flatMap((block) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(block.length);
      return [length, block];
    }),
  ]);

const snappy = (text: string): Uint8Array => snappyCompress(Buffer.from(text));

// As the programs that the formats come from write them: lz4 1.10 and snappy 1.1.
const INDEPENDENT = 'BCJNGGBAgicAAAD/CkFuYSBSaXZlcmEgd2FzIGFkbWl0dGVkLiAZAP///7pQdGVkLiAAAAAA';
const STORED = 'BCJNGGBAgigAAIAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnAAAAAA==';
const LINKED =
  'BCJNGFxArAcBAAAAAADCJAEAAP8KQW5hIFJpdmVyYSB3YXMgYWRtaXR0ZWQuIBkA/////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////////89QdmVyYSAa/PiMEQAAAA/1//////////+bUHRlZC4g1iNCwwAAAADL/BOY';
const SNAPPY = '9ANgQW5hIFJpdmVyYSB3YXMgYWRtaXR0ZWQuIP4ZAP4ZAP4ZAP4ZAP4ZAP4ZAP4ZAGoZAA==';

test.each<[string, keyof typeof DECOMPRESS, Buffer | string, string]>([
  ['gzip', 'GZIP', gzipSync(TEXT), TEXT],
  ['zstd', 'ZSTD', zstdCompressSync(TEXT), TEXT],
  ['snappy, bare', 'Snappy', SNAPPY, TEXT.repeat(20)],
  [
    'snappy, as clients in Java frame it',
    'Snappy',
    xerial(snappy(TEXT), snappy('x'.repeat(70_000))),
    `${TEXT}${'x'.repeat(70_000)}`,
  ],
  ['snappy of nothing', 'Snappy', xerial(), ''],
  ['lz4 in blocks of their own', 'LZ4', INDEPENDENT, TEXT.repeat(40)],
  ['lz4 that is stored as it was', 'LZ4', STORED, String.fromCharCode(...Array(40).keys())],
  ['lz4 in blocks that refer to each other, with sizes and checksums', 'LZ4', LINKED, TEXT.repeat(2_700)],
])('%s', async (_, codec, compressed, expected) => {
  const bytes = typeof compressed === 'string' ? Buffer.from(compressed, 'base64') : compressed;
  expect((await DECOMPRESS[codec](bytes, MOST)).toString()).toBe(expected);
});

const BOMB = 'x'.repeat(MOST + 1);

test.each<[keyof typeof DECOMPRESS, Buffer]>([
  ['GZIP', gzipSync(BOMB)],
  ['ZSTD', zstdCompressSync(BOMB)],
  ['Snappy', Buffer.from(snappy(BOMB))],
  ['Snappy', xerial(snappy('x'.repeat(MOST)), snappy('x'))],
  ['LZ4', Buffer.from(LINKED, 'base64')],
])('what grows too large is given up: %s', async (codec, compressed) => {
  const most = codec === 'LZ4' ? 60_000 : MOST;
  await expect((async () => DECOMPRESS[codec](compressed, most))()).rejects.toThrow(/larger than/);
});

test.each(['Snappy', 'LZ4'] as const)(
  'what is broken is refused, or stays within its bound: %s',
  async (codec) => {
    const whole = {
      Snappy: [Buffer.from(SNAPPY, 'base64'), xerial(snappy(TEXT.repeat(40)))],
      LZ4: [INDEPENDENT, LINKED].map((text) => Buffer.from(text, 'base64')),
    }[codec];
    const broken = fc
      .tuple(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(),
      )
      .map(([bytes, changes, end]) => {
        const changed = Buffer.from(bytes);
        for (const [at, byte] of changes) changed[at % changed.length] = byte;
        return end % 2 ? changed.subarray(0, end % changed.length) : changed;
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          broken,
          fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
        ),
        async (bytes) => {
          const size = await (async () => (await DECOMPRESS[codec](bytes, MOST)).length)().catch(() => 0);
          expect(size).toBeLessThanOrEqual(MOST);
        },
      ),
      { numRuns: 5_000 },
    );
  },
);

// Nine bytes with a length beyond 2³¹ have other implementations loop for ever.
test('a length without an end ends', async () => {
  const bytes = Buffer.from([10, 63 << 2, 0, 0, 0, 0x80, 1, 2, 3]);
  await expect((async () => DECOMPRESS.Snappy(bytes, MOST))()).rejects.toThrow();
});
