import type { PathwayCommand, PathwayRequest } from '@stepwell/pathway';
import { adt, type Fields } from '../testing/adt-message.ts';
import { patientIdOf } from '../ids.ts';
import { adtToRequest } from './adt-to-request.ts';
import { Hl7Refusal } from './refusal.ts';
import type { SiteMap } from './site-map.ts';

const siteMap: SiteMap = {
  senders: [
    {
      ...{ sendingFacility: 'NORTH', facilityId: 'north', name: 'North', timeZone: 'America/New_York' },
      levels: [
        { class: 'E', level: 'none' },
        { class: 'I', level: 'inpatient' },
        { class: 'R', level: 'intensive-outpatient', programId: 'iop' },
        { class: 'O', level: 'outpatient' },
      ],
      dispositions: { AMA: 'against-advice', '02': 'other' },
      payers: { 608: 'blue-cross' },
    },
  ],
};
const request = (text: string): PathwayRequest => {
  const translated = adtToRequest(text, siteMap);
  if (translated instanceof Hl7Refusal) throw new Error(`${translated.code}: ${translated.detail}`);
  return translated;
};
const care = (trigger: string, fields: Fields = {}): PathwayCommand[] =>
  request(adt(trigger, fields)).commands.filter(({ type }) => !/Demographics|Coverage/.test(type));

const north = { facilityId: 'north', visitNumber: 'V1' };
const at = (text: string) => ({ 'EVN-2': text });
const inpatient = {
  level: 'inpatient',
  facilityId: 'north',
  timeZone: 'America/New_York',
  location: '3E / 324 / 01',
};

test.each<[string, Fields, string, object[]]>([
  [
    'A01',
    { 'PV1-44': '202603011100' },
    '2026-03-01T16:00:00.000Z',
    [{ type: 'AdmitPatient', data: inpatient }],
  ],
  [
    'A04',
    { 'PV1-2': 'R' },
    '2026-03-02T17:08:00.000Z',
    [{ type: 'AdmitPatient', data: { level: 'intensive-outpatient', programId: 'iop', visitNumber: 'V1' } }],
  ],
  [
    'A02',
    {},
    '2026-03-02T17:08:00.000Z',
    [
      { type: 'TransitionLevelOfCare', data: { ...inpatient, episode: north } },
      { type: 'TransferLocation', data: { location: '3E / 324 / 01', episode: north } },
    ],
  ],
  [
    'A03',
    { 'PV1-36': '01', 'PV1-45': '202603021000' },
    '2026-03-02T15:00:00.000Z',
    [{ type: 'DischargePatient', data: { reason: 'completed', disposition: '01', episode: north } }],
  ],
  [
    'A05',
    { 'PV1-2': 'P' },
    '2026-03-02T17:08:00.000Z',
    [{ type: 'ReceiveReferral', data: { facilityId: 'north', level: undefined, visitNumber: 'V1' } }],
  ],
  ['A06', {}, '2026-03-02T17:08:00.000Z', [{ type: 'TransitionLevelOfCare', data: inpatient }]],
  [
    'A07',
    { 'PV1-2': 'O' },
    '2026-03-02T17:08:00.000Z',
    [{ type: 'TransitionLevelOfCare', data: { level: 'outpatient', episode: north } }],
  ],
  ['A08', {}, '2026-03-02T17:08:00.000Z', []],
  [
    'A11',
    { 'EVN-6': '20260301' },
    '2026-03-02T17:08:00.000Z',
    [{ type: 'CancelAdmission', data: { episode: north } }],
  ],
  ['A12', {}, '2026-03-02T17:08:00.000Z', [{ type: 'CancelTransfer', data: { episode: north } }]],
  ['A13', {}, '2026-03-02T17:08:00.000Z', [{ type: 'CancelDischarge', data: { episode: north } }]],
  [
    'A21',
    { 'PV2-47': '202603042300' },
    '2026-03-02T17:08:00.000Z',
    [{ type: 'StartLeave', data: { expectedReturn: '2026-03-04', episode: north } }],
  ],
  [
    'A22',
    { 'EVN-6': '202603021300' },
    '2026-03-02T18:00:00.000Z',
    [{ type: 'EndLeave', data: { episode: north } }],
  ],
  ['A28', {}, '2026-03-02T17:08:00.000Z', []],
  ['A31', {}, '2026-03-02T17:08:00.000Z', []],
  ['A52', {}, '2026-03-02T17:08:00.000Z', [{ type: 'CancelLeave', data: { episode: north } }]],
  ['A53', {}, '2026-03-02T17:08:00.000Z', [{ type: 'CancelLeave', data: { episode: north } }]],
])('%s with %j', (trigger, fields, occurredAt, commands) => {
  expect(request(adt(trigger, fields))).toMatchObject({
    occurredAt,
    source: { system: 'HIS', facility: 'north', messageId: 'm1' },
  });
  expect(request(adt(trigger, fields)).commands[0]!.type).toBe('ReceiveDemographics');
  expect(care(trigger, fields)).toMatchObject(commands);
});

