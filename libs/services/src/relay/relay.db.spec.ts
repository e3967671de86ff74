import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { START, type Position, type RecordedEvent } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { registered } from '@stepwell/pathway/testing';
import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { tell } from '@stepwell/read-models/testing';
import { moveRelayCheckpoint, readRelayCheckpoint, relayMigrations } from './relay-checkpoints.ts';
import { Relay, type Destination } from './relay.ts';

let database: TestDatabase;
let store: PostgresEventStore;
const relays: Relay[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  database = await testDatabase();
  await migrate(database.pool, 'relay', relayMigrations);
  store = await PostgresEventStore.open({ url: database.url });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(relays.splice(0).map((one) => one.stop()));
  await store.close();
  await database.drop();
});

let patients = 0;
const record = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await tell(store, `p${++patients}`, registered);
};

const positions = (from: number, to: number): Position[] =>
  Array.from({ length: to - from + 1 }, (_, n) => String(from + n) as Position);

/** What came, batch by batch flattened. */
class Inbox implements Destination {
  readonly name = 'inbox';
  readonly begins: Destination['begins'];
  readonly came: Position[] = [];
  opened = 0;
  closed = 0;
  /** What happens before a batch is acknowledged. */
  before: (events: readonly RecordedEvent[]) => Promise<void> = async () => undefined;
  constructor(begins: Destination['begins'] = 'at-the-start') {
    this.begins = begins;
  }
  async open() {
    this.opened++;
  }
  async deliver(events: readonly RecordedEvent[]) {
    this.came.push(...events.map(({ position }) => position));
    await this.before(events);
  }
  async close() {
    this.closed++;
  }
}

const follow = (inbox: Destination): Relay => {
  const relay = new Relay(database.pool, store, inbox, () => {});
  relays.push(relay);
  relay.start();
  return relay;
};

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

const checkpointIs = (position: string) => async () =>
  (await readRelayCheckpoint(database.pool, 'inbox')) === position;

test('carries what is there and what comes, in order, and moves its checkpoint behind it', async () => {
  await record(3);
  const inbox = new Inbox();
  follow(inbox);
  await until(checkpointIs('3'));
  await record(2);
  await until(checkpointIs('5'));
  expect(inbox.came).toEqual(positions(1, 5));
});

test('one that begins at the head is given what comes from then on, across stops', async () => {
  await record(3);
  const inbox = new Inbox('at-the-head');
  const first = follow(inbox);
  await until(checkpointIs('3'));
  await record(1);
  await until(checkpointIs('4'));
  await first.stop();
  await record(1);
  follow(inbox);
  await until(checkpointIs('5'));
  expect(inbox.came).toEqual(positions(4, 5));
});

test('moves its checkpoint only when what it carried has been acknowledged', async () => {
  const inbox = new Inbox();
  const held = Promise.withResolvers<void>();
  inbox.before = () => held.promise;
  await record(2);
  const relay = follow(inbox);
  await until(() => inbox.came.length > 0);
  expect(await readRelayCheckpoint(database.pool, 'inbox')).toBe(START);
  const stopped = relay.stop();
  held.resolve();
  await stopped;
  expect(await readRelayCheckpoint(database.pool, 'inbox')).toBe(inbox.came.at(-1));
  expect([inbox.opened, inbox.closed]).toEqual([1, 1]);
});

test('what could not be delivered comes again, and is told until it could', async () => {
  const inbox = new Inbox();
  const failing = Promise.withResolvers<void>();
  inbox.before = async () => {
    await failing.promise;
    inbox.before = async () => undefined;
    throw new Error('nobody is there');
  };
  await record(2);
  const relay = follow(inbox);
  await until(() => inbox.came.length > 0);
  expect(relay.fault).toBeUndefined();
  const first = [...inbox.came];
  failing.resolve();
  await until(() => relay.fault === 'nobody is there');
  await until(checkpointIs('2'));
  expect(inbox.came.slice(first.length, 2 * first.length)).toEqual(first);
  await until(() => relay.fault === undefined);
  await relay.stop();
  expect([inbox.opened, inbox.closed]).toEqual([2, 2]);
});

test('carries nothing of another log than it did before', async () => {
  await record(1);
  await moveRelayCheckpoint(database.pool, 'inbox', '7' as Position);
  const inbox = new Inbox();
  const relay = follow(inbox);
  await until(() => /stands at position 7, but the log ends at 1/.test(relay.fault ?? ''));
  expect([inbox.opened, inbox.came]).toEqual([0, []]);
});

test('a checkpoint never moves back', async () => {
  await moveRelayCheckpoint(database.pool, 'inbox', '10' as Position);
  await moveRelayCheckpoint(database.pool, 'inbox', '9' as Position);
  expect(await readRelayCheckpoint(database.pool, 'inbox')).toBe('10');
});

test('of two one leads; when it loses its connection the other goes on where the checkpoint is', async () => {
  const [one, other] = [new Inbox(), new Inbox()];
  const relay = follow(one);
  await record(2);
  await until(checkpointIs('2'));
  const standby = follow(other);
  await record(1);
  await until(checkpointIs('3'));
  expect([other.came, standby.fault]).toEqual([[], undefined]);
  await relay.stop();
  await record(2);
  await until(checkpointIs('5'));
  expect(one.came).toEqual(positions(1, 3));
  expect(other.came).toEqual(positions(4, 5));
});

test('when the process that leads is killed, another has taken over within seconds and nothing is left out', async () => {
  await record(20);
  const leader = relaying();
  await until(() => leader.positions().length >= 20);
  const standby = relaying();
  await until(() => standby.output().includes('ready'));
  await record(5);
  leader.child.kill('SIGKILL');
  await once(leader.child, 'exit');
  const killedAt = performance.now();
  await record(5);
  await until(() => standby.positions().length > 0);
  expect(performance.now() - killedAt).toBeLessThan(10_000);
  await until(checkpointIs('30'));
  const came = new Set([...leader.positions(), ...standby.positions()]);
  expect([...came]).toEqual(positions(1, 30));
}, 60_000);

const relaying = () => {
  const program = join(import.meta.dirname, 'testing/relaying-process.ts');
  const child = spawn(
    process.execPath,
    ['--conditions=stepwell-source', '--no-warnings', program, database.url, 'inbox'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, positions: () => output.match(/\d+/g) ?? [] };
};
