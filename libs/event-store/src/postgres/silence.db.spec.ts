import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { newFacts } from '@stepwell/event-sourcing/testing';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { PostgresEventStore } from './postgres-event-store.ts';

let database: TestDatabase;
const sockets: Socket[] = [];
const wire = createServer((near) => {
  const { hostname, port } = new URL(database.url);
  const far = connect(Number(port), hostname);
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.push(from);
    from.on('data', (chunk: Buffer) => to.write(chunk));
    from.on('error', () => undefined);
    from.on('close', () => to.destroy());
  }
});
beforeAll(async () => {
  database = await testDatabase();
  await once(wire.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  wire.close();
  await database.drop();
});

test.each([
  ['a few events', 1],
  ['many events', 1_000],
])('%s are given up when nothing comes back, and can be appended again', async (_, count) => {
  const address = Object.assign(new URL(database.url), { port: (wire.address() as AddressInfo).port });
  const store = await PostgresEventStore.open({ url: address.href, patienceMs: 300, log: () => undefined });
  const [streamId, facts] = [`test-${count}`, newFacts(count)];
  await store.append(streamId, newFacts(1), 'no-stream');
  for (const socket of sockets) socket.pause();
  await expect(store.append(streamId, facts, 0)).rejects.toThrow('Connection terminated');
  // Its way is open again for new connections.
  expect(await store.append(streamId, facts, 0)).toMatchObject({ outcome: 'appended', revision: count });
  expect(await store.readStream(streamId)).toHaveLength(1 + count);
  await store.close();
});