test.each(['A18', 'A34', 'A36', 'A40'])('%s names in MRG-1 the record that goes', (trigger) => {
  const merge = request(adt(trigger, { 'MRG-1': '9^^^LAB~4712^^^NORTH^MR' }));
  const absorbedId = patientIdOf({ system: 'NORTH', value: '4712' });
  expect(merge.patientId).toBe(patientIdOf({ system: 'NORTH', value: '4711' }));
  expect(merge.commands.map(({ type }) => type)).toEqual(['ReceiveDemographics', 'MergePatients']);
  expect(merge.commands[1]!.data).toEqual({ survivorId: merge.patientId, absorbedId, role: 'survivor' });
});

test.each(['PID', 'MRG'])('several %s in one message are turned away whole', (segment) => {
  const merge = `${adt('A40', { 'MRG-1': '4712^^^NORTH^MR' })}${segment}|4713\r`;
  expect(adtToRequest(merge, siteMap)).toMatchObject({ code: 'malformed', location: { segment: 'MRG' } });
});

test.each<[string, string, string, Fields, string, object]>([
  ['A34', 'missing-patient-identifier', 'AE', {}, 'MRG', { field: 1 }],
  ['A40', 'missing-patient-identifier', 'AE', { 'MRG-1': '^^^NORTH' }, 'MRG', { field: 1 }],
  ['A37', 'unsupported-trigger', 'AR', {}, 'MSH', { field: 9 }],
  ['constructor', 'unsupported-trigger', 'AR', {}, 'MSH', { field: 9 }],
  ['A01', 'unsupported-message-type', 'AR', { 'MSH-9': 'ORU^R01' }, 'MSH', { field: 9 }],
  ['A01', 'malformed', 'AE', { 'MSH-9': null }, 'MSH', { field: 9 }],
  ['A01', 'malformed', 'AE', { 'MSH-9': 'ADT' }, 'MSH', { field: 9 }],
  ['A01', 'missing-message-id', 'AE', { 'MSH-10': null }, 'MSH', { field: 10 }],
  ['A01', 'unknown-facility', 'AE', { 'MSH-4': 'SOUTH' }, 'MSH', { field: 4 }],
  ['A01', 'missing-patient-identifier', 'AE', { 'PID-3': null }, 'PID', { field: 3 }],
  ['A01', 'missing-patient-identifier', 'AE', { 'PID-3': '^^^NORTH' }, 'PID', { field: 3 }],
  ['A01', 'bad-timestamp', 'AE', { 'PID-7': 'unknown' }, 'PID', { field: 7 }],
  ['A01', 'bad-timestamp', 'AE', { 'PV1-44': '2026-03-01' }, 'PV1', { field: 44 }],
  ['A03', 'bad-timestamp', 'AE', { 'PV1-45': '20260231' }, 'PV1', { field: 45 }],
  ['A21', 'bad-timestamp', 'AE', { 'PV2-47': 'soon' }, 'PV2', { field: 47 }],
  ['A31', 'bad-timestamp', 'AE', { 'IN1-3': '608', 'IN1-12': '2026' }, 'IN1', { field: 12, sequence: 1 }],
  ['A08', 'missing-event-time', 'AE', { 'EVN-2': null, 'MSH-7': null }, 'EVN', { field: 2 }],
  ['A01', 'level-not-mapped', 'AE', { 'PV1-2': 'C' }, 'PV1', { field: 2 }],
  ['A06', 'level-not-mapped', 'AE', { 'PV1-2': null }, 'PV1', { field: 2 }],
  ['A02', 'missing-location', 'AE', { 'PV1-2': 'C', 'PV1-3': null }, 'PV1', { field: 3 }],
  ['A03', 'missing-visit', 'AE', { 'PV1-2': null, 'PV1-3': null, 'PV1-19': null }, 'PV1', {}],
])('%s is refused: %s (%s) for %j', (trigger, code, ack, fields, segment, place) => {
  // A message without a PV1 segment: the builder writes one for any PV1 field, empty ones too.
  const text = code === 'missing-visit' ? adt(trigger, fields).replace(/PV1.*\r/, '') : adt(trigger, fields);
  const refusal = adtToRequest(text, siteMap);
  expect(refusal).toBeInstanceOf(Hl7Refusal);
  expect(refusal).toMatchObject({ code, ack, location: { segment, ...place } });
  expect((refusal as Hl7Refusal).detail).toMatch(/^[A-Z].*\.$/);
});

