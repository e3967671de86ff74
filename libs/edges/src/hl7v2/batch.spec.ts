import { BatchReader, batchAcknowledgement, isBatchFile, messagesWithin } from './batch.ts';

const stamp = () => ({ controlId: 'b1', at: '2026-03-02T17:08:51.123Z' });
const acks = (...names: string[]) => names.map((name) => Buffer.from(`${name}\r`));
/** What is around messages, and the messages of each batch. */
const readBytes = (bytes: Buffer) => {
  const reader = new BatchReader();
  const texts: string[][] = [];
  for (const { bytes: message, batch, n } of reader.messages(bytes))
    (texts[batch] ??= [])[n] = Buffer.from(message).toString('latin1');
  return { file: reader.file, texts };
};
const read = (...lines: string[]) => readBytes(Buffer.from(lines.join('\r')));

test('a batch, and its acknowledgement', () => {
  const header = 'BHS|^~\\&|HIS|NORTH|STEPWELL|NET|2026||||77';
  const { file, texts } = read(header, 'MSH|1', 'PID|1', 'MSH|2', 'BTS|2');
  expect(texts[0]).toEqual(['MSH|1\rPID|1\r', 'MSH|2\r']);
  expect(batchAcknowledgement(file, [acks('ack1', 'ack2')], stamp).toString()).toBe(
    'BHS|^~\\&|STEPWELL|NET|HIS|NORTH|20260302170851+0000||||b1|77\rack1\rack2\rBTS|2\r',
  );
});

test('batches in a file', () => {
  const { file, texts } = read(
    'FHS|^~\\&|HIS||||||||5',
    'BHS|^~\\&',
    'MSH|1',
    'BTS|1',
    'BHS|^~\\&',
    'MSH|2',
    'BTS',
    'FTS|2',
  );
  expect(texts).toEqual([['MSH|1\r'], ['MSH|2\r']]);
  const lines = batchAcknowledgement(file, [acks('a'), acks('b')], stamp)
    .toString()
    .split('\r');
  expect(lines.map((line) => line.slice(0, 3))).toEqual([
    'FHS',
    'BHS',
    'a',
    'BTS',
    'BHS',
    'b',
    'BTS',
    'FTS',
    '',
  ]);
  expect(lines[7]).toBe('FTS|2');
});

test('a batch that is shorter than it says is told so', () => {
  const { file } = read('BHS|^~\\&|HIS', 'MSH|1', 'BTS|3');
  expect(batchAcknowledgement(file, [acks('a')], stamp).toString()).toMatch(
    /\rBTS\|1\|BTS-1 says 3, but 1 came\r$/,
  );
});

test('messages in a file without a batch, and bytes that are no text, come out as they were', () => {
  const bytes = Buffer.concat([Buffer.from('FHS|^~\\&\r\nMSH|1\r\nPID|'), Buffer.from([0xe9, 0xff, 0x80])]);
  expect(readBytes(bytes).texts).toEqual([['MSH|1\rPID|\xe9\xff\x80\r']]);
});

test('its own separator is used in the answer', () => {
  const { file } = read('BHS*!~*HIS*NORTH', 'BTS*0');
  expect(batchAcknowledgement(file, [[]], stamp).toString()).toBe(
    'BHS*!~*STEPWELL**HIS*NORTH*20260302170851+0000****b1*\rBTS*0\r',
  );
});

test.each(['', 'MSH|^~\\&', 'hello', 'BTS|1'])('%j is no batch', (text) =>
  expect(isBatchFile(Buffer.from(text))).toBe(false),
);

test('messages are split off as they are asked for', () => {
  const bytes = Buffer.from(`BHS|^~\\&\r${'MSH|^~\\&|1\rPID|1\r'.repeat(200_000)}`);
  const reader = new BatchReader();
  const { value } = reader.messages(bytes).next();
  expect(Buffer.from(value!.bytes).toString()).toBe('MSH|^~\\&|1\rPID|1\r');
  expect(reader.file.batches[0]!.count).toBe(1);
  expect([messagesWithin(bytes, 1_000), messagesWithin(bytes, 1_000_000)]).toEqual([1_001, 200_000]);
});

test('MSH within a segment begins no message', () =>
  expect(messagesWithin(Buffer.from('BHS|MSH\rMSH|1\nMSH|2\r\nPID|MSH'), 10)).toBe(2));
