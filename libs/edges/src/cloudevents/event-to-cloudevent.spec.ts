import fc from 'fast-check';
import type { Position, RecordedEvent } from '@stepwell/event-sourcing';
import { eventToCloudEvent, positionOfSequence, sequenceOf } from './event-to-cloudevent.ts';

const admitted: RecordedEvent = {
  streamId: 'pathway-7f0c2c5e-6c1f-5a2b-9d3e-4f5a6b7c8d9e',
  revision: 1,
  position: '1042' as Position,
  id: '0b7f3c1e-2a4d-5e6f-8a9b-0c1d2e3f4a5b',
  type: 'PatientAdmitted',
  schemaVersion: 1,
  data: { stayId: 's1', level: 'inpatient' },
  metadata: {
    occurredAt: '2026-03-02T12:06:00.000Z',
    recordedAt: '2026-03-02T12:06:10.120Z',
    source: { system: 'hl7v2', facility: 'mercy-general', messageId: 'MSG-1' },
    actor: 'EPIC',
    commandId: 'c1',
    commandDigest: 'd1',
    correlationId: 'c1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  },
};

test('says what was recorded in the names of CloudEvents and its extensions', () =>
  expect(eventToCloudEvent(admitted)).toEqual({
    specversion: '1.0',
    id: '0b7f3c1e-2a4d-5e6f-8a9b-0c1d2e3f4a5b',
    source: '/stepwell',
    type: 'stepwell.pathway.PatientAdmitted.v1',
    subject: '7f0c2c5e-6c1f-5a2b-9d3e-4f5a6b7c8d9e',
    time: '2026-03-02T12:06:00.000Z',
    datacontenttype: 'application/json',
    recordedtime: '2026-03-02T12:06:10.120Z',
    sequence: '00000000000000001042',
    partitionkey: '7f0c2c5e-6c1f-5a2b-9d3e-4f5a6b7c8d9e',
    revision: 1,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    correlationid: 'c1',
    commandid: 'c1',
    actor: 'EPIC',
    sourcesystem: 'hl7v2',
    sourcefacility: 'mercy-general',
    sourcemessageid: 'MSG-1',
    data: { stayId: 's1', level: 'inpatient' },
  }));

test('a program has events of its own, and a source may be configured', () =>
  expect(
    eventToCloudEvent(
      { ...admitted, streamId: 'program-iop-north', type: 'ProgramDefined', schemaVersion: 2 },
      { source: 'https://stepwell.mercy.example/log' },
    ),
  ).toMatchObject({
    type: 'stepwell.program.ProgramDefined.v2',
    subject: 'iop-north',
    partitionkey: 'iop-north',
    source: 'https://stepwell.mercy.example/log',
  }));

test('an event names the schema of its data, where one of its version is served', () => {
  const origin = { source: '/stepwell', publicUrl: 'https://stepwell.example' };
  expect(eventToCloudEvent(admitted, origin).dataschema).toBe(
    'https://stepwell.example/v1/schemas/stepwell.pathway.PatientAdmitted.v1',
  );
  expect(eventToCloudEvent({ ...admitted, schemaVersion: 99 }, origin).dataschema).toBeUndefined();
  expect(eventToCloudEvent(admitted).dataschema).toBeUndefined();
});

describe('sequences', () => {
  const position = fc.bigInt(0n, 2n ** 64n - 1n).map((n) => String(n) as Position);

  test('sort as text as positions do as numbers', () =>
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(sequenceOf(a) < sequenceOf(b)).toBe(BigInt(a) < BigInt(b));
      }),
    ));

  test('stand for their positions', () =>
    fc.assert(fc.property(position, (a) => expect(positionOfSequence(sequenceOf(a))).toBe(a))));

  test.each(['', 'abc', '-1', '1 2'])('%j is none', (text) =>
    expect(positionOfSequence(text)).toBeUndefined(),
  );
});

// CloudEvents 1.0.2: sections "Attribute Naming Convention", "Type System" and "Required Attributes".
describe('whatever senders wrote, the attributes are as CloudEvents demands', () => {
  const NAME = /^[a-z0-9]{1,20}$/;
  const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
  const anything = fc.string({ unit: 'binary', maxLength: 40 });
  const event = fc
    .record({ actor: anything, system: anything, facility: anything, messageId: anything })
    .map(({ actor, ...source }) => ({ ...admitted, metadata: { ...admitted.metadata, actor, source } }));

  const isString = (value: string): boolean =>
    value !== '' &&
    value.isWellFormed() &&
    [...value].every((character) => {
      const code = character.codePointAt(0)!;
      const isControl = code <= 0x1f || (code >= 0x7f && code <= 0x9f);
      const isNoncharacter = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
      return !isControl && !isNoncharacter;
    });

  test.each(['\u0000\ud800', '\u0085', '\ufdd0', '\u{1ffff}'])(
    'the check itself finds fault with %j',
    (bad) => expect(isString(`a${bad}`)).toBe(false),
  );

  test('in names, types and characters', () =>
    fc.assert(
      fc.property(event, (one) => {
        const { data, ...attributes } = eventToCloudEvent(one);
        expect(data).toEqual(one.data);
        for (const [name, value] of Object.entries(attributes)) {
          expect(name).toMatch(NAME);
          if (typeof value === 'number') expect(Number.isInteger(value) && value < 2 ** 31).toBe(true);
          else if (value !== undefined) expect([name, value, isString(value)]).toEqual([name, value, true]);
        }
        expect(attributes.time).toMatch(INSTANT);
        expect(attributes.recordedtime).toMatch(INSTANT);
        expect(URL.canParse(attributes.source, 'http://any.example')).toBe(true);
      }),
    ));
});
