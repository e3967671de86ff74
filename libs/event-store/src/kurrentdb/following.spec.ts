import { START, StoreUnavailable, subscribe, type RecordedEvent } from '@stepwell/event-sourcing';
import { KurrentDbEventStore } from './kurrentdb-event-store.ts';
import { newFacts, newStream } from './testing/facts.ts';
import { KurrentDbDouble } from './testing/kurrentdb-double.ts';

let double: KurrentDbDouble;
let store: KurrentDbEventStore;
let lines: string[];
beforeEach(async () => {
  double = await KurrentDbDouble.start();
  lines = [];
  const log = (line: string) => lines.push(line);
  store = await KurrentDbEventStore.open({ url: double.url, patienceMs: 500, searchPatienceMs: 500, log });
});
afterEach(async () => {
  double.mood = 'well';
  await store.close();
  double.stop();
});

const eventually = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 10_000; !holds() && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
};

/** Follows like a projector does: from its own checkpoint again, whatever fails. */
const follow = () => {
  const [seen, end]: [RecordedEvent[], AbortController] = [[], new AbortController()];
  const run = async () => {
    while (!end.signal.aborted) {
      const after = seen.at(-1)?.position ?? START;
      await subscribe(store, { after, batchSize: 7, signal: end.signal }, async (events) => {
        seen.push(...events);
      }).catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
    }
  };
  const done = run();
  return { seen, stop: () => (end.abort(), done) };
};

