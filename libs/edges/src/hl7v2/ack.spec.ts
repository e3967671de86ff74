import { Refusal } from '@stepwell/event-sourcing';
import type { Hl7Message } from '@medplum/core';
import { adt } from '../testing/adt-message.ts';
import { ackMessage } from './ack.ts';
import { read } from './field-values.ts';
import { parseMessage } from './parse-message.ts';
import { Hl7Refusal } from './refusal.ts';

const stamp = { controlId: 'ack-1', at: '2026-03-02T17:08:51.123Z' };
const badTime = new Hl7Refusal('bad-timestamp', 'Send PV1-44 | ^ ~ \\ & as a time.', {
  ...{ segment: 'PV1', sequence: 1, field: 44 },
});

test('accepted', () =>
  expect(ackMessage(adt('A01'), 'accepted', stamp)).toBe(
    'MSH|^~\\&|STEPWELL|NETWORK|HIS|NORTH|20260302170851+0000||ACK^A01^ACK|ack-1|P|2.5.1\rMSA|AA|m1\r',
  ));

test('refused, as v2.5 says it', () =>
  expect(ackMessage(adt('A01'), badTime, stamp).split('\r').slice(1)).toEqual([
    'MSA|AE|m1',
    'ERR||PV1^1^44|102^Data type error^HL70357|E|bad-timestamp|||Send PV1-44 \\F\\ \\S\\ \\R\\ \\E\\ \\T\\ as a time.',
    '',
  ]));

test('refused, as v2.4 and before say it', () =>
  expect(
    ackMessage(adt('A01', { 'MSH-12': '2.3.1' }), badTime, stamp)
      .split('\r')
      .slice(1),
  ).toEqual([
    'MSA|AE|m1|Send PV1-44 \\F\\ \\S\\ \\R\\ \\E\\ \\T\\ as a time.',
    'ERR|PV1^1^44^102&Data type error&HL70357',
    '',
  ]));

test('a message that is not taken is rejected', () => {
  const refusal = new Hl7Refusal('unsupported-message-type', 'Send ADT only.');
  expect(ackMessage(adt('A01', { 'MSH-9': 'ORU^R01' }), refusal, stamp)).toMatch(/ACK\^R01.*\rMSA\|AR\|m1\r/);
});

test.each([
  ['message-id-reused', '205'],
  ['not-admitted', '204'],
  ['discharged-before-admission', '207'],
  ['in-the-future', '102'],
])('the pathway’s refusal %s is error %s', (code, error) => {
  const ack = parseMessage(ackMessage(adt('A01'), new Refusal(code, 'No.'), stamp)) as Hl7Message;
  expect([read(ack, 'MSA', 1), read(ack, 'ERR', 3), read(ack, 'ERR', 5)]).toEqual(['AE', error, code]);
});

test.each(['', 'garbage', 'PID|1', 'MSH'])('what is no message is answered too: %j', (text) => {
  const refusal = parseMessage(text) as Hl7Refusal;
  expect(ackMessage(text, refusal, stamp)).toMatch(
    /^MSH\|\^~\\&\|STEPWELL\|\|\|\|20260302170851\+0000\|\|ACK\|ack-1\|P\|2\.5\.1\rMSA\|AR\|\rERR\|/,
  );
});

test('uses the encoding characters of the message, and none that it left out', () => {
  const refusal = new Hl7Refusal('unknown-facility', 'Add A*B!C to the site map.', {
    segment: 'MSH',
    field: 4,
  });
  const text = ackMessage('MSH*!~*HIS*SOUTH*****ADT!A01*m!1**2.5', refusal, stamp);
  expect(text).not.toContain('\u0000');
  const ack = parseMessage(text) as Hl7Message;
  expect(ack.context.getMsh2()).toBe('!~\u0000\u0000');
  expect(read(ack, 'MSA', 2, 2)).toBe('1');
  expect(read(ack, 'ERR', 8)).toBe('Add A B C to the site map.');
});

test('is parsed back to what it says', () => {
  const ack = parseMessage(ackMessage(adt('A01'), badTime, stamp)) as Hl7Message;
  expect(read(ack, 'ERR', 8)).toBe(badTime.detail);
  expect(read(ack, 'MSH', 5)).toBe('HIS');
});
