import { CloudEvent, HTTP } from 'cloudevents';
import { COMMAND_EXAMPLES, type CommandData } from '@stepwell/edges/cloudevents';
import { patientIdOf } from '@stepwell/edges/ids';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform();
  for (const [programId, level] of [
    ['mercy-inpatient', 'inpatient'],
    ['north-iop', 'intensive-outpatient'],
  ])
    await platform.post('/v1/programs', {
      ...{ programId, level, name: programId, facilityId: 'mercy-general', facilityName: 'Mercy General' },
      timeZone: 'America/Chicago',
    });
});
afterAll(() => platform.stop());

let made = 0;
const event = (command: keyof CommandData, subject: string, time: string, over: object = {}) => ({
  specversion: '1.0',
  id: `e-${made++}`,
  source: 'urn:ehr:mercy',
  type: `stepwell.pathway.${command}.v1`,
  subject: `mercy-general|${subject}`,
  time,
  data: COMMAND_EXAMPLES[command],
  ...over,
});
const registration = (subject: string) => event('RegisterPatient', subject, '2026-03-01T09:00:00-06:00');
const admission = (subject: string) => event('AdmitPatient', subject, '2026-03-01T10:00:00-06:00');
const send = (body: unknown, headers: Record<string, string>) =>
  platform.post('/v1/events', typeof body === 'string' ? body : JSON.stringify(body), headers);
const patientOf = async (text: string) => (await platform.get(`/v1/quarantine?text=${text}`)).body.items;

test('a pathway comes in as a batch, and the same batch again is known', async () => {
  const batch = [registration('1'), registration('2'), admission('1'), admission('2')];
  const first = await send(batch, BATCH);
  expect(first).toMatchObject({ status: 200, body: { accepted: 4, known: 0, quarantined: 0 } });
  expect(first.body.events[2]).toEqual({
    ...{ source: 'urn:ehr:mercy', id: batch[2]!.id, outcome: 'accepted' },
    ...{ code: null, detail: null, quarantineId: null },
  });
  const second = await send(batch, BATCH);
  expect(second.body).toMatchObject({ accepted: 0, known: 4, position: first.body.position });
});

test('what the official SDK sends in each mode is taken', async () => {
  const [structured, binary] = [registration('sdk-1'), registration('sdk-2')].map(
    (one) => new CloudEvent(one),
  );
  for (const { headers, body } of [HTTP.structured(structured!), HTTP.binary(binary!)]) {
    const answered = await send(body as string, headers as Record<string, string>);
    expect(answered).toMatchObject({ status: 200, body: { accepted: 1, quarantined: 0 } });
  }
});

test('headers of the binary mode are percent-encoded', async () => {
  const { data, ...attributes } = { ...registration('Zo%C3%AB'), actor: 'Zo%C3%AB' };
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
  const answered = await send(data, { 'content-type': 'application/json', ...Object.fromEntries(headers) });
  expect(answered.body).toMatchObject({ accepted: 1 });
  const known = await send({ ...attributes, actor: 'Zoë', subject: 'mercy-general|Zoë', data }, STRUCTURED);
  expect(known.body).toMatchObject({ known: 1 });
});

test('what cannot be accepted is kept whole, and stops nothing beside it', async () => {
  const reused = registration('3');
  const batch = [
    reused,
    admission('nobody'),
    { ...reused, data: { ...COMMAND_EXAMPLES.RegisterPatient, person: { phone: '1' } } },
    'no event',
    null,
    admission('3'),
  ];
  const { status, body } = await send(batch, BATCH);
  expect([status, body.accepted, body.quarantined]).toEqual([200, 2, 4]);
  expect(body.events.map(({ code }: { code: string | null }) => code)).toEqual([
    ...[null, 'patient-unknown', 'event-id-reused', 'not-a-cloudevent', 'not-a-cloudevent', null],
  ]);
  const kept = await platform.get(`/v1/quarantine/${body.events[1].quarantineId}`);
  expect(JSON.parse(kept.body.content)).toEqual(batch[1]);
  expect(kept.body).toMatchObject({
    ...{ channel: 'cloudevents', messageType: 'AdmitPatient.v1', messageId: (batch[1] as { id: string }).id },
    ...{ code: 'patient-unknown', timesSeen: 1, status: 'open', actions: [] },
  });
});

