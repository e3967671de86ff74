import fc from 'fast-check';
import { messageSplitter, splitMessages, type RawMessage } from './split-messages.ts';

const split = (text: string, chunkSize = text.length || 1): RawMessage[] => {
  const bytes = Buffer.from(text);
  const { push, end } = messageSplitter();
  const messages: RawMessage[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize)
    messages.push(...push(bytes.subarray(at, at + chunkSize)));
  return [...messages, ...end()];
};
const texts = (messages: readonly RawMessage[]): string[] =>
  messages.map(({ bytes }) => Buffer.from(bytes).toString());

const TWO = ['MSH|a\rPID|1\r', 'MSH|b\r'];

test.each([
  ['CR', 'MSH|a\rPID|1\rMSH|b\r'],
  ['LF', 'MSH|a\nPID|1\nMSH|b\n'],
  ['CRLF', 'MSH|a\r\nPID|1\r\nMSH|b\r\n'],
  ['no end of the last line', 'MSH|a\rPID|1\rMSH|b'],
  ['blank lines between messages', '\r\n\r\nMSH|a\r\nPID|1\r\n\r\n\r\nMSH|b\r\n\r\n'],
  ['blank lines between segments', 'MSH|a\r\n \t\r\n\r\nPID|1\r\n\r\nMSH|b'],
  ['a byte order mark', '\ufeffMSH|a\nPID|1\nMSH|b\n'],
  ['MLLP frames', '\u000bMSH|a\rPID|1\r\u001c\r\u000bMSH|b\r\u001c\r'],
  ['MLLP frames without the last CR', '\u000bMSH|a\rPID|1\u001c\r\u000bMSH|b\u001c'],
  ['batch envelopes', 'FHS|^~\\&\rBHS|^~\\&\rMSH|a\rPID|1\rMSH|b\rBTS|2\rFTS|1\r'],
])('%s', (_, text) => expect(texts(split(text))).toEqual(TWO));

test('text outside any message is handed out and not lost', () =>
  expect(texts(split('lost\rMSH|a\rBTS|1\rPID|1\rMSH|b'))).toEqual([
    'lost\r',
    'MSH|a\r',
    'PID|1\r',
    'MSH|b\r',
  ]));

test.each(['', '\r\n\n', '\u000b\u001c\r', 'FHS|\rFTS|'])('nothing in %j', (text) =>
  expect(split(text)).toEqual([]),
);

test('says how many bytes were read', () => {
  const text = 'MSH|ä\r\n\r\nMSH|b\r\n\r\n';
  expect(split(text).map(({ endsAt }) => endsAt)).toEqual([10, Buffer.byteLength(text)]);
});

test('a frame is complete at its end, without waiting for the next', () => {
  const { push } = messageSplitter();
  expect(texts(push(Buffer.from('\u000bMSH|a\r\u001c')))).toEqual(['MSH|a\r']);
});

test('any line ends, any blank lines and any chunks give the same messages', () => {
  const lineEnd = fc.constantFrom('\r', '\n', '\r\n', '\r\n\r\n', '\n \n');
  const segment = fc.tuple(fc.constantFrom('PID', 'EVN', 'ZZZ'), fc.string({ unit: 'grapheme' }));
  const message = fc.array(segment, { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 6 }),
      lineEnd,
      fc.integer({ min: 1, max: 40 }),
      (all, eol, size) => {
        const written = all.map((segments) => [
          'MSH|^~\\&',
          ...segments.map(([name, text]) => `${name}|${text.replaceAll(/[\u0000-\u001f]/g, '')}`),
        ]);
        const file = written.flat().join(eol);
        expect(texts(split(file, size))).toEqual(written.map((lines) => `${lines.join('\r')}\r`));
      },
    ),
  );
});

test('any bytes at all are cut into something, all of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async (chunks) => {
      const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      let before = 0;
      for await (const { endsAt } of splitMessages(chunks)) {
        expect(endsAt).toBeGreaterThanOrEqual(before);
        before = endsAt;
      }
      expect(before).toBeLessThanOrEqual(total);
    }),
  );
});
