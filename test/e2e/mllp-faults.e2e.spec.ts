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

test('a message whose sender wants to hear of nothing is tried again until it is recorded', async () => {
  const mend = failing(new StoreUnavailable('gone'));
  await client.send(admission(1).replace('|P|2.5.1', '|P|2.5.1|||NE|NE'));
  await sleep(300);
  expect(await platform.foundation.store.head()).toBe('0');
  mend();
  while ((await platform.foundation.store.head()) === '0') await sleep(50);
  await client.send(admission(1).replace('|P|2.5.1', '|P|2.5.1|||NE|NE'));
  expect(toldIn(await client.ask(admission(2)))).toBe('AA K2');
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