test('is routed by MSH-9, whatever EVN-1 says', () =>
  expect(care('A03', { 'EVN-1': 'A01' })[0]!.type).toBe('DischargePatient'));

test('an emergency visit is no level of care: the person and the coverage are taken, the visit is not', () => {
  const { commands } = request(adt('A04', { 'PV1-2': 'E', 'IN1-3': '608' }));
  expect(commands.map(({ type }) => type)).toEqual(['ReceiveDemographics', 'ReceiveCoverage']);
  expect(care('A03', { 'PV1-2': 'E' })).toEqual([]);
});

test('a transfer between places of no known level is one of ward', () =>
  expect(care('A02', { 'PV1-2': 'C' }).map(({ type }) => type)).toEqual(['TransferLocation']));

test('the person, as far as it is told', () => {
  const fields = {
    ...{
      'PID-2': '77^^^OLD^PI',
      'PID-3': '8^^^NHS^NH~4711^^^NORTH^MR',
      'PID-5': 'Nick^Name^^^^^N~O\\T\\Hara&O^Ann^B^^^^L',
    },
    ...{
      'PID-7': '198901',
      'PID-8': 'A',
      'PID-11': '23 Post La^Apt 4^Syracuse^NY^13215',
      'PID-13': '^PRN^PH^^1^315^2548526',
    },
  };
  const [demographics] = request(adt('A31', fields)).commands;
  expect(demographics!.data).toMatchObject({
    identifiers: [
      { system: 'NHS', value: '8', type: 'NH' },
      { system: 'NORTH', value: '4711', type: 'MR' },
      { system: 'OLD', value: '77', type: 'PI' },
    ],
    person: {
      name: { family: 'O&Hara', given: 'Ann B' },
      birthDate: '1989-01',
      sex: 'other',
      address: { line: '23 Post La, Apt 4', city: 'Syracuse', state: 'NY', postalCode: '13215' },
      phone: '1 315 2548526',
    },
  });
});

test('the patient is known by the medical record number, or by the authority that the site map prefers', () => {
  const id = (pid3: string, map = siteMap) =>
    (adtToRequest(adt('A31', { 'PID-3': pid3 }), map) as PathwayRequest).patientId;
  expect(id('8^^^NHS^NH~4711^^^NORTH^MR')).toBe(id('4711^^^NORTH^MR'));
  expect(id('8^^^NHS^NH~4711^^^NORTH^PI')).toBe(id('8^^^NHS'));
  expect(id('8')).not.toBe(id('8^^^NHS'));
  const preferring = { senders: [{ ...siteMap.senders[0]!, identifierAuthority: 'NHS' }] };
  expect(id('4711^^^NORTH^MR~8^^^NHS^NH', preferring)).toBe(id('8^^^NHS'));
  expect(id('4711^^^NORTH^MR', preferring)).toBe(id('4711^^^NORTH^MR'));
});

