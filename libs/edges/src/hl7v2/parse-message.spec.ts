import { read, repetitionsOf } from './field-values.ts';
import { normalised, parseMessage } from './parse-message.ts';
import { Hl7Refusal } from './refusal.ts';
import type { Hl7Message } from '@medplum/core';

const parsed = (text: string): Hl7Message => parseMessage(text) as Hl7Message;

test.each([
  ['nothing', ''],
  ['blank lines', '\r\n\r\n'],
  ['no MSH', 'PID|1\rMSH|^~\\&|A'],
  ['MSH alone', 'MSH'],
  ['no encoding characters', 'MSH|'],
  ['an empty MSH-2', 'MSH||A|B'],
  ['a letter for a separator', 'MSHX^~\\&XA'],
  ['a space for a separator', 'MSH ^~\\& A'],
  ['two encoding characters the same', 'MSH|^^\\&|A'],
  ['a letter among the encoding characters', 'MSH|^~E&|A'],
  ['lower case', 'msh|^~\\&|A'],
])('refuses %s', (_, text) => {
  const refusal = parseMessage(text) as Hl7Refusal;
  expect(refusal).toBeInstanceOf(Hl7Refusal);
  expect(refusal).toMatchObject({ code: 'not-hl7', ack: 'AR', location: { segment: 'MSH' } });
});

test.each([
  ['the usual ones', 'MSH|^~\\&|A^B|C'],
  ['others', 'MSH*!~\\&*A!B*C'],
  ['two only', 'MSH|^~|A^B|C'],
  ['the truncation character of v2.7', 'MSH|^~\\&#|A^B|C'],
])('takes its encoding characters from MSH-1 and 2: %s', (_, text) => {
  expect(read(parsed(text), 'MSH', 3)).toBe('A');
  expect(read(parsed(text), 'MSH', 3, 2)).toBe('B');
  expect(read(parsed(text), 'MSH', 4)).toBe('C');
});

test('a header cut short has empty fields', () => {
  expect(read(parsed('MSH|^~\\&'), 'MSH', 3)).toBeUndefined();
  expect(read(parsed('MSH|^~\\&|A'), 'MSH', 10)).toBeUndefined();
});

test.each([
  ['\\F\\', '|'],
  ['\\S\\', '^'],
  ['\\T\\', '&'],
  ['\\R\\', '~'],
  ['\\E\\', '\\'],
  ['a\\F\\b\\F\\c', 'a|b|c'],
  ['\\X41C3\\', 'AÃ'],
  ['\\X0D00\\x', 'x'],
  ['\\.br\\a\\.br\\b', 'a\nb'],
  ['\\H\\bold\\N\\', 'bold'],
  ['\\Zxy\\', '\\Zxy\\'],
  ['open\\F', 'open\\F'],
  ['\\', '\\'],
  ['""', undefined],
  ['  ', undefined],
])('the escape %s means %j', (raw, value) =>
  expect(read(parsed(`MSH|^~\\&\rZZZ|${raw}`), 'ZZZ', 1)?.trim()).toBe(value),
);

test('repetitions, components and subcomponents', () => {
  const all = repetitionsOf(parsed('MSH|^~\\&\rPID|||1^^^X&Y~2~').getSegment('PID'), 3);
  expect(all.map((part) => [part(1), part(4), part(4, 2)])).toEqual([
    ['1', 'X', 'Y'],
    ['2', undefined, undefined],
    [undefined, undefined, undefined],
  ]);
  expect(repetitionsOf(undefined, 3)).toEqual([]);
});

test('a huge field', () =>
  expect(read(parsed(`MSH|^~\\&\rOBX|${'x'.repeat(5_000_000)}`), 'OBX', 1)).toHaveLength(5_000_000));

test('one text for one message, however its lines were ended', () =>
  expect(normalised('\u000bMSH|a\r\n\r\nPID|1\n\u001c\r')).toBe('MSH|a\rPID|1'));