/** Appends until the store takes it: with the same ids, as every writer does. */
const insist = async (streamId: string, facts: ReturnType<typeof newFacts>): Promise<void> => {
  for (;;) {
    const appended = await store.append(streamId, facts, 'any').catch((error: unknown) => error);
    if (!(appended instanceof Error)) return;
    expect(appended).toBeInstanceOf(StoreUnavailable);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('a reader that follows the log', () => {
  test.each<[string, () => Promise<void> | void]>([
    ['every connection is dropped', () => double.dropConnections()],
    [
      'the server is restarted',
      async () => {
        double.stop();
        await new Promise((resolve) => setTimeout(resolve, 150));
        await double.listen();
      },
    ],
  ])('misses nothing and sees nothing twice when %s, again and again', async (_, disturb) => {
    const reader = follow();
    const streams = [newStream(), newStream()];
    const written: string[] = [];
    for (let n = 0; n < 40; n++) {
      const facts = newFacts(1 + (n % 3));
      await insist(streams[n % 2]!, facts);
      written.push(...facts.map(({ id }) => id));
      if (n % 10 === 5) await disturb();
    }
    await eventually(() => reader.seen.length >= written.length);
    expect(reader.seen.map(({ id }) => id)).toEqual(written);
    await reader.stop();
  });

  test('is woken by what another process appends, also after the connection was lost while nothing happened', async () => {
    const other = await KurrentDbEventStore.open({ url: double.url });
    for (const disturb of [() => undefined, () => double.dropConnections()]) {
      const { signal } = new AbortController();
      const grown = store.grownPast(await store.head(), signal);
      await new Promise((resolve) => setTimeout(resolve, 100));
      disturb();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await other.append(newStream(), newFacts(1), 'any').catch(() => insist(newStream(), newFacts(1)));
      await grown;
    }
    expect(lines.join()).toMatch(/is not followed for now.*following the log again/);
    await other.close();
  });
});

test('a server that is silent is not waited for for ever', async () => {
  await store.append('pathway-1', newFacts(1), 'any');
  double.mood = 'silent';
  for (const read of [
    () => store.readStream('pathway-1'),
    () => store.readLog(START, 10),
    () => store.head(),
    () => Array.fromAsync(store.readCategory('pathway', '99999999' as typeof START)),
  ])
    await expect(read()).rejects.toThrow(StoreUnavailable);
  double.mood = 'well';
  expect(await store.readLog(START, 10)).toHaveLength(1);
});

test('a server that searches a long log for a small category is not taken for one that is silent', async () => {
  const slow = await KurrentDbDouble.start({ log: double.log, slownessMs: 50 });
  const patient = await KurrentDbEventStore.open({ url: slow.url, patienceMs: 1_000 });
  await store.append('program-1', newFacts(2), 'any');
  const noise = { type: '$statsCollected', contentType: 'application/json', data: Buffer.from('{}') };
  const events = Array.from({ length: 40_000 }, () => ({
    ...noise,
    ...{ id: crypto.randomUUID(), metadata: noise.data },
  }));
  double.log.write('$stats', 'any', events);
  await store.append('program-2', newFacts(1), 'any');
  const began = performance.now();
  const streams = await Array.fromAsync(patient.readCategory('program', await store.head()));
  expect(streams.map((stream) => stream.length)).toEqual([2, 1]);
  expect(performance.now() - began).toBeGreaterThan(1_500);
  await patient.close();
  slow.stop();
});

test('a server that is not ready is an unavailable store', async () => {
  double.mood = 'not-ready';
  await expect(store.head()).rejects.toThrow(StoreUnavailable);
  await expect(store.append(newStream(), newFacts(1), 'any')).rejects.toThrow(
    /cannot be reached: .*Not Ready/,
  );
});

describe('what Stepwell did not write', () => {
  const foreign = {
    ...{ id: crypto.randomUUID(), type: 'Foreign', contentType: 'application/json' },
    ...{ data: Buffer.from('{}'), metadata: Buffer.from('{"by":"someone else"}') },
  };

  test('stops every reader with its name and its stream’s', async () => {
    await store.append('pathway-1', newFacts(2), 'any');
    double.log.write('pathway-1', 'any', [foreign]);
    await store.append('pathway-2', newFacts(2), 'any');
    const told = new RegExp(
      `${foreign.id} .Foreign., number 2 of stream pathway-1 .* not written by Stepwell`,
    );
    await expect(store.readLog(START, 100)).rejects.toThrow(told);
    await expect(store.readStream('pathway-1')).rejects.toThrow(told);
    await expect(store.append('pathway-1', newFacts(1), 2)).rejects.toThrow(told);
    await expect(Array.fromAsync(store.readCategory('pathway', await store.head()))).rejects.toThrow(told);
    expect(await store.readLog(START, 2)).toHaveLength(2);
    expect(await store.readStream('pathway-2')).toHaveLength(2);
  });

  test('does not matter where it is the server’s: in a system stream or of a system type', async () => {
    const [a, b] = [newFacts(1), newFacts(1)];
    await store.append('pathway-1', a, 'any');
    for (let n = 0; n < 30; n++)
      double.log.write('$my-projection', 'any', [{ ...foreign, id: crypto.randomUUID() }]);
    const head = await store.head();
    await store.append('pathway-2', b, 'any');
    for (let n = 0; n < 30; n++)
      double.log.write('linked', 'any', [{ ...foreign, id: crypto.randomUUID(), type: '$>' }]);
    expect((await store.readLog(START, 1)).map(({ id }) => id)).toEqual([a[0]!.id]);
    expect((await store.readLog(START, 100)).map(({ id }) => id)).toEqual([a[0]!.id, b[0]!.id]);
    expect((await store.readLog(head, 1)).map(({ id }) => id)).toEqual([b[0]!.id]);
    expect((await store.readLog(START, 1))[0]!.position).toBe(head);
  });
});

test('a stream that was deleted stops its readers and its writers', async () => {
  await store.append('pathway-1', newFacts(2), 'any');
  double.log.tombstone('pathway-1');
  await expect(store.readStream('pathway-1')).rejects.toThrow('was deleted');
  await expect(store.append('pathway-1', newFacts(1), 1)).rejects.toThrow('was deleted');
});

test('a stream that was deleted and goes on stops its writers and its readers', async () => {
  const other = await KurrentDbEventStore.open({ url: double.url });
  await store.append('pathway-1', newFacts(2), 'any');
  double.log.softDelete('pathway-1');
  expect(await other.readStream('pathway-1')).toEqual([]);
  await expect(other.append('pathway-1', newFacts(1), 'no-stream')).rejects.toThrow('behind what is lost');
  await expect(other.readStream('pathway-1')).rejects.toThrow('begins at number 2');
  await other.close();
});

test('a position of another log is refused where the server notices', async () => {
  await store.append('pathway-1', newFacts(2), 'any');
  await expect(store.readLog('7' as typeof START, 10)).rejects.toThrow(/invalid position/);
});

test('positions are places in the server’s files: in order, not one after another', async () => {
  await store.append('pathway-1', newFacts(3), 'any');
  const events = await store.readLog(START, 10);
  expect(events.map(({ position }) => position)).toEqual(
    double.log.stream('pathway-1').map(({ position }) => String(position)),
  );
});
