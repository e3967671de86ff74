import { Hl7Refusal } from './refusal.ts';

/** HL7 table 0211 to the names of the WHATWG Encoding Standard. 8859/1 is read as its superset windows-1252. */
const ENCODINGS: Record<string, string> = {
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UNICODE: 'utf-8',
  '8859/1': 'windows-1252',
  ...Object.fromEntries([2, 3, 4, 5, 6, 7, 8, 15].map((n) => [`8859/${n}`, `iso-8859-${n}`])),
  '8859/9': 'windows-1254',
  'GB 18030-2000': 'gb18030',
  'BIG-5': 'big5',
};

/**
 * The text of a message in the character set that its MSH-18 names. Without one it is ASCII (HL7 v2.5.1, 2.15.9.18);
 * senders that say so and use more letters mean UTF-8, or where that cannot be, 8859/1.
 */
export const decodeMessage = (bytes: Uint8Array): string | Hl7Refusal => {
  const named = characterSetOf(bytes);
  if (named === '' || named === 'ASCII') return decodeAs('utf-8', bytes) ?? decodeAs('windows-1252', bytes)!;
  const encoding = ENCODINGS[named];
  const location = { segment: 'MSH', sequence: 1, field: 18 };
  if (!encoding) {
    const detail = `Send the message in UNICODE UTF-8 or 8859/1: character set ${named} is not supported.`;
    return new Hl7Refusal('unsupported-character-set', detail, location);
  }
  const detail = `The message is not in the character set ${named} that its MSH-18 names: correct one of the two.`;
  return decodeAs(encoding, bytes) ?? new Hl7Refusal('undecodable', detail, location);
};

const characterSetOf = (bytes: Uint8Array): string => {
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const header = Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString('latin1');
  const [, , repetition] = header.slice(3, 6);
  const field = header.split(header[3] ?? '|')[17] ?? '';
  return (repetition ? field.split(repetition)[0]! : field).trim().toUpperCase();
};

const decodeAs = (encoding: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Writes the answer to a message in the character set that the message came in, as far as that has the letters. */
export const encodeLike = (text: string, received: Uint8Array): Buffer => {
  if (/^[\0-\x7f]*$/.test(text)) return Buffer.from(text, 'latin1');
  const named = characterSetOf(received);
  const encoding = named === '' || named === 'ASCII' ? encodingByItself(received) : ENCODINGS[named];
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const most = encoding === 'windows-1252' ? 0xff : 0x7f;
  const known = [...text].map((letter) => (letter.codePointAt(0)! > most ? '?' : letter));
  return Buffer.from(known.join(''), 'latin1');
};

const encodingByItself = (bytes: Uint8Array): string =>
  decodeAs('utf-8', bytes) === undefined ? 'windows-1252' : 'utf-8';
