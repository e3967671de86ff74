import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MemoryEventStore, type Fact, type Position, type RecordedEvent } from '@stepwell/event-sourcing';
import { LogCheck } from './checks.ts';
import { KINDS } from './kinds.ts';
import { Load, chanceOf } from './load.ts';
import type { Order } from './orders.ts';
import type { World } from './world.ts';

// What the fault rounds look for is planted here: each check has to see it.

const order = (key: string, ...says: string[]): Order => ({
  key,
  patientId: 'p1',
  events: says.map((one) => ({ type: 'Said', says: one })),
  send: () => Promise.reject(new Error('unused')),
});

const fact = (key: string, says: string): Fact => ({
  id: crypto.randomUUID(),
  type: 'Said',
  schemaVersion: 1,
  data: { says },
  metadata: {
    occurredAt: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:00.000Z',
    source: { system: 'rest' },
    actor: 'test',
    commandId: key,
    correlationId: key,
  },
});

const checked = async (
  facts: readonly Fact[],
  { acknowledged = [], open = [] }: { acknowledged?: Order[]; open?: Order[] },
  spoil: (events: RecordedEvent[]) => RecordedEvent[] = (events) => events,
  lost = 0,
): Promise<void> => {
  const store = new MemoryEventStore();
  for (const one of facts) await store.append('pathway-p1', [one], 'any');
  store.head = async () => String(facts.length + lost) as Position;
  const readLog = store.readLog.bind(store);
  store.readLog = async (after, limit) => spoil(await readLog(after, limit));
  const load = new Load(chanceOf(1));
  for (const one of acknowledged) load.acknowledged.set(one.key, one);
  for (const one of open) load.open.set(one.key, one);
  (await LogCheck.of(store)).orders(load);
};

const [a, b] = [fact('one', 'a'), fact('one', 'b')];
const one = order('one', 'a', 'b');

test('a log that holds what it should passes', async () => {
  await checked([a, b], { acknowledged: [one] });
  await checked([a, b], { open: [one] });
  await checked([], { open: [one] });
});

test.each<[string, Promise<void>, RegExp]>([
  ['an acknowledged order that is not there', checked([], { acknowledged: [one] }), /acknowledged order one/],
  ['half of an acknowledged order', checked([a], { acknowledged: [one] }), /acknowledged order one/],
  ['half of an order that was not acknowledged', checked([b], { open: [one] }), /not acknowledged order one/],
  [
    'an order that took effect twice',
    checked([a, b, fact('one', 'a')], { acknowledged: [one] }),
    /once and whole/,
  ],
  ['other words than were ordered', checked([a, fact('one', 'c')], { acknowledged: [one] }), /one says b/],
  [
    'what nobody ordered',
    checked([a, b, fact('two', 'a')], { acknowledged: [one] }),
    /two was never ordered/,
  ],
  [
    'a gap in the positions',
    checked([a, b], { open: [one] }, (events) => events.slice(1)),
    /positions are dense/,
  ],
  ['a gap at the end', checked([a, b], { open: [one] }, undefined, 1), /before its head/],
  [
    'a gap in a stream',
    checked([a, b], { open: [one] }, (events) =>
      events.map((event) => ({ ...event, revision: event.revision * 2 })),
    ),
    /revisions of pathway-p1 are dense/,
  ],
  [
    'an event that stands twice',
    checked([a, b], { open: [one] }, (events) => events.map((event) => ({ ...event, id: a.id }))),
    /is there twice/,
  ],
])('%s is seen', async (_, check, complaint) => {
  await expect(check).rejects.toThrow(complaint);
});

test('a fault that finds nothing to break is no fault', async () => {
  const world = { postgres: { killBackend: () => false } } as unknown as World;
  await expect(KINDS['a connection’s process of PostgreSQL killed']!(world, chanceOf(1))).rejects.toThrow(
    /nothing was killed/,
  );
});

test.each(['0', 'many', '-3', '1.5'])('%s rounds are none, and no success', (rounds) => {
  const args = ['--conditions=stepwell-source', '--no-warnings', join(import.meta.dirname, 'run.ts')];
  const { status, stderr } = spawnSync(process.execPath, [...args, `--rounds=${rounds}`], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stderr).toContain('--rounds');
  expect(status).toBe(1);
});
