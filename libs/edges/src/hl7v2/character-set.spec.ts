import { decodeMessage } from './character-set.ts';
import { Hl7Refusal } from './refusal.ts';

const message = (characterSet: string) => `MSH|^~\\&|A|B||||||||||||||${characterSet}\rPID|||||Müller`;

test.each([
  ['', 'utf8'],
  ['', 'latin1'],
  ['ASCII', 'utf8'],
  ['UNICODE UTF-8', 'utf8'],
  ['unicode utf-8', 'utf8'],
  ['8859/1', 'latin1'],
  ['8859/15', 'latin1'],
  ['8859/1~UNICODE UTF-8', 'latin1'],
] as const)('MSH-18 %j in bytes of %s', (named, encoding) =>
  expect(decodeMessage(Buffer.from(message(named), encoding))).toBe(message(named)),
);

test('a character set that is not known', () =>
  expect(decodeMessage(Buffer.from(message('ISO IR87')))).toMatchObject({
    code: 'unsupported-character-set',
    location: { segment: 'MSH', field: 18 },
  }));

test('bytes that are not what MSH-18 says', () => {
  const refusal = decodeMessage(Buffer.from(message('UNICODE UTF-8'), 'latin1'));
  expect(refusal).toBeInstanceOf(Hl7Refusal);
  expect(refusal).toMatchObject({ code: 'undecodable', ack: 'AE' });
});
