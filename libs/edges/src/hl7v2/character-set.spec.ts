import { decodeMessage, encodeLike } from './character-set.ts';
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

test.each([
  ['', 'Jürgen', Buffer.from('Jürgen', 'utf8')],
  ['UNICODE UTF-8', 'Jürgen', Buffer.from('Jürgen', 'utf8')],
  ['8859/1', 'Jürgen ’', Buffer.from('Jürgen ?', 'latin1')],
  ['8859/1~UNICODE UTF-8', 'Jürgen', Buffer.from('Jürgen', 'latin1')],
  ['BIG-5', 'Jürgen', Buffer.from('J?rgen', 'latin1')],
])('an answer to a message in %j is written in it', (name, text, bytes) =>
  expect(encodeLike(text, Buffer.from(`MSH|^~\\&||||||||||||||||${name}\r`))).toEqual(bytes),
);

test('so is one to a message that names none, and is not in UTF-8', () =>
  expect(encodeLike('Jürgen', Buffer.from('MSH|^~\\&|\xfc', 'latin1'))).toEqual(
    Buffer.from('Jürgen', 'latin1'),
  ));
