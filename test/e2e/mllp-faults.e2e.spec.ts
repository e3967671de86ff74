import { setTimeout as sleep } from 'node:timers/promises';
import { StoreOverloaded, StoreUnavailable } from '@stepwell/event-sourcing';
import { MllpListener } from '@stepwell/services';
import { admission } from './testing/admissions.ts';
import { MllpClient, toldIn } from './testing/mllp-client.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// Nothing that came over MLLP is lost, whatever becomes of the log or of us.

const BOUNDS = { frameBytes: 50_000, connections: 20, waiting: 16, idleMs: 60_000 };

let platform: RunningPlatform;
let client: MllpClient;
beforeEach(async () => {
  platform = await runPlatform();
  const { port } = await platform.app.get(MllpListener).listen({ port: 0, host: '127.0.0.1', ...BOUNDS });
  client = await MllpClient.connect(port);
}, 60_000);
afterEach(async () => {
  client.socket.destroy();
  await platform.stop();
});

/** Appends go through `gate` first. */
const gated = (gate: () => Promise<void>): (() => void) => {
  const { store } = platform.foundation;
  const append = store.append.bind(store);
  store.append = async (...given) => {
    await gate();
    return append(...given);
  };
  return () => delete (store as Partial<typeof store>).append;
};
const failing = (error: Error) => gated(() => Promise.reject(error));

test.each([
  ['store-overloaded', new StoreOverloaded()],
  ['database-unavailable', new StoreUnavailable('gone')],
  ['internal-error', new Error('something else')],
])('%s is answered with AR, and the message is accepted when it is sent again', async (code, error) => {
  const mend = failing(error);
  expect(toldIn(await client.ask(admission(1)))).toBe(`AR K1 ${code}`);
  mend();
  expect(toldIn(await client.ask(admission(1)))).toBe('AA K1');
  expect((await platform.get('/v1/quarantine')).body.total).toBe(0);
});

const unasked = (number: number) => admission(number).replace('|P|2.5.1', '|P|2.5.1|||NE|NE');
const quarantined = async () =>
  (
    await platform.foundation.pool.query<{ code: string; message_id: string; status: string }>(
      'SELECT code, message_id, status FROM intake.quarantine ORDER BY message_id',
    )
  ).rows;

test('a message whose sender wants to hear of nothing is tried again until it is recorded', async () => {
  const mend = failing(new StoreUnavailable('gone'));
  await client.send(unasked(1));
  await sleep(300);
  expect(await platform.foundation.store.head()).toBe('0');
  mend();
  while ((await platform.foundation.store.head()) === '0') await sleep(50);
  await client.send(unasked(1));
  expect(toldIn(await client.ask(admission(2)))).toBe('AA K2');
  expect(await quarantined()).toEqual([]);
});

test('a message whose sender wants to hear of nothing is kept where a fault does not pass', async () => {
  const mend = failing(new Error('something else'));
  await client.send(unasked(1));
  while ((await quarantined()).length === 0) await sleep(20);
  expect(await quarantined()).toEqual([{ code: 'internal-error', message_id: 'K1', status: 'open' }]);
  mend();
  const [item] = (await platform.get('/v1/quarantine')).body.items;
  expect((await platform.post(`/v1/quarantine/${item.id}/replay`, {})).body.outcome).toBe('accepted');
});

test('a stop keeps what its sender wants to hear nothing of, also of one who is gone', async () => {
  failing(new StoreUnavailable('gone'));
  for (const number of [1, 2, 3]) await client.send(unasked(number));
  await sleep(300);
  client.socket.resetAndDestroy();
  await sleep(100);
  await platform.app.close();
  const kept = (message_id: string) => ({ code: 'database-unavailable', message_id, status: 'open' });
  expect(await quarantined()).toEqual(['K1', 'K2', 'K3'].map(kept));
});

test('a batch of more messages than are taken is refused whole', async () => {
  const header = 'BHS|^~\\&|EPIC|mercy-general|||2026||||B8';
  const answer = await client.ask(`${header}\r${'MSH\r'.repeat(10_001)}BTS|10001`);
  expect(answer).toMatch(/^BHS\|.*\|B8\r/);
  expect(toldIn(answer)).toBe('AR batch-too-large');
  expect(answer).toMatch(/\rBTS\|1\r$/);
});

test('a stop answers what is in progress, takes nothing more, and ends the connection', async () => {
  let open: () => void;
  const held = new Promise<void>((resolve) => (open = resolve));
  let isAppending = false;
  const mend = gated(() => {
    isAppending = true;
    return held;
  });
  await client.send(admission(1));
  while (!isAppending) await sleep(10);
  await client.write('\x0bMSH|^~\\&|the beginning of the next');
  await sleep(50);
  const stopped = platform.app.close();
  await sleep(50);
  open!();
  expect(toldIn(await client.answer())).toBe('AA K1');
  // What had begun is refused by its header; then the connection ends.
  expect(toldIn(await client.answer())).toBe('AR frame-unfinished');
  expect(await client.answer()).toBeUndefined();
  await client.close();
  await stopped;
  mend();
});

test('a connection that is cut while its messages are in progress loses no answer to anybody else', async () => {
  let open: () => void;
  const held = new Promise<void>((resolve) => (open = resolve));
  const mend = gated(() => held);
  for (let n = 1; n <= 20; n++) await client.send(admission(n));
  await sleep(50);
  client.socket.resetAndDestroy();
  await sleep(50);
  open!();
  mend();
  const { port } = await platform.app.get(MllpListener).listen({ port: 0, host: '127.0.0.1', ...BOUNDS });
  client = await MllpClient.connect(port);
  for (let n = 1; n <= 20; n++) expect(toldIn(await client.ask(admission(n)))).toBe(`AA K${n}`);
  expect(await platform.foundation.store.head()).toBe('40');
});

test('of one batch no more messages are worked on at once than from a busy peer', async () => {
  let [under, most] = [0, 0];
  const mend = gated(async () => {
    most = Math.max(most, ++under);
    await sleep(5);
    under -= 1;
  });
  const messages = Array.from({ length: 150 }, (_, n) => admission(n + 1));
  const answer = await client.ask(['BHS|^~\\&|EPIC|mercy-general', ...messages, 'BTS|150'].join('\r'));
  mend();
  expect([...answer!.matchAll(/MSA\|AA\|K(\d+)/g)].map(([, number]) => Number(number))).toEqual(
    messages.map((_, n) => n + 1),
  );
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(32);
});
