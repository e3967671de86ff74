import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RecordedCloudEvent } from '@stepwell/edges/cloudevents';
import { openStream, type Message } from './testing/event-stream.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// The one that the schemas are tested with where they are made.
const { Ajv } = createRequire(join(import.meta.dirname, '../../libs/edges/package.json'))('ajv') as {
  Ajv: new (options: object) => {
    compile(schema: object): ((data: unknown) => boolean) & { errors?: unknown };
  };
};

// What happens, as it happens: streams read with nothing but fetch and sockets.

let platform: RunningPlatform;
let base: string;
const open: { close: () => void }[] = [];

beforeAll(async () => {
  platform = await runPlatform({ origin: { source: '/stepwell', publicUrl: 'https://stepwell.example' } });
  await platform.app.listen(0, '127.0.0.1');
  base = await platform.app.getUrl();
  const { status } = await platform.post('/v1/programs', {
    programId: 'north-iop',
    name: 'IOP',
    facilityId: 'north',
    facilityName: 'North',
    level: 'intensive-outpatient',
    timeZone: 'America/New_York',
  });
  expect(status).toBe(201);
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(() => platform.stop());

const stream = async (query = '', headers: Record<string, string> = {}) => {
  const opened = await openStream(`${base}/v1/events/stream${query}`, headers);
  open.push(opened);
  return opened;
};

let patients = 0;
const admit = async (
  facilityId = 'north',
  payerId?: string,
): Promise<{ patientId: string; position: string }> => {
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'north', value: `L${++patients}` }],
    name: { family: `Live${patients}` },
    ...(payerId && { coverage: { payerId, from: '2025-01-01' } }),
  });
  const { patientId } = body;
  const place = { facilityId, level: 'intensive-outpatient', timeZone: 'America/New_York' };
  const admitted = await platform.post(`/v1/patients/${patientId}/admissions`, {
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    ...place,
  });
  if (admitted.status !== 201) throw new Error(JSON.stringify(admitted.body));
  return { patientId, position: admitted.body.position };
};

const event = ({ data }: Message) => JSON.parse(data) as RecordedCloudEvent;
const ofPatient = (patientId: string) => (one: Message) => event(one).subject === patientId;
const isAdmissionOf = (patientId: string) => (one: Message) =>
  event(one).subject === patientId && event(one).type === 'stepwell.pathway.PatientAdmitted.v1';

test('gives events as they are recorded, as CloudEvents, in the order of the log', async () => {
  const reader = await stream();
  const { patientId } = await admit();
  await reader.find(isAdmissionOf(patientId));
  const events = reader.messages.map(event);
  expect(events.map(({ type }) => type)).toEqual([
    'stepwell.pathway.PatientRegistered.v1',
    'stepwell.pathway.PatientAdmitted.v1',
  ]);
  expect(events[0]).toMatchObject({ specversion: '1.0', subject: patientId });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence).toSorted());
});

test('goes on after the last message that was read, whatever came meanwhile', async () => {
  const first = await stream();
  const { patientId } = await admit();
  const { id } = await first.find(ofPatient(patientId));
  first.close();
  const { patientId: next } = await admit();
  const resumed = await stream('', { 'Last-Event-ID': id! });
  await resumed.find(isAdmissionOf(next));
  expect(resumed.messages.map(event).map(({ subject, type }) => [subject, type.split('.')[2]])).toEqual([
    [patientId, 'PatientAdmitted'],
    [next, 'PatientRegistered'],
    [next, 'PatientAdmitted'],
  ]);
});

test('a reader who loses the connection before the first message misses nothing', async () => {
  const closing = new AbortController();
  const response = await fetch(`${base}/v1/events/stream?kinds=PatientAdmitted`, { signal: closing.signal });
  let seen = '';
  for await (const chunk of response.body!) {
    seen += Buffer.from(chunk as Uint8Array).toString();
    if (/^id: .*\n\n/m.test(seen)) break;
  }
  closing.abort();
  expect(seen).not.toContain('data:');
  const { patientId } = await admit();
  const resumed = await stream('?kinds=PatientAdmitted', { 'Last-Event-ID': /^id: (.*)$/m.exec(seen)![1]! });
  await resumed.find(isAdmissionOf(patientId));
  expect(resumed.messages).toHaveLength(1);
});

test('begins where it is told to: at the start of the log too', async () => {
  const reader = await stream('?after=0&kinds=ProgramDefined');
  expect(event(await reader.find(() => true))).toMatchObject({ subject: 'north-iop' });
});

