import { randomUUID } from 'node:crypto';
import { START, streamName } from '@stepwell/event-sourcing';
import { admission } from './testing/admissions.ts';
import { until } from './testing/built.ts';
import { startReceiver } from './testing/receiver.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// What happens to software of today beside a log that newer software has written to.

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform({ webhooks: { allowHttp: true, allowPrivate: true } });
}, 60_000);
afterAll(() => platform.stop());

const sendMessage = (number: number) =>
  platform.post('/v1/hl7v2', admission(number), { 'content-type': 'application/hl7-v2' });

/** The patient whom a message is about, with an event of tomorrow at the end of the history. */
const patientOfTomorrow = async (number: number): Promise<string> => {
  expect((await sendMessage(number)).body).toMatch(/\rMSA\|AA\|/);
  const { store } = platform.foundation;
  const events = await store.readLog(START, 1_000);
  const last = events.findLast(({ metadata }) => metadata.source.messageId === `K${number}`)!;
  const { position: _, revision, streamId, ...fact } = last;
  await store.append(streamId, [{ ...fact, id: randomUUID(), schemaVersion: 2 }], revision);
  return streamId.slice(streamName('pathway', '').length);
};

const unknown = {
  status: 503,
  headers: { 'content-type': expect.stringContaining('application/problem+json'), 'retry-after': '60' },
  body: {
    code: 'unknown-event',
    detail: expect.stringMatching(/of version 2, .* reads it up to version 1\. A newer one has written it/),
  },
};

test('nobody is told a history that is read in part, and nothing is recorded on one', async () => {
  const patientId = await patientOfTomorrow(1);
  const head = await platform.foundation.store.head();
  expect(await platform.get(`/v1/patients/${patientId}/pathway`)).toMatchObject(unknown);
  expect(
    await platform.post(`/v1/patients/${patientId}/relapses`, {
      substances: ['alcohol'],
      detectedBy: 'family',
      occurredAt: '2026-03-05T12:00:00Z',
    }),
  ).toMatchObject(unknown);
  expect(await platform.foundation.store.head()).toBe(head);
});

test('a machine is told to send its message again, and is not blamed for it', async () => {
  await patientOfTomorrow(2);
  const next = admission(2).replace('|K2|', '|K2-again|').replaceAll('V2|', 'V2-again|');
  const { status, headers, body } = await platform.post('/v1/hl7v2', next, {
    'content-type': 'application/hl7-v2',
  });
  expect([status, headers['retry-after']]).toEqual([503, '60']);
  expect(body).toMatch(/\rMSA\|AR\|K2-again\rERR\|.*\|E\|unknown-event\|.*of version 2/);
  expect((await platform.get('/v1/quarantine')).body).toMatchObject({ total: 0 });
});

test('everybody else is recorded as ever, and the read models wait before what they cannot read', async () => {
  expect((await sendMessage(3)).body).toMatch(/\rMSA\|AA\|K3\r/);
  const { head, projected } = (await platform.get('/health/ready')).body;
  expect(Number(projected)).toBeLessThan(Number(head));
});

test('a subscriber whose events cannot be told says so, and so does the health, until they can', async () => {
  const receiver = await startReceiver();
  const filter = { kinds: ['PatientDischarged'], facilities: ['north'], after: '0' };
  const { body } = await platform.post('/v1/subscriptions', { url: receiver.url, ...filter });
  const shown = async () => (await platform.get(`/v1/subscriptions/${body.id}`)).body;
  const wants = (kind: string) =>
    platform.app.inject({
      method: 'PATCH',
      url: `/v1/subscriptions/${body.id}`,
      payload: { kinds: [kind] },
    });
  const health = async () => (await platform.get('/health/ready')).body;
  try {
    await wants('PatientAdmitted');
    await until(
      async () => (await shown()).fault !== null,
      () => body.id,
    );
    expect(await shown()).toMatchObject({
      fault: expect.stringContaining('of version 2'),
      ...{ status: 'active', attempts: 0, failingSince: null, delivered: 0 },
    });
    expect(await health()).toMatchObject({
      status: 'degraded',
      fault: expect.stringMatching(new RegExp(`subscription ${body.id} wait: .*of version 2`)),
    });
    await wants('PatientDischarged');
    await until(
      async () => (await shown()).fault === null,
      () => body.id,
    );
    expect((await health()).fault).not.toContain(body.id);
  } finally {
    await receiver.stop();
  }
});
