import fc from 'fast-check';
import { FrameDecoder, framed, type Framed } from './frame-decoder.ts';

const MOST = 40;
const [VT, FS, CR] = ['\x0b', '\x1c', '\r'];

/** What a stream holds, briefly: `frame a`, `stray 3 abc`. */
const told = (one: Framed): string =>
  one.kind === 'frame'
    ? `frame ${one.bytes.toString('latin1')}`
    : `${one.kind} ${one.size} ${one.head.toString('latin1')}`;

const decode = (chunks: readonly Uint8Array[], most = MOST): string[] => {
  const decoder = new FrameDecoder(most);
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()].map(told);
};
const decodeText = (...chunks: string[]) => decode(chunks.map((chunk) => Buffer.from(chunk, 'latin1')));

test.each<[string, string, string[]]>([
  ['one frame', `${VT}a${FS}${CR}`, ['frame a']],
  ['several in one packet', `${VT}a${FS}${CR}${VT}b${FS}${CR}`, ['frame a', 'frame b']],
  [
    'line ends and blanks between frames',
    `\r\n ${VT}a${FS}${CR}\n\n${VT}b${FS}${CR}\r`,
    ['frame a', 'frame b'],
  ],
  ['an empty frame', `${VT}${FS}${CR}`, ['frame ']],
  ['an end without CR before the next frame', `${VT}a${FS}${VT}b${FS}${CR}`, ['frame a', 'frame b']],
  ['an end without CR at the end of the stream', `${VT}a${FS}`, ['frame a']],
  ['an end within the content', `${VT}a${FS}b${FS}${CR}`, [`frame a${FS}b`]],
  ['two ends', `${VT}a${FS}${FS}${CR}`, [`frame a${FS}`]],
  ['a frame that begins within another', `${VT}ab${VT}c${FS}${CR}`, ['unfinished 2 ab', 'frame c']],
  ['a frame that does not end', `${VT}ab`, ['unfinished 2 ab']],
  ['text that is in no frame', `ab\rc`, ['stray 4 ab\rc']],
  ['text before a frame', `ab${VT}c${FS}${CR}`, ['stray 2 ab', 'frame c']],
  ['a frame without a beginning', `ab${FS}${CR}${VT}c${FS}${CR}`, ['stray 2 ab', 'frame c']],
  ['ends alone', `${FS}${CR}${FS}${FS}`, []],
  ['nothing', '', []],
])('%s', (_, text, expected) => expect(decodeText(text)).toEqual(expected));

test('what is too large is told once, and the next frame is read', () => {
  const large = 'x'.repeat(MOST + 1);
  expect(decodeText(`${VT}${large}yz${FS}${CR}${VT}b${FS}${CR}`)).toEqual([
    `too-large ${MOST + 1} ${large}`,
    'frame b',
  ]);
  expect(decodeText(`${VT}${'x'.repeat(MOST)}${FS}${CR}`)).toEqual([`frame ${'x'.repeat(MOST)}`]);
});

test('what does not end at all is given up', () => {
  const decoder = new FrameDecoder(MOST);
  const kinds = [Buffer.from(VT), ...Array.from({ length: 200 }, () => Buffer.from('xx'))]
    .flatMap((chunk) => decoder.push(chunk))
    .map(({ kind }) => kind);
  expect(kinds).toEqual(['too-large', 'endless']);
  expect(decoder.push(framed(Buffer.from('a')))).toEqual([]);
  expect(decoder.end()).toEqual([]);
});

test('of what is no frame the head is kept, however much of it there is', () => {
  const decoder = new FrameDecoder(100_000);
  const [stray] = [...decoder.push(Buffer.alloc(90_000, 'x')), ...decoder.end()];
  expect(stray).toMatchObject({ kind: 'stray', size: 90_000, head: { length: 4096 } });
});

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(VT, FS, CR, FS + CR, '\n', ' ', `${VT}a${FS}${CR}`) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 * MOST }).map((length) => 'x'.repeat(length)) },
);
const stream = fc.array(piece, { maxLength: 20 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const at = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ];
  return at.slice(1).map((end, n) => bytes.subarray(at[n], end));
};

test('however a stream is split into packets, its frames are the same', () =>
  fc.assert(
    fc.property(stream, fc.array(fc.nat()), (bytes, places) => {
      const whole = decode([bytes]);
      expect(decode(cut(bytes, places))).toEqual(whole);
      expect(decode([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
    }),
    { numRuns: 3_000 },
  ));

test('what was framed comes out as it was, whatever its bytes, as long as they begin and end no frame', () => {
  const content = fc
    .uint8Array({ maxLength: MOST })
    .map((bytes) => bytes.filter((byte) => byte !== 0x0b && byte !== 0x1c));
  fc.assert(
    fc.property(fc.array(content, { maxLength: 8 }), fc.array(fc.nat()), (contents, places) => {
      const bytes = Buffer.concat(contents.map(framed));
      expect(decode(cut(bytes, places))).toEqual(
        contents.map((one) => `frame ${Buffer.from(one).toString('latin1')}`),
      );
    }),
  );
});

test('a frame that comes byte by byte costs no more than its bytes', () => {
  const decoder = new FrameDecoder(4_000_000);
  const bytes = framed(Buffer.alloc(1_000_000, 'x'));
  const began = performance.now();
  const found: Framed[] = [];
  for (let at = 0; at < bytes.length; at++) found.push(...decoder.push(bytes.subarray(at, at + 1)));
  expect(found).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(10_000); // copied again with each byte it would be minutes
});
