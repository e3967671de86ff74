import { batchAcknowledgement, readBatchFile } from './batch.ts';

const stamp = () => ({ controlId: 'b1', at: '2026-03-02T17:08:51.123Z' });
const texts = (messages: readonly Uint8Array[]) => messages.map((one) => Buffer.from(one).toString());
const acks = (...names: string[]) => names.map((name) => Buffer.from(`${name}\r`));
const read = (...lines: string[]) => readBatchFile(Buffer.from(lines.join('\r')));

test('a batch, and its acknowledgement', () => {
  const batch = read('BHS|^~\\&|HIS|NORTH|STEPWELL|NET|2026||||77', 'MSH|1', 'PID|1', 'MSH|2', 'BTS|2')!;
  expect(texts(batch.batches[0]!.messages)).toEqual(['MSH|1\rPID|1\r', 'MSH|2\r']);
  expect(batchAcknowledgement(batch, [acks('ack1', 'ack2')], stamp).toString()).toBe(
    'BHS|^~\\&|STEPWELL|NET|HIS|NORTH|20260302170851+0000||||b1|77\rack1\rack2\rBTS|2\r',
  );
});

test('batches in a file', () => {
  const file = read(
    'FHS|^~\\&|HIS||||||||5',
    'BHS|^~\\&',
    'MSH|1',
    'BTS|1',
    'BHS|^~\\&',
    'MSH|2',
    'BTS',
    'FTS|2',
  )!;
  expect(file.batches.map(({ messages }) => texts(messages))).toEqual([['MSH|1\r'], ['MSH|2\r']]);
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
  const batch = read('BHS|^~\\&|HIS', 'MSH|1', 'BTS|3')!;
  expect(batchAcknowledgement(batch, [acks('a')], stamp).toString()).toMatch(
    /\rBTS\|1\|BTS-1 says 3, but 1 came\r$/,
  );
});

test('messages in a file without a batch, and bytes that are no text, come out as they were', () => {
  const bytes = Buffer.concat([Buffer.from('FHS|^~\\&\r\nMSH|1\r\nPID|'), Buffer.from([0xe9, 0xff, 0x80])]);
  const { batches } = readBatchFile(bytes)!;
  expect(batches[0]!.messages.map((one) => Buffer.from(one).toString('latin1'))).toEqual([
    'MSH|1\rPID|\xe9\xff\x80\r',
  ]);
});

test('its own separator is used in the answer', () => {
  const batch = read('BHS*!~*HIS*NORTH', 'BTS*0')!;
  expect(batchAcknowledgement(batch, [[]], stamp).toString()).toBe(
    'BHS*!~*STEPWELL**HIS*NORTH*20260302170851+0000****b1*\rBTS*0\r',
  );
});

test.each(['', 'MSH|^~\\&', 'hello', 'BTS|1'])('%j is no batch', (text) =>
  expect(read(text)).toBeUndefined(),
);
