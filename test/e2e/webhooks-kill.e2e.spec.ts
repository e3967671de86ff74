import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admission } from './testing/admissions.ts';
import { PLATFORM, build, run, until } from './testing/built.ts';
import { startReceiver, type Receiver } from './testing/receiver.ts';

// Real processes on an embedded PostgreSQL, killed without a chance to say goodbye, while a receiver that knows nothing of
// Stepwell listens.

let folder: string;
let environment: Record<string, string>;
let receiver: Receiver;
beforeAll(async () => {
  build('@stepwell/platform');
  folder = await mkdtemp(join(tmpdir(), 'stepwell-webhooks-'));
  environment = { STEPWELL_DATA: folder, STEPWELL_DEMO: 'off', PORT: '0', WEBHOOKS_ALLOW: 'http,private' };
  receiver = await startReceiver();
}, 180_000);
afterAll(async () => {
  await receiver.stop();
  await rm(folder, { recursive: true, force: true });
});

const started: ReturnType<typeof run>[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill('SIGTERM');
    await child.ended;
  }
});

const startPlatform = async () => {
  const child = run(PLATFORM, [], environment);
  started.push(child);
  let base: string | undefined;
  await until(
    () =>
      (base = /Dashboard +(http:\S+)\//.exec(child.output())?.[1]) !== undefined || child.exitCode !== null,
    child.output,
  );
  if (!base) throw new Error(child.output());
  return { child, base };
};

const send = async (base: string, number: number): Promise<boolean> => {
  const answer = await fetch(`${base}/v1/hl7v2`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/hl7-v2' },
    body: admission(number),
  });
  return (await answer.text()).includes('MSA|AA');
};

// Any JSON.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const json = async (url: string): Promise<any> => (await fetch(url)).json();

const MESSAGES = 600;
const KILLS = 3;

test('a kill -9 under load loses no delivery: each matching event comes at least once, no other does', async () => {
  let platform = await startPlatform();
  const registered = (await (
    await fetch(`${platform.base}/v1/subscriptions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ url: receiver.url, kinds: ['PatientAdmitted'] }),
    })
  ).json()) as { id: string; secret: string };
  receiver.trust(registered.secret);

  let next = 0;
  for (let kill = 0; kill <= KILLS; kill++) {
    const { base, child } = platform;
    const last = (MESSAGES / (KILLS + 1)) * (kill + 1);
    const sender = async () => {
      for (let number = next++; number < last; number = next++) await send(base, number).catch(() => false);
    };
    const senders = Promise.all(Array.from({ length: 8 }, sender));
    if (kill < KILLS) {
      const before = receiver.received.length;
      await until(() => receiver.received.length > before + 20, child.output);
      child.kill('SIGKILL');
      await child.ended;
      next = last;
      await senders;
      platform = await startPlatform();
    } else await senders;
  }

  const { base, child } = platform;
  for (let number = 0; number < MESSAGES; number++) expect(await send(base, number)).toBe(true);
  const expected = new Set<string>();
  let [after, isAll] = ['0', false];
  while (!isAll) {
    const page = await json(`${base}/v1/subscriptions/${registered.id}/events?after=${after}&limit=1000`);
    for (const { id } of page.events) expected.add(id);
    ({ next: after, isAll } = page);
  }
  expect(expected.size).toBe(MESSAGES);
  await until(async () => (await json(`${base}/v1/subscriptions/${registered.id}`)).isUpToDate, child.output);
  const received = receiver.received.map(({ event }) => event.id as string);
  expect(new Set(received)).toEqual(expected);
  expect(new Set(receiver.received.map(({ event }) => event.type))).toEqual(
    new Set(['stepwell.pathway.PatientAdmitted.v1']),
  );
  expect(receiver.unverified).toEqual([]);
  // What was under way when the process was killed came again, and nothing else.
  expect(received.length - expected.size).toBeLessThanOrEqual(KILLS * 200);
}, 300_000);
