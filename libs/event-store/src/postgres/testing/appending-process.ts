/**
 * A process of its own that appends to the log at its first argument with many writers, some to streams of their own and
 * some to streams that other processes write to as well. It says the ids of each append on a line when it is
 * acknowledged, and goes when it is told to.
 */
import type { Fact } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '../index.ts';

const [url, writers] = process.argv.slice(2);
const store = await PostgresEventStore.open({ url: url! });
let goesOn = true;
process.stdin.resume().once('end', () => (goesOn = false));

/** Each of them says to which append it belongs, and of how many. */
const factsOfOneAppend = (count: number): Fact[] => {
  const append = crypto.randomUUID();
  const times = { occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:01.000Z' };
  const metadata = {
    ...times,
    source: { system: 'test' },
    actor: 'test',
    commandId: append,
    correlationId: append,
  };
  const one = { type: 'SomethingHappened', schemaVersion: 1, data: { append, count }, metadata };
  return Array.from({ length: count }, () => ({ id: crypto.randomUUID(), ...one }));
};

// Whoever listens may be slow to read.
const say = (line: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));

/** Every tenth append is a large one. */
const write = async (writer: number): Promise<void> => {
  const own = `test-${crypto.randomUUID()}`;
  for (let n = 0, revision = -1; goesOn; n++) {
    const isShared = (writer + n) % 3 === 0;
    const facts = factsOfOneAppend(n % 10 === 9 ? 500 : 1 + (n % 3));
    const result = isShared
      ? await store.append(`test-shared-${(writer + n) % 5}`, facts, 'any')
      : await store.append(own, facts, revision);
    if (result.outcome !== 'appended') throw new Error(`An append ended in ${result.outcome}`);
    if (!isShared) revision = result.revision;
    await say(facts.map(({ id }) => id).join(' '));
  }
};

await Promise.all(Array.from({ length: Number(writers) }, (_, n) => write(n)));
await store.close();
