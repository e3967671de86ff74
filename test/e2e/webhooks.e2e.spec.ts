import { randomBytes } from 'node:crypto';
import { WebhookRelay } from '@stepwell/services';
import { until } from './testing/built.ts';
import { isSigned, startReceiver, type Received, type Receiver } from './testing/receiver.ts';
import { runPlatform, type Answered, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
const receivers: Receiver[] = [];
const made: string[] = [];

beforeAll(async () => {
  platform = await runPlatform({
    webhooks: { allowHttp: true, allowPrivate: true, secretsKeys: [randomBytes(32)] },
  });
  platform.app.get(WebhookRelay).retrying = { firstMs: 40, mostMs: 200, parkAfterMs: 1_000 };
});
afterEach(async () => {
  for (const id of made.splice(0)) await call('DELETE', id);
  for (const receiver of receivers.splice(0)) await receiver.stop();
});
afterAll(() => platform.stop());

const call = async (method: 'PATCH' | 'DELETE', id: string, payload?: object): Promise<Answered> => {
  const { statusCode, body, headers } = await platform.app.inject({
    method,
    url: `/v1/subscriptions/${id}`,
    payload,
  });
  return { status: statusCode, body: body ? JSON.parse(body) : undefined, headers };
};

const receiver = async (...answer: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const started = await startReceiver(...answer);
  receivers.push(started);
  return started;
};

const subscribe = async (to: Receiver, filter: object = {}): Promise<string> => {
  const { status, body } = await platform.post('/v1/subscriptions', { url: to.url, ...filter });
  expect(status).toBe(201);
  to.trust(body.secret);
  made.push(body.id);
  return body.id;
};

const shown = async (id: string) => (await platform.get(`/v1/subscriptions/${id}`)).body;
const eventually = (holds: () => boolean | Promise<boolean>, what: () => unknown = () => '') =>
  until(holds, () => JSON.stringify(what()), 20_000);

let patients = 0;
const admit = async (facilityId = 'north', payerId?: string): Promise<string> => {
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'north', value: `W${++patients}` }],
    name: { family: `Hook${patients}` },
    ...(payerId && { coverage: { payerId, from: '2025-01-01' } }),
  });
  const { status } = await platform.post(`/v1/patients/${body.patientId}/admissions`, {
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    ...{ facilityId, level: 'intensive-outpatient', timeZone: 'America/New_York' },
  });
  expect(status).toBe(201);
  return body.patientId;
};
const types = ({ received }: Receiver) =>
  received.map(({ event }) => `${event.subject} ${event.type.split('.')[2]}`);

test('delivers what is recorded from now on, signed, as CloudEvents whose id is the webhook’s', async () => {
  await admit();
  const to = await receiver();
  const id = await subscribe(to, { kinds: ['PatientRegistered', 'PatientAdmitted'] });
  const patientId = await admit();
  await eventually(() => to.received.length >= 2);
  expect(types(to)).toEqual([`${patientId} PatientRegistered`, `${patientId} PatientAdmitted`]);
  expect(to.unverified).toEqual([]);
  for (const { headers, event } of to.received) {
    expect(headers['webhook-id']).toBe(event.id);
    expect(headers['content-type']).toContain('application/cloudevents+json');
  }
  await eventually(async () => (await shown(id)).isUpToDate);
  expect(await shown(id)).toMatchObject({ status: 'active', delivered: 2, attempts: 0, lastFailure: null });
  expect((await shown(id)).secret).toBeUndefined();
  const kept = await platform.foundation.pool.query('SELECT secret FROM webhooks.secrets');
  expect(kept.rows.filter(({ secret }) => secret.includes('whsec_'))).toEqual([]);
});

test('only to whom it concerns: kinds, facilities and payers', async () => {
  const [plan, south] = [await receiver(), await receiver()];
  await subscribe(plan, { payers: ['plan'], kinds: ['PatientAdmitted'] });
  await subscribe(south, { facilities: ['south'], kinds: ['PatientAdmitted'] });
  await admit('north');
  const member = await admit('north', 'plan');
  const southern = await admit('south');
  await eventually(() => plan.received.length > 0 && south.received.length > 0);
  await admit('north');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([types(plan), types(south)]).toEqual([
    [`${member} PatientAdmitted`],
    [`${southern} PatientAdmitted`],
  ]);
});

