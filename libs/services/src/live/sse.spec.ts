import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { EventStream, message } from './sse.ts';

let server: Server;
let stream: Promise<EventStream>;
let socket: Socket;

const serve = async (patienceMs: number): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<EventStream>();
  stream = promise;
  server = createServer((_, response) => resolve(new EventStream(response, ': \n\n', patienceMs)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
};
afterEach(() => {
  socket.destroy();
  server.close();
});

const large = message('1', JSON.stringify('x'.repeat(1_000_000)));

test('a reader who takes nothing is let go, and no more than one message has waited for it', async () => {
  await serve(200);
  socket.pause();
  const open = await stream;
  let sent = 0;
  while (!open.signal.aborted) {
    await open.send(large);
    sent++;
  }
  // What the system's own buffers took, and the one that waited.
  expect(sent).toBeLessThan(30);
});

test('a reader who takes slowly is waited for', async () => {
  await serve(5_000);
  const open = await stream;
  let taken = 0;
  socket.on('data', (chunk: Buffer) => {
    taken += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), 1);
  });
  for (let n = 0; n < 30; n++) await open.send(large);
  expect(open.signal.aborted).toBe(false);
  expect(taken).toBeGreaterThan(10_000_000);
});

test('a reader who has gone ends it', async () => {
  await serve(5_000);
  const open = await stream;
  socket.destroy();
  while (!open.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
  await open.send(large);
});

test('a message is its id, its kind and its data', () => {
  expect(message('7.1', '{"a":1}')).toBe('id: 7.1\ndata: {"a":1}\n\n');
  expect(message('7', '{}', 'moved')).toBe('event: moved\nid: 7\ndata: {}\n\n');
});
