import { eventOfMessage, type AttributePrefix } from './binary-mode.ts';
import { parseEvent } from './parse-event.ts';

/**
 * A message in binary mode as one text, to be kept: a line for each header, an empty line, and the body as it came. A value
 * that would not stand on a line, or that begins as a text of JSON does, is written as one.
 */
export const keptMessage = (headers: Readonly<Record<string, string>>, body: Uint8Array): Buffer => {
  const lines = Object.entries(headers).map(
    ([name, value]) => `${encodeURIComponent(name)}: ${ODD.test(value) ? JSON.stringify(value) : value}\n`,
  );
  return Buffer.concat([Buffer.from(`${lines.join('')}\n`), body]);
};

/** The event in what was kept, in whatever mode it came, not yet judged; or why it is none. */
export const keptEvent = (message: Uint8Array, prefix: AttributePrefix): unknown => {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  const [head] = HEAD.exec(bytes.toString('latin1')) ?? [];
  if (head === undefined) return parseEvent(bytes);
  const lines = bytes.subarray(0, head.length).toString().split(/\r?\n/).filter(Boolean);
  return eventOfMessage(Object.fromEntries(lines.map(headerOf)), prefix, bytes.subarray(head.length));
};

const ODD = /\p{Cc}|^["\s]|\s$/u;
const HEAD = /^(?:[^\s:{["]+: [^\r\n]*\r?\n)+\r?\n/;

const headerOf = (line: string): [name: string, value: string] => {
  const at = line.indexOf(': ');
  const value = line.slice(at + 2);
  return [
    unescaped(() => decodeURIComponent(line.slice(0, at)), line),
    value.startsWith('"') ? unescaped(() => String(JSON.parse(value)), value) : value,
  ];
};

// Somebody may have mended it.
const unescaped = (read: () => string, otherwise: string): string => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};