test('a subscriber who never answers and one who always refuses hold nobody up', async () => {
  const silent = await receiver(() => undefined);
  const refusing = await receiver((_, response) => void response.writeHead(500).end());
  const good = await receiver();
  await subscribe(silent, { kinds: ['PatientAdmitted'] });
  await subscribe(refusing, { kinds: ['PatientAdmitted'] });
  await subscribe(good, { kinds: ['PatientAdmitted'] });
  for (let n = 0; n < 10; n++) await admit();
  await eventually(() => good.received.length === 10);
});

test('what is of one patient comes in order, whatever fails in between, and each at least once', async () => {
  let n = 0;
  const moody = await receiver((_, response) => void response.writeHead(++n % 3 === 0 ? 503 : 200).end('no'));
  const id = await subscribe(moody, { kinds: ['PatientRegistered', 'PatientAdmitted', 'PatientDischarged'] });
  const who: string[] = [];
  for (let one = 0; one < 8; one++) {
    const patientId = await admit();
    const { status } = await platform.post(`/v1/patients/${patientId}/discharges`, {
      ...{ occurredAt: new Date().toISOString(), facilityId: 'north', reason: 'completed' },
    });
    expect(status).toBe(201);
    who.push(patientId);
  }
  await eventually(
    async () => (await shown(id)).isUpToDate,
    () => types(moody),
  );
  for (const patientId of who) {
    const own = types(moody).filter((line) => line.startsWith(patientId));
    expect([...new Set(own)].map((line) => line.split(' ')[1])).toEqual([
      'PatientRegistered',
      'PatientAdmitted',
      'PatientDischarged',
    ]);
  }
});

test('a subscriber who fails for too long is parked, says why, and goes on when told to', async () => {
  let isWell = false;
  const ill = await receiver((_, response) => void response.writeHead(isWell ? 200 : 500).end());
  const id = await subscribe(ill, { kinds: ['PatientAdmitted'] });
  await admit();
  await eventually(
    async () => (await shown(id)).status === 'parked',
    () => shown(id),
  );
  const parked = await shown(id);
  expect(parked).toMatchObject({ lastFailure: 'Answered 500.', nextAttemptAt: null, isUpToDate: false });
  expect(parked.attempts).toBeGreaterThan(3);
  isWell = true;
  const { status } = await platform.post(`/v1/subscriptions/${id}/resume`, {});
  expect(status).toBe(200);
  await eventually(async () => (await shown(id)).isUpToDate);
  expect(await shown(id)).toMatchObject({ status: 'active', failingSince: null, delivered: 1 });
});

test('one that says it is gone is parked at once, and one that redirects is told why', async () => {
  const gone = await receiver((_, response) => void response.writeHead(410).end());
  const elsewhere = await receiver();
  const redirecting = await receiver(
    (_, response) => void response.writeHead(302, { Location: elsewhere.url }).end(),
  );
  const [first, second] = [
    await subscribe(gone, { kinds: ['PatientAdmitted'] }),
    await subscribe(redirecting, { kinds: ['PatientAdmitted'] }),
  ];
  await admit();
  await eventually(async () => (await shown(first)).status === 'parked');
  expect(gone.received).toHaveLength(1);
  await eventually(async () => (await shown(second)).lastFailure !== null);
  expect((await shown(second)).lastFailure).toContain('redirects are not followed');
  expect([elsewhere.received, elsewhere.unverified]).toEqual([[], []]);
});

test('a secret is rotated without a gap: both sign while the old one is valid', async () => {
  const to = await receiver();
  const { body } = await platform.post('/v1/subscriptions', { url: to.url, kinds: ['PatientAdmitted'] });
  made.push(body.id);
  const rotated = await platform.post(`/v1/subscriptions/${body.id}/secret`, { overlapHours: 1 });
  expect(rotated.status).toBe(201);
  const hour = Date.parse(rotated.body.previousValidUntil) - Date.now();
  expect(Math.abs(hour - 3_600_000)).toBeLessThan(60_000);
  to.trust(rotated.body.secret);
  await admit();
  await eventually(() => to.received.length === 1);
  const [one] = to.received as [Received];
  expect([isSigned(body.secret, one), isSigned(rotated.body.secret, one)]).toEqual([true, true]);
  expect(isSigned(body.secret, { ...one, body: `${one.body} ` })).toBe(false);

  await platform.post(`/v1/subscriptions/${body.id}/secret`, { overlapHours: 0 });
  await platform.foundation.pool.query(
    'UPDATE webhooks.secrets SET valid_until = now() WHERE valid_until IS NOT NULL',
  );
  await admit();
  await eventually(() => to.unverified.length > 0);
  expect(isSigned(rotated.body.secret, to.unverified[0]!)).toBe(false);
});

