import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { framed, type Framed } from '@stepwell/edges/mllp';
import { MllpConnection } from './mllp-connection.ts';

const WAITING = 8;
const MESSAGES = 2_000;
const BOUNDS = { frameBytes: 10_000, waiting: WAITING, idleMs: 60_000, stalledMs: 10_000 };

/** A peer, and the messages that were begun for it: each is answered when it is told to be. */
const connected = async () => {
  const begun: { text: string; settle: () => void }[] = [];
  const answer = (found: Framed): Promise<Buffer[]> =>
    new Promise((resolve) => {
      const text = found.kind === 'frame' ? found.bytes.toString() : found.kind;
      begun.push({ text, settle: () => resolve([framed(Buffer.from(text))]) });
    });
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const coming = once(server, 'connection') as Promise<[Socket]>;
  const peer = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  peer.on('data', (bytes: Buffer) => (received += bytes.toString()));
  const connection = new MllpConnection((await coming)[0], answer, BOUNDS);
  const close = async () => {
    peer.destroy();
    await connection.closed;
    server.close();
  };
  return { begun, peer, close, connection, received: () => received };
};

const names = Array.from({ length: MESSAGES }, (_, n) => `m${n}`);
const packet = Buffer.concat(names.map((name) => framed(Buffer.from(name))));
const answers = packet.toString();

test('of messages that come in one packet no more are begun than may wait, and all are answered in their order', async () => {
  const { begun, peer, close, received } = await connected();
  peer.write(packet);
  let settled = 0;
  for (let most = 0; settled < MESSAGES; settled++) {
    while (begun.length <= settled) await sleep(1);
    most = Math.max(most, begun.length - settled);
    expect(most).toBeLessThanOrEqual(WAITING);
    begun[settled]!.settle();
    if (settled % 100 === 0) await sleep(1);
  }
  while (received().length < answers.length) await sleep(1);
  expect(received()).toBe(answers);
  expect(begun.map(({ text }) => text)).toEqual(names);
  await close();
});

test.each([
  ['the peer sends no more', (peer: Socket) => peer.end()],
  ['the connection is to end', (_: Socket, connection: MllpConnection) => connection.end()],
])('when %s, what came is answered before the connection ends', async (_, finish) => {
  const { begun, peer, close, connection, received } = await connected();
  peer.write(packet);
  while (begun.length === 0) await sleep(1);
  finish(peer, connection);
  await sleep(20);
  expect(begun).toHaveLength(WAITING);
  const ended = once(peer, 'end');
  for (let n = 0; n < MESSAGES; n++) {
    while (begun.length <= n) await sleep(1);
    begun[n]!.settle();
  }
  await ended;
  expect(received()).toBe(answers);
  await close();
});
