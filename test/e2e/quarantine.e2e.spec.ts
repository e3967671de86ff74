import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { admission } from './testing/admissions.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform({ quarantineAlertAbove: 3 });
});
afterAll(() => platform.stop());

const HL7 = { 'content-type': 'application/hl7-v2' };
const EVENT = { 'content-type': 'application/cloudevents+json' };
const sendHl7 = (text: string) => platform.post('/v1/hl7v2', text, HL7);
const list = async (query: string) => (await platform.get(`/v1/quarantine?${query}`)).body;
const waiting = async (text: string) => (await list(`text=${text}`)).items[0];
const act = (id: string, how: 'replay' | 'discard', body: object) =>
  platform.post(`/v1/quarantine/${id}/${how}`, body);

const misplaced = (number: number) =>
  admission(number).replace('PV1|1|I|', 'PV1|1|X|').replace('|4W^12^1|', '||');

test('a mended message is recorded, and the one that came is kept beside it', async () => {
  const sent = misplaced(101);
  await sendHl7(sent);
  const item = await waiting('K101');
  expect(item).toMatchObject({ code: 'level-not-mapped', status: 'open', messageType: 'ADT^A01' });
  const wrong = await act(item.id, 'replay', { content: sent, note: 'once more', actor: 'kim' });
  expect(wrong.body).toMatchObject({ outcome: 'quarantined', code: 'level-not-mapped' });
  const mended = await act(item.id, 'replay', { content: admission(101), note: 'class was X', actor: 'kim' });
  expect(mended.body).toEqual({ outcome: 'accepted', code: null, detail: null });
  const { body } = await platform.get(`/v1/quarantine/${item.id}`);
  expect(body).toMatchObject({ status: 'resolved', content: sent, isText: true });
  expect(body.actions).toMatchObject([
    { kind: 'edit', outcome: 'quarantined', content: sent },
    { kind: 'edit', outcome: 'accepted', content: admission(101), actor: 'kim', note: 'class was X' },
  ]);

  await sendHl7(sent);
  expect((await platform.get(`/v1/quarantine/${item.id}`)).body).toMatchObject({
    status: 'resolved',
    timesSeen: 2,
  });
});

test('a mended message needs a reason, and one that is settled is not tried again', async () => {
  const { id } = await waiting('K101');
  expect((await act(id, 'replay', { content: 'MSH|' })).status).toBe(422);
  expect(await act(id, 'replay', {})).toMatchObject({ status: 409, body: { code: 'quarantine-settled' } });
  expect(await act(id, 'discard', { note: 'no' })).toMatchObject({ status: 409 });
});

describe('of two decisions about one message at once', () => {
  /** Has those who settle a message wait for each other, so that each has found it open; then in this order. */
  const together = async (...acts: readonly (() => ReturnType<typeof act>)[]) => {
    const { pool } = platform.foundation;
    const query = pool.query.bind(pool) as (...given: unknown[]) => Promise<unknown>;
    const come: (() => void)[] = [];
    let before: Promise<unknown> = Promise.resolve();
    Object.assign(pool, {
      query: async (...given: unknown[]) => {
        if (!String(given[0]).startsWith('WITH settled')) return query(...given);
        const turn = come.length;
        await new Promise<void>((resolve) => {
          come.push(resolve);
          if (come.length === acts.length) for (const go of come) go();
        });
        const mine = before.then(() => query(...given));
        if (turn === 0) before = mine;
        return mine;
      },
    });
    try {
      const first = acts[0]!();
      while (come.length < 1) await sleep(1);
      return await Promise.all([first, ...acts.slice(1).map((next) => next())]);
    } finally {
      delete (pool as Partial<typeof pool>).query;
    }
  };
  const kept = async (number: number) => {
    await sendHl7(misplaced(number));
    return (await waiting(`K${number}`)).id as string;
  };
  const mend = (id: string, number: number) => () =>
    act(id, 'replay', { content: admission(number), note: 'mended', actor: 'kim' });
  const giveUp = (id: string) => () => act(id, 'discard', { note: 'seen', actor: 'lou' });
  const shown = async (id: string) => (await platform.get(`/v1/quarantine/${id}`)).body;
  const kindsOf = (actions: readonly { kind: string }[]) => actions.map(({ kind }) => kind);

  test('only one gives it up', async () => {
    const id = await kept(111);
    const answers = await together(giveUp(id), giveUp(id));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(kindsOf((await shown(id)).actions)).toEqual(['discard']);
  });

  test('what was recorded is resolved, also when it was given up a moment before', async () => {
    const id = await kept(112);
    const answers = await together(giveUp(id), mend(id, 112));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { status, actions } = await shown(id);
    expect([status, kindsOf(actions)]).toEqual(['resolved', ['discard', 'edit']]);
  });

  test('what was recorded is not given up a moment later', async () => {
    const id = await kept(113);
    const answers = await together(mend(id, 113), giveUp(id));
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    const { status, actions } = await shown(id);
    expect([status, kindsOf(actions)]).toEqual(['resolved', ['edit']]);
  });
});