test('a gap is closed by asking for what came after a delivery', async () => {
  const to = await receiver();
  const id = await subscribe(to, { kinds: ['PatientAdmitted'] });
  for (let n = 0; n < 5; n++) await admit();
  await eventually(() => to.received.length === 5);
  const inOrder = to.received.toSorted((a, b) => (a.event.sequence < b.event.sequence ? -1 : 1));
  const after = String(inOrder[1]!.headers['stepwell-cursor']);
  const seen: string[] = [];
  let next = after;
  for (let isAll = false; !isAll;) {
    const { status, body } = await platform.get(`/v1/subscriptions/${id}/events?after=${next}&limit=3`);
    expect(status).toBe(200);
    seen.push(...body.events.map((event: { id: string }) => event.id));
    ({ next, isAll } = body);
  }
  expect(seen).toEqual(inOrder.slice(2).map(({ event }) => event.id));
});

test('is tried with an event of its own, and paused, changed and removed', async () => {
  const to = await receiver();
  const id = await subscribe(to, { kinds: ['PatientAdmitted'] });
  const { body: ping } = await platform.post(`/v1/subscriptions/${id}/ping`, {});
  expect(ping).toMatchObject({ delivered: true, status: 204, reason: null });
  expect(to.received[0]!.event.type).toBe('stepwell.subscription.Ping.v1');

  expect((await call('PATCH', id, { status: 'paused', description: 'ours' })).body).toMatchObject({
    status: 'paused',
    description: 'ours',
    kinds: ['PatientAdmitted'],
  });
  await admit();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(to.received).toHaveLength(1);
  await call('PATCH', id, { status: 'active' });
  await eventually(() => to.received.length === 2);
  expect((await call('DELETE', id)).status).toBe(204);
  expect((await platform.get(`/v1/subscriptions/${id}`)).status).toBe(404);
});

test('says that alerts have opened', async () => {
  const to = await receiver();
  await subscribe(to, { kinds: ['AlertOpened'], alerts: ['admitted'] });
  const patientId = await admit();
  await eventually(() => to.received.some(({ event }) => event.subject === patientId));
  const opened = to.received.find(({ event }) => event.subject === patientId);
  expect(opened!.event.data).toMatchObject({ kind: 'admitted', patientId });
});

test('an answer that never ends is not waited for, nor is a large one read', async () => {
  let cut = 0;
  const endless = await receiver((_, response) => {
    response.writeHead(200);
    response.once('close', () => cut++);
    const more = () => void response.write('x'.repeat(16_384), (error) => error ?? more());
    more();
  });
  const id = await subscribe(endless, { kinds: ['PatientAdmitted'] });
  await admit();
  await eventually(async () => (await shown(id)).delivered === 1);
  expect(cut).toBe(1);
});

test('an answer that would be another protocol is a failure like any', async () => {
  const upgrading = await receiver((_, response) => {
    response.socket!.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  });
  const id = await subscribe(upgrading, { kinds: ['PatientAdmitted'] });
  await admit();
  await eventually(async () => (await shown(id)).lastFailure?.includes('lost'));
});

test.each([
  [{ url: 'ftp://plan.example/' }, 422, 'url'],
  [{ url: 'https://me:secret@plan.example/' }, 422, 'url'],
  [{ url: 'nowhere' }, 422, 'url'],
  [{ url: 'https://plan.example/', kinds: ['Nonsense'] }, 400, 'kinds'],
  [{ url: 'https://plan.example/', alerts: 'admitted,nonsense' }, 400, 'alerts'],
  [{ url: 'https://plan.example/', after: '99999999' }, 400, 'after'],
])('refuses %j', async (body, status, field) => {
  const answered = await platform.post('/v1/subscriptions', body);
  expect([answered.status, answered.body.errors[0].field]).toEqual([status, field]);
});