test('coverages stand in the order in which they pay, by our ids of the payers', () => {
  const fields = { 'IN1-1': '2', 'IN1-3': '608', 'IN1-4': 'BC CNY', 'IN1-12': '20260101', 'IN1-36': 'YNZ' };
  const one = (text: string) => request(text).commands[1]!.data;
  expect(one(adt('A31', fields))).toMatchObject({
    ...{
      payerId: 'blue-cross',
      payerName: 'BC CNY',
      order: 2,
      from: '2026-01-01',
      person: { memberNumber: 'YNZ' },
    },
  });
  expect(one(adt('A31', { 'IN1-4': 'Self', 'IN1-49': 'M9' }))).toMatchObject({
    ...{ payerId: 'Self', order: 1, from: undefined, seenOn: '2026-03-02', person: { memberNumber: 'M9' } },
  });
  expect(request(adt('A31', { 'IN1-2': 'PLAN' })).commands).toHaveLength(1);
});

test.each([
  ['SEL', 'self'],
  ['18^Self', 'self'],
  ['chd', 'child'],
  ['SPO', 'spouse'],
  ['DOM', 'common'],
  ['MTH', 'parent'],
  ['BRO', 'other'],
  ['UNK', undefined],
  ['S1', undefined],
  [null, undefined],
])('who is %s to the insured is covered as %s', (code, relationship) => {
  const fields = { 'IN1-3': '608', 'IN1-36': 'YNZ', 'IN1-17': code };
  expect(request(adt('A31', fields)).commands[1]!.data).toMatchObject({ relationship });
});

test('the authority of a member number is a payer, by our ids of the payers; that of another number is not', () => {
  const pid3 = '4711^^^608^MR~YNZ^^^608^MB~A1^^^999^MA';
  expect(request(adt('A31', { 'PID-3': pid3 })).commands[0]!.data).toMatchObject({
    identifiers: [
      { system: '608', value: '4711', type: 'MR' },
      { system: 'blue-cross', value: 'YNZ', type: 'MB' },
      { system: '999', value: 'A1', type: 'MA' },
    ],
  });
});

test('diagnoses have a code and its system', () =>
  expect(care('A01', { 'DG1-2': 'I9', 'DG1-3': '486^PNEUMONIA' })[0]!.data).toMatchObject({
    diagnoses: [{ system: 'I9', code: '486' }],
  }));

test.each([
  ['01', 'completed'],
  ['1', 'completed'],
  ['02', 'other'], // by the site map
  ['03', 'transferred'],
  ['07', 'against-advice'],
  ['AMA', 'against-advice'],
  ['20', 'death'],
  ['21', 'incarcerated'],
  ['77', 'other'],
  ['toString', 'other'],
  [null, 'other'],
])('disposition %s is %s', (disposition, reason) =>
  expect(care('A03', { 'PV1-36': disposition })[0]!.data).toMatchObject({ reason }),
);

test('the message is its sender and its number; its content is digested without its line ends', () => {
  const first = request(adt('A01'));
  expect(request(adt('A01').replaceAll('\r', '\r\n\r\n'))).toEqual(first);
  expect(request(adt('A01', { 'PV1-10': 'PSY' })).commandId).toBe(first.commandId);
  expect(request(adt('A01', { 'PV1-10': 'PSY' })).commandDigest).not.toBe(first.commandDigest);
  expect(request(adt('A01', { 'MSH-10': 'm2' })).commandId).not.toBe(first.commandId);
});

test('the same fact in another message has the same ids', () => {
  const again = { 'MSH-10': 'm2', 'MSH-7': '20260303' };
  expect(care('A01', again)).toEqual(care('A01'));
  expect(care('A01', { 'PV1-19': null, ...again })).toEqual(care('A01', { 'PV1-19': null }));
  expect(care('A06', again)).toEqual(care('A06'));
  expect(care('A21', again)).toEqual(care('A21'));
  expect(care('A05', { ...again, ...at('20260304') })).toEqual(care('A05'));
});

test('a day alone is taken at its beginning and says so', () =>
  expect(request(adt('A01', { 'PV1-44': '20260301' }))).toMatchObject({
    occurredAt: '2026-03-01T05:00:00.000Z',
    precision: 'day',
  }));

test('names the operator by number only', () =>
  expect(request(adt('A08', { 'EVN-5': 'C006^Woolfson^Kathleen' })).actor).toBe('HIS/C006'));

test('two messages in one are refused: the second would be lost', () =>
  expect(adtToRequest(adt('A01') + adt('A03', { 'MSH-10': 'm2' }), siteMap)).toMatchObject({
    code: 'malformed',
    ack: 'AE',
  }));