test('a message that is given up is kept, and stays given up', async () => {
  const sent = misplaced(102);
  await sendHl7(sent);
  const { id } = await waiting('K102');
  expect((await act(id, 'discard', {})).status).toBe(400);
  const { body } = await act(id, 'discard', { note: 'a test of theirs', actor: 'kim' });
  expect(body).toMatchObject({ status: 'discarded', content: sent, actions: [{ note: 'a test of theirs' }] });
  await sendHl7(sent);
  expect(await waiting('K102')).toMatchObject({ status: 'discarded', timesSeen: 2 });
  expect((await list('status=open&text=K102')).total).toBe(0);
});

test('many are tried again in parts, the oldest first, and whoever asks sees how far it is', async () => {
  const event = (n: number) => ({
    ...{ specversion: '1.0', id: `many-${n}`, source: 'urn:many', time: '2026-03-01T00:00:00Z' },
    ...{ type: 'stepwell.pathway.EnrollInAftercare.v1', subject: 'many|0' },
    data: { enrollmentId: randomUUID(), programId: `many-${n % 2}`, from: '2026-03-01' },
  });
  for (let n = 0; n < 5; n++) await platform.post('/v1/events', JSON.stringify(event(n)), EVENT);
  await platform.post('/v1/patients', { identifiers: [{ system: 'many', value: '0' }] });
  await platform.post('/v1/programs', {
    ...{ programId: 'many-0', name: 'Alumni', facilityId: 'mercy-general', facilityName: 'Mercy General' },
    ...{ level: 'aftercare', timeZone: 'America/New_York' },
  });
  const parts = [];
  for (let after: string | undefined; ; after = parts.at(-1).next) {
    const { body } = await platform.post('/v1/quarantine/replays', {
      ...{ channel: 'cloudevents', facility: 'urn:many', limit: 2, after },
    });
    parts.push(body);
    if (body.next === null) break;
  }
  expect(parts.map(({ accepted, quarantined }) => [accepted, quarantined])).toEqual([
    ...[
      [1, 1],
      [1, 1],
      [1, 0],
    ],
  ]);
  expect((await list('facility=urn:many&status=resolved')).total).toBe(3);
});

test.each<[string, number]>([
  ['channel=cloudevents', 5],
  ['channel=hl7v2', 5],
  ['messageType=ADT%5EA01', 5],
  ['facility=mercy-general', 5],
  ['code=program-unknown', 5],
  ['code=program-unknown&channel=hl7v2', 0],
  ['text=KILL102', 1],
  ['text=MANY-3', 1],
  ['from=2026-01-01T00:00:00Z', 10],
  ['to=2026-01-01T00:00:00Z', 0],
])('%s finds %d', async (query, total) => expect((await list(query)).total).toBe(total));

test('a page past the end still says how many there are', async () =>
  expect(await list('after=500')).toMatchObject({ items: [], total: 10, next: null }));

test('a quarantine that grows is told, and that it no longer does', async () => {
  expect((await platform.get('/v1/quarantine/count')).body).toMatchObject({
    open: 2,
    isAlert: false,
    alertAbove: 3,
  });
  expect((await platform.get('/health/ready')).body.fault).toBeUndefined();
  for (const number of [103, 104]) await sendHl7(misplaced(number));
  expect((await platform.get('/v1/quarantine/count')).body).toMatchObject({
    open: 4,
    lastDay: 4,
    isAlert: true,
  });
  const ready = await platform.get('/health/ready');
  expect([ready.status, ready.body.status]).toEqual([200, 'degraded']);
  expect(ready.body.fault).toMatch(/^4 messages wait in quarantine, 4 of them since yesterday: more than 3/);
  await act((await waiting('K103')).id, 'discard', { note: 'seen' });
  await platform.get('/v1/quarantine/count');
  expect((await platform.get('/health/ready')).body.status).toBe('ok');
});

test('what is in no quarantine is not found', async () => {
  const nowhere = '00000000-0000-4000-8000-000000000000';
  for (const answered of [
    await platform.get(`/v1/quarantine/${nowhere}`),
    await act(nowhere, 'replay', {}),
    await act(nowhere, 'discard', { note: 'x' }),
  ])
    expect(answered).toMatchObject({ status: 404, body: { code: 'not-in-quarantine' } });
});
