import { setTimeout as wait } from 'node:timers/promises';
import { patientIdOf } from '@stepwell/edges/ids';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform();
}, 60_000);
afterAll(() => platform.stop());

const message = (
  trigger: string,
  id: string,
  { mrn = 'MG1', visit = 'V1', facility = 'mercy-general' } = {},
) =>
  [
    `MSH|^~\\&|EPIC|${facility}|STEPWELL||20260302120610||ADT^${trigger}|${id}|P|2.5.1`,
    `EVN|${trigger}|${trigger === 'A13' ? '20260309110000' : '20260302120608'}`,
    `PID|1||${mrn}^^^MERCY^MR||Rivera^Ana||19880417|F`,
    `PV1|1|I|4W^12^1||||||||||||||||${visit}|||||||||||||||||01||||||||20260302120600|20260309100000`,
  ].join('\r');

const send = async (text: string | Buffer) => {
  const headers = { 'content-type': 'application/hl7-v2' };
  const { status, body } = await platform.post('/v1/hl7v2', text, headers);
  expect(status).toBe(200);
  const segments = (body as string).split('\r').map((segment) => segment.split('|'));
  return { code: segments[1]?.[1], about: segments[1]?.[2], error: segments[2] };
};

test('an admission is acknowledged and in the census; the same message again changes nothing', async () => {
  expect(await send(message('A01', 'm1'))).toMatchObject({ code: 'AA', about: 'm1' });
  const position = (await platform.foundation.store.head()) as string;
  expect(await send(message('A01', 'm1'))).toMatchObject({ code: 'AA' });
  expect(await platform.foundation.store.head()).toBe(position);
  const { body } = await platform.get(`/v1/census?on=2026-03-04&facility=mercy-general&atLeast=${position}`);
  expect(body.total).toBe(1);
  expect(body.facilities).toEqual([
    { facilityId: 'mercy-general', name: 'Mercy General Hospital', patients: 1 },
  ]);
});

test.each([
  ['an unknown trigger', message('A99', 'x1'), 'AR', 'unsupported-trigger'],
  [
    'another message type',
    message('A01', 'x2').replace('ADT^A01', 'ORU^R01'),
    'AR',
    'unsupported-message-type',
  ],
  ['an unknown facility', message('A01', 'x3', { facility: 'elsewhere' }), 'AE', 'unknown-facility'],
  [
    'a discharge without an admission',
    message('A03', 'x4', { mrn: 'MG2', visit: 'V2' }),
    'AE',
    'not-admitted',
  ],
  ['another message under the same number', message('A01', 'm1', { mrn: 'MG3' }), 'AE', 'message-id-reused'],
  ['no HL7 at all', 'hello', 'AR', 'not-hl7'],
])('%s is answered, kept in quarantine, and not lost', async (_, text, ack, code) => {
  const answer = await send(text);
  expect(answer.code).toBe(ack);
  const { body } = await platform.get(`/v1/quarantine?status=open&code=${code}`);
  expect(body.total).toBe(1);
  const item = await platform.get(`/v1/quarantine/${body.items[0].id}`);
  expect(item.body.content).toBe(text);
});

test('what is neither text nor HL7 is kept byte for byte', async () => {
  const bytes = Buffer.from([0, 255, 254, 0, 65]);
  expect((await send(bytes)).code).toBe('AR');
  const { rows } = await platform.foundation.pool.query(
    'SELECT content FROM intake.quarantine WHERE content = $1',
    [bytes],
  );
  expect(rows).toHaveLength(1);
});

const patientOf = (mrn: string): string => patientIdOf({ system: 'MERCY', value: mrn });
const held = async (mrn: string): Promise<string[]> => {
  const { body } = await platform.get(`/v1/quarantine?status=open&patient=${patientOf(mrn)}`);
  return body.items.map(({ code }: { code: string }) => code);
};
const told = async (mrn: string): Promise<string[]> =>
  (await platform.get(`/v1/patients/${patientOf(mrn)}/history`)).body.events.map(
    ({ type }: { type: string }) => type,
  );

test('a message that came too early is refused as long as what it speaks of has not come', async () => {
  await send(message('A03', 'early-1', { mrn: 'MG6', visit: 'V6' }));
  const { body } = await platform.get(`/v1/quarantine?patient=${patientOf('MG6')}`);
  const replay = await platform.post(`/v1/quarantine/${body.items[0].id}/replay`, undefined);
  expect(replay.body).toMatchObject({ outcome: 'quarantined', code: 'not-admitted' });
});

test.each<[string, string, readonly string[], readonly string[]]>([
  [
    'a discharge',
    'MG7',
    ['A03', 'A01'],
    ['not-admitted', 'PatientRegistered', 'PatientAdmitted', 'PatientDischarged'],
  ],
  [
    'the cancellation of an admission',
    'MG8',
    ['A11', 'A01'],
    ['nothing-to-cancel', 'PatientRegistered', 'PatientAdmitted', 'AdmissionCancelled'],
  ],
  [
    'the cancellation of a discharge, and the discharge,',
    'MG9',
    ['A13', 'A03', 'A01'],
    ['nothing-to-cancel', 'PatientRegistered', 'PatientAdmitted', 'PatientDischarged', 'DischargeCancelled'],
  ],
])(
  '%s before the admission takes effect by itself when that has come',
  async (_, mrn, triggers, [code, ...types]) => {
    for (const trigger of triggers.slice(0, -1))
      await send(message(trigger, `${mrn}-${trigger}`, { mrn, visit: mrn }));
    expect(await held(mrn)).toContain(code);
    await send(message(triggers.at(-1)!, `${mrn}-last`, { mrn, visit: mrn }));
    for (let n = 0; n < 100 && (await held(mrn)).length > 0; n++) await wait(100);
    expect(await held(mrn)).toEqual([]);
    expect(await told(mrn)).toEqual(types);
  },
);

test('what contradicts waits for a person, and is told with the pathway', async () => {
  await send(message('A01', 'contra-1', { mrn: 'MG10', visit: 'V10' }));
  await send(message('A03', 'contra-2', { mrn: 'MG10', visit: 'V10' }));
  const later = message('A03', 'contra-3', { mrn: 'MG10', visit: 'V10' });
  await send(later.replace('20260309100000', '20260310100000'));
  const { body } = await platform.get(`/v1/patients/${patientOf('MG10')}/pathway`);
  expect(body.quarantined).toMatchObject([
    {
      code: 'already-discharged',
      messageId: 'contra-3',
      messageType: 'ADT^A03',
      patientId: patientOf('MG10'),
    },
  ]);
});
