import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { splitMessages } from '@stepwell/edges/hl7v2';
import { adt } from '../../libs/edges/src/testing/adt-message.ts';
import { SHARED_DATA } from '../../libs/edges/src/testing/shared-data.ts';

/** The messages that are mutated: those of the public sample files where these are present, and built ones. */
export const soundMessages = async (): Promise<Buffer[]> => {
  const triggers = [
    'A01',
    'A02',
    'A03',
    'A04',
    'A05',
    'A06',
    'A08',
    'A11',
    'A13',
    'A21',
    'A22',
    'A28',
    'A31',
    'A40',
  ];
  const details = { 'IN1-3': '608', 'IN1-12': '20260101', 'DG1-3': 'F10^x^I10', 'PV1-44': '20260301' };
  const sound = triggers.map((trigger, n) =>
    Buffer.from(adt(trigger, { 'MSH-4': 'mercy-general', 'PID-3': `${n}^^^MERCY^MR`, ...details })),
  );
  for (const name of ['accmgr-adt.hl7', 'simhospital.hl7']) {
    const path = join(SHARED_DATA, 'hl7v2', name);
    if (existsSync(path))
      for await (const { bytes } of splitMessages(createReadStream(path))) sound.push(Buffer.from(bytes));
  }
  return sound;
};

const TELLING = [
  '|',
  '^',
  '~',
  '\\',
  '&',
  '\r',
  '\n',
  '\0',
  '""',
  '\\X',
  '\\F\\',
  '\r\r',
  'MSH|^~\\&|',
  '\x0b',
  '\x1c',
  '\x1c\r',
].map((text) => Buffer.from(text, 'latin1'));
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TELLING) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3_000 }).map((length) => Buffer.alloc(length, 'Z')) },
);

/** What happens to a message on its way. */
const mutation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), length: fc.nat(9), piece }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('field' as const), at: fc.nat(), piece }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('double' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('number' as const), at: fc.nat() }) },
);
type Mutation = typeof mutation extends fc.Arbitrary<infer One> ? One : never;

/** How it is sent: framed as it should be, most of the time. */
const framing = fc.oneof(
  { weight: 8, arbitrary: fc.constant('whole' as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'without 0x0B',
      'without 0x0D',
      'broken off',
      'large',
      'batch',
      'noise before',
    ),
  },
);

const apply = (bytes: Buffer, one: Mutation): Buffer => {
  const at = bytes.length === 0 ? 0 : one.at % bytes.length;
  switch (one.kind) {
    case 'replace':
      return Buffer.concat([bytes.subarray(0, at), one.piece, bytes.subarray(at + one.length)]);
    case 'field': {
      const begin = bytes.lastIndexOf(0x7c, at) + 1;
      const end = bytes.indexOf(0x7c, begin);
      return Buffer.concat([
        bytes.subarray(0, begin),
        one.piece,
        bytes.subarray(end < 0 ? bytes.length : end),
      ]);
    }
    case 'cut':
      return bytes.subarray(0, at);
    case 'double':
      return Buffer.concat([bytes, bytes.subarray(at)]);
    case 'number': {
      // Another MSH-10, so that what is sound is accepted and not known.
      const fields = bytes.toString('latin1').split('|');
      if (fields.length > 9) fields[9] = `n${one.at}`;
      return Buffer.from(fields.join('|'), 'latin1');
    }
  }
};

const frame = (bytes: Buffer, how: typeof framing extends fc.Arbitrary<infer One> ? One : never): Buffer => {
  const [begin, end, last] = [Buffer.of(0x0b), Buffer.of(0x1c), Buffer.of(0x0d)];
  switch (how) {
    case 'whole':
      return Buffer.concat([begin, bytes, end, last]);
    case 'without 0x0B':
      return Buffer.concat([bytes, end, last]);
    case 'without 0x0D':
      return Buffer.concat([begin, bytes, end]);
    case 'broken off':
      return Buffer.concat([begin, bytes]);
    case 'large':
      return Buffer.concat([begin, bytes, Buffer.alloc(200_000, 'L'), end, last]);
    case 'batch':
      return Buffer.concat([
        begin,
        Buffer.from('BHS|^~\\&\r'),
        bytes,
        Buffer.from('\r'),
        bytes,
        Buffer.from('\rBTS|2\r'),
        end,
        last,
      ]);
    case 'noise before':
      return Buffer.concat([Buffer.from('noise\r\n'), begin, bytes, end, last]);
  }
};

/** Some mutated messages in a row, as bytes for one connection, and where they are cut into packets. */
export const mutatedStream = (sound: readonly Buffer[], length: number) =>
  fc
    .record({
      messages: fc.array(
        fc.tuple(fc.constantFrom(...sound), fc.array(mutation, { minLength: 1, maxLength: 3 }), framing),
        { minLength: length, maxLength: length },
      ),
      cuts: fc.array(fc.nat(), { maxLength: 20 }),
    })
    .map(({ messages, cuts }) => {
      const bytes = Buffer.concat(
        messages.map(([one, mutations, how]) => frame(mutations.reduce(apply, one), how)),
      );
      const places = cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b);
      return [0, ...places].map((at, n) => bytes.subarray(at, places[n]));
    });