test('is narrowed to kinds, facilities, payers and patients', async () => {
  const kinds = await stream('?kinds=PatientAdmitted,PatientDischarged');
  const south = await stream('?facilities=south');
  const plan = await stream('?payers=plan,other');
  const { patientId: north } = await admit();
  const { patientId: member } = await admit('south', 'plan');
  const one = await stream(`?after=0&patients=${member}`);
  const told = ({ messages }: { messages: Message[] }) =>
    messages.map(event).map(({ subject, type }) => `${subject} ${type.split('.')[2]}`);
  await plan.find(isAdmissionOf(member));
  await south.find(isAdmissionOf(member));
  await kinds.find(isAdmissionOf(member));
  await one.find(isAdmissionOf(member));
  expect(told(kinds)).toEqual([`${north} PatientAdmitted`, `${member} PatientAdmitted`]);
  for (const { messages } of [south, plan])
    expect(new Set(messages.map((one) => event(one).subject))).toEqual(new Set([member]));
  expect(told(one)).toEqual([
    `${member} PatientRegistered`,
    `${member} CoverageStarted`,
    `${member} PatientAdmitted`,
  ]);
});

test.each([
  ['kinds=Nonsense', 'kinds'],
  ['facilities=a%20b', 'facilities'],
  ['after=nowhere', 'Last-Event-ID'],
  ['after=99999999', 'Last-Event-ID'],
  ['what=this', 'what'],
])('refuses %s', async (query, field) => {
  const { status, body } = await platform.get(`/v1/events/stream?${query}`);
  expect([status, body.errors[0].field]).toEqual([400, field]);
});

test('says that an alert has opened, and that it has closed', async () => {
  const reader = await stream('?kinds=AlertOpened,AlertClosed&alerts=admitted');
  // What is open before anybody has looked for the first time is not announced.
  const announced = async (): Promise<boolean> => {
    const { rowCount } = await platform.foundation.pool.query('SELECT FROM alerts.watch');
    return rowCount === 1;
  };
  while (!(await announced())) await new Promise((resolve) => setTimeout(resolve, 50));
  const { patientId } = await admit();
  const opened = await reader.find((one) => ofPatient(patientId)(one) && one.data.includes('AlertOpened'));
  expect(JSON.parse(opened.data)).toMatchObject({
    type: 'stepwell.alert.AlertOpened.v1',
    data: { kind: 'admitted', patientId, facilityId: 'north', closedBy: null },
  });
  const { status } = await platform.post(`/v1/patients/${patientId}/discharges`, {
    occurredAt: new Date().toISOString(),
    facilityId: 'north',
    reason: 'completed',
  });
  expect(status).toBe(201);
  const closed = await reader.find((one) => ofPatient(patientId)(one) && one.data.includes('AlertClosed'));
  expect(JSON.parse(closed.data)).toMatchObject({ data: { kind: 'admitted', patientId } });
  const resumed = await stream('?kinds=AlertOpened,AlertClosed&alerts=admitted', {
    'Last-Event-ID': opened.id!,
  });
  await resumed.find((one) => one.id === closed.id);
});

test('every event names a schema that is served, and its data is as that says', async () => {
  const reader = await stream('?after=0');
  const { patientId } = await admit();
  await reader.find((one) => ofPatient(patientId)(one) && one.data.includes('AlertOpened'));
  const types = new Set<string>();
  for (const { type, dataschema, data } of reader.messages.map(event)) {
    expect(dataschema).toBe(`https://stepwell.example/v1/schemas/${type}`);
    const { status, body } = await platform.get(new URL(dataschema!).pathname);
    expect(status).toBe(200);
    const { $id: _, ...schema } = body;
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect([type, isValid(data), isValid.errors]).toEqual([type, true, null]);
    expect(isValid({})).toBe(false);
    types.add(type.split('.')[2]!);
  }
  expect([...types]).toEqual(
    expect.arrayContaining(['ProgramDefined', 'PatientRegistered', 'PatientAdmitted', 'AlertOpened']),
  );
});

test('a reader who takes nothing holds nobody up, and little of what was sent waits for it', async () => {
  const { port, hostname } = new URL(base);
  const idle: Socket = connect(Number(port), hostname);
  await once(idle, 'connect');
  idle.pause();
  idle.write('GET /v1/events/stream?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  open.push({ close: () => idle.destroy() });
  const reader = await stream();
  for (let n = 0; n < 20; n++) await admit();
  const { patientId } = await admit();
  await reader.find(isAdmissionOf(patientId));
});

test('tells when the read models have moved, so that what is asked then is up to date', async () => {
  const ticks = await openStream(`${base}/v1/read-models/stream`);
  open.push(ticks);
  await ticks.find(({ event: name }) => name === 'moved');
  const census = async () =>
    (await (await fetch(`${base}/v1/census`)).json()) as { total: number; position: string };
  await platform.get(`/v1/census?atLeast=${await platform.foundation.store.head()}`);
  const { total } = await census();
  const { position } = await admit();
  await ticks.find(({ data }) => JSON.parse(data).position === position);
  const after = await census();
  expect(after).toMatchObject({ total: total + 1, position });
});

test('ends when the process stops, and the stop does not wait for readers', async () => {
  const other = await runPlatform();
  await other.app.listen(0, '127.0.0.1');
  const url = await other.app.getUrl();
  const readers = await Promise.all([
    openStream(`${url}/v1/events/stream`),
    openStream(`${url}/v1/read-models/stream`),
  ]);
  const began = performance.now();
  await other.stop();
  await Promise.all(readers.map(({ over }) => over));
  expect(performance.now() - began).toBeLessThan(5_000);
});
