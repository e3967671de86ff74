import fc from 'fast-check';
import type { Hl7Message } from '@medplum/core';
import { adt } from '../testing/adt-message.ts';
import { ackMessage } from './ack.ts';
import { adtToRequest } from './adt-to-request.ts';
import { decodeMessage } from './character-set.ts';
import { parseMessage } from './parse-message.ts';
import { Hl7Refusal } from './refusal.ts';
import { TRIGGERS } from './triggers.ts';
import type { SiteMap } from './site-map.ts';

const levels = [{ class: 'I', level: 'inpatient' }] as const;
const sender = { sendingFacility: '*', facilityId: 'any', name: 'Any', timeZone: 'America/New_York', levels };
const siteMap: SiteMap = { senders: [sender] };
const stamp = { controlId: 'a', at: '2026-03-02T17:08:51.123Z' };

const sound = fc.constantFrom(...Object.keys(TRIGGERS), 'A40').map((trigger) =>
  adt(trigger, {
    'IN1-3': '608',
    'IN1-12': '20260101',
    'DG1-3': 'F10^x^I10',
    'PV2-47': '20260401',
    'PV1-44': '20260301',
  }),
);

const TELLING = [
  '|',
  '^',
  '~',
  '\\',
  '&',
  '\r',
  '\n',
  '\u0000',
  '""',
  '\\X',
  '\\F\\',
  'MSH|^~\\&|',
  '\ud800',
  '__proto__',
  '',
];
const piece = fc.oneof(fc.constantFrom(...TELLING), fc.string({ unit: 'binary', maxLength: 5 }), fc.string());
/** Replaces a few stretches of a message by something else. */
const garbled = fc
  .tuple(sound, fc.array(fc.tuple(fc.nat(400), fc.nat(6), piece), { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) =>
    edits.reduce((now, [at, length, instead]) => now.slice(0, at) + instead + now.slice(at + length), text),
  );

const yieldsAnAnswer = (text: string): void => {
  const translated = adtToRequest(text, siteMap);
  if (translated instanceof Hl7Refusal) expect(translated.detail).not.toBe('');
  else {
    expect(translated.occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(translated.commands.length).toBeGreaterThan(0);
    expect(JSON.stringify(translated)).not.toContain('\\u0000');
  }
  const ack = ackMessage(text, translated instanceof Hl7Refusal ? translated : 'accepted', stamp);
  expect(parseMessage(ack)).not.toBeInstanceOf(Hl7Refusal);
  expect((parseMessage(ack) as Hl7Message).getSegment('MSA')).toBeDefined();
};

test('a garbled message yields a request or a refusal, and an acknowledgement that can be read', () =>
  fc.assert(fc.property(garbled, yieldsAnAnswer), { numRuns: 10_000 }));

test('so does any text', () =>
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), yieldsAnAnswer), {
    numRuns: 2_000,
  }));

test('and any bytes', () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const input of [bytes, Buffer.concat([Buffer.from('MSH|^~\\&|'), bytes])]) {
        const text = decodeMessage(input);
        if (typeof text === 'string') yieldsAnAnswer(text);
      }
    }),
    { numRuns: 1_000 },
  ));
