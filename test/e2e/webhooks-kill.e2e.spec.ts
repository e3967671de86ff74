import { until } from './testing/built.ts';
import { embeddedPlatforms, sendAdmission as send } from './testing/embedded-platform.ts';
import { startReceiver, type Receiver } from './testing/receiver.ts';

// Real processes on an embedded PostgreSQL, killed without a chance to say goodbye, while a receiver that knows nothing of
// Stepwell listens.

const platforms = embeddedPlatforms({ WEBHOOKS_ALLOW: 'http,private' });
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());

interface Page {
  readonly events: readonly { readonly id: string }[];
  readonly next: string;
  readonly isAll: boolean;
}
const json = async <T>(url: string): Promise<T> => (await fetch(url)).json() as Promise<T>;

const MESSAGES = 600;
const KILLS = 3;

test('a kill -9 under load loses no delivery: each matching event comes at least once, no other does', async () => {
  let platform = await platforms.start();
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
      platform = await platforms.start();
    } else await senders;
  }

  const { base, child } = platform;
  for (let number = 0; number < MESSAGES; number++) expect(await send(base, number)).toBe(true);
  const expected = new Set<string>();
  let [after, isAll] = ['0', false];
  while (!isAll) {
    const page = await json<Page>(
      `${base}/v1/subscriptions/${registered.id}/events?after=${after}&limit=1000`,
    );
    for (const { id } of page.events) expected.add(id);
    ({ next: after, isAll } = page);
  }
  expect(expected.size).toBe(MESSAGES);
  await until(
    async () => (await json<{ isUpToDate: boolean }>(`${base}/v1/subscriptions/${registered.id}`)).isUpToDate,
    child.output,
  );
  const received = receiver.received.map(({ event }) => event.id);
  expect(new Set(received)).toEqual(expected);
  expect(new Set(receiver.received.map(({ event }) => event.type))).toEqual(
    new Set(['stepwell.pathway.PatientAdmitted.v1']),
  );
  expect(receiver.unverified).toEqual([]);
  // What was under way when the process was killed came again, and nothing else.
  expect(received.length - expected.size).toBeLessThanOrEqual(KILLS * 200);
}, 300_000);