test('what is refused is kept byte for byte, in each mode, and tried again from there', async () => {
  const keptOf = async ({ body }: { body: { events: { quarantineId: string }[] } }, n = 0) => {
    const { quarantineId } = body.events[n]!;
    return { id: quarantineId, content: (await platform.get(`/v1/quarantine/${quarantineId}`)).body.content };
  };
  const [one, two, three] = ['kept-1', 'kept-2', 'kept-3'].map(admission);
  const structured = ` ${JSON.stringify(one, undefined, 3)}\n`;
  const { data, ...attributes } = two!;
  const body = `${JSON.stringify(data)} \r\n`;
  const headers = Object.fromEntries(
    Object.entries({ ...attributes, actor: 'Zo%C3%AB' }).map(([name, value]) => [
      `ce-${name}`,
      String(value),
    ]),
  );
  const binary = {
    ...{ 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer secret', ...headers },
    traceparent: TRACE,
  };
  const element = JSON.stringify(three, undefined, '\t');
  const kept = [
    await keptOf(await send(structured, STRUCTURED)),
    await keptOf(await send(body, binary)),
    await keptOf(await send(`[ {"no":"event"},\n ${element} ]`, BATCH), 1),
  ];
  expect(kept[0]!.content).toBe(structured);
  expect(kept[2]!.content).toBe(element);
  const [head, ...rest] = kept[1]!.content.split('\n\n');
  expect(rest).toEqual([body]);
  expect(head.split('\n').toSorted()).toEqual([
    ...Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .toSorted(),
    'content-type: application/json; charset=utf-8',
    `traceparent: ${TRACE}`,
  ]);

  for (const subject of ['kept-1', 'kept-2', 'kept-3']) await send(registration(subject), STRUCTURED);
  for (const { id } of kept)
    expect((await platform.post(`/v1/quarantine/${id}/replay`, {})).body).toMatchObject({
      outcome: 'accepted',
    });
  const events = await platform.foundation.store.readStream(
    `pathway-${patientIdOf({ system: 'mercy-general', value: 'kept-2' })}`,
  );
  expect(events[1]!.metadata).toMatchObject({ actor: 'Zoë', traceparent: TRACE });
  expect((await send(body, binary)).body).toMatchObject({ known: 1 });
});

test('what was kept in binary mode is mended in its headers', async () => {
  const { data, ...attributes } = { ...admission('mended'), subject: 'mercy-general|nobody-at-all' };
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
  const sent = await send(data, { 'content-type': 'application/json', ...Object.fromEntries(headers) });
  const [{ quarantineId }] = sent.body.events;
  await send(registration('mended'), STRUCTURED);
  const { body } = await platform.get(`/v1/quarantine/${quarantineId}`);
  const content = body.content.replace('mercy-general|nobody-at-all', 'mercy-general|mended');
  const mended = await platform.post(`/v1/quarantine/${quarantineId}/replay`, {
    content,
    note: 'their number',
  });
  expect(mended.body).toMatchObject({ outcome: 'accepted' });
});

test('what waits in quarantine is accepted once what it waited for has come', async () => {
  const early = admission('late-1');
  const sent = await send(early, STRUCTURED);
  const [{ quarantineId }] = sent.body.events;
  await send(registration('late-1'), STRUCTURED);
  expect((await platform.post(`/v1/quarantine/${quarantineId}/replay`, {})).body.outcome).toBe('accepted');
  expect((await send(early, STRUCTURED)).body.known).toBe(1);
});

test('an event twice in one batch is one event', async () => {
  const twice = registration('twice');
  expect((await send([twice, twice], BATCH)).body).toMatchObject({ accepted: 1, known: 1 });
  const refused = admission('nobody-else');
  const { body } = await send([refused, refused], BATCH);
  expect(new Set(body.events.map((one: { quarantineId: string }) => one.quarantineId)).size).toBe(1);
  expect((await patientOf(refused.id))[0]).toMatchObject({ timesSeen: 2 });
});

test.each<[string, string, Record<string, string>, number, string]>([
  ['no JSON', '{"specversion":', STRUCTURED, 400, 'malformed-request'],
  ['nothing', '', STRUCTURED, 400, 'malformed-request'],
  ['an object for a batch', '{}', BATCH, 422, 'no-batch'],
  [
    'JSON that says nothing of an event',
    '{}',
    { 'content-type': 'application/json' },
    415,
    'unsupported-media-type',
  ],
  ['XML', '<a/>', { 'content-type': 'application/cloudevents+xml' }, 415, 'unsupported-media-type'],
  ['too many events', `[${'0,'.repeat(5_000)}0]`, BATCH, 413, 'too-many-events'],
  ['too much', `["${'x'.repeat(11_000_000)}"]`, BATCH, 413, 'too-large'],
  ['JSON of 20,000 floors', '['.repeat(20_000) + ']'.repeat(20_000), BATCH, 400, 'malformed-request'],
])('%s is answered with a problem', async (_, body, headers, status, code) =>
  expect(await send(body, headers)).toMatchObject({ status, body: { code } }),
);

test('five thousand events are answered in their order', async () => {
  const batch = Array.from({ length: 5_000 }, (_, n) => (n % 2 ? registration(`many-${n}`) : { n }));
  const { status, body } = await send(batch, BATCH);
  expect([status, body.accepted, body.quarantined]).toEqual([200, 2_500, 2_500]);
  const outcomes = body.events.map(({ outcome }: { outcome: string }) => outcome);
  expect(new Set(outcomes.filter((_: string, n: number) => n % 2))).toEqual(new Set(['accepted']));
});
