import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, START, type RecordedEvent } from '../../event.ts';
import type { EventStore } from '../../event-store.ts';
import { subscribe } from '../../subscribe.ts';
import { newFact, newFacts, newStream } from './facts.ts';

export const lawsOfFollowing = (store: () => EventStore): void => {
  /** Follows from a position until it has seen an id. */
  const followUntil = async (after: RecordedEvent['position'], lastId: string, batchSize = 100) => {
    const end = new AbortController();
    const seen: RecordedEvent[] = [];
    await subscribe(store(), { after, batchSize, signal: end.signal }, async (events) => {
      expect(events.length).toBeLessThanOrEqual(batchSize);
      seen.push(...events);
      if (events.some(({ id }) => id === lastId)) end.abort();
    });
    return seen;
  };

  test('from the start gives everything that is there', async () => {
    const [last] = [newFact()];
    await store().append(newStream(), newFacts(5), 'any');
    await store().append(newStream(), [last], 'any');
    const seen = await followUntil(START, last.id);
    expect(seen.map(({ id }) => id)).toEqual((await store().readLog(START, 1_000_000)).map(({ id }) => id));
  });

  test('from a position gives what comes after it, in small batches too', async () => {
    await store().append(newStream(), newFacts(1), 'any');
    const after = await store().head();
    const facts = newFacts(5);
    await store().append(newStream(), facts, 'any');
    for (const size of [1, 2, 5, 6]) {
      const seen = await followUntil(after, facts[4]!.id, size);
      expect(seen.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
    }
  });

  test('goes on with what is appended while it waits', async () => {
    const facts = newFacts(3);
    const seen = followUntil(await store().head(), facts[2]!.id);
    for (const fact of facts) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await store().append(newStream(), [fact], 'any');
    }
    expect((await seen).map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
  });

  test('ends with what its handler throws', async () => {
    const after = await store().head();
    await store().append(newStream(), newFacts(1), 'any');
    const { signal } = new AbortController();
    const failing = subscribe(store(), { after, batchSize: 1, signal }, async () => {
      throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
  });

  test('skips nothing and doubles nothing while many writers race', async () => {
    const after = await store().head();
    const [streams, last] = [Array.from({ length: 5 }, newStream), newFact()];
    const readers = [1, 7, 500].map((size) => followUntil(after, last.id, size));
    const written: string[] = [];
    const writer = async (writerNumber: number) => {
      for (let n = 0; n < 25; n++) {
        const streamId = streams[(writerNumber * 7 + n * 3) % streams.length]!;
        const revision = (await store().readStream(streamId, { direction: 'backwards', limit: 1 }))[0]
          ?.revision;
        const facts = newFacts(1 + (n % 3));
        const { outcome } = await store().append(streamId, facts, revision ?? 'no-stream');
        if (outcome === 'appended') written.push(...facts.map(({ id }) => id));
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => writer(n)));
    await store().append(newStream(), [last], 'any');
    for (const seen of await Promise.all(readers)) {
      expect(seen.map(({ id }) => id).sort()).toEqual([...written, last.id].sort());
      expect(seen.every((e, n) => n === 0 || comparePositions(seen[n - 1]!.position, e.position) < 0)).toBe(
        true,
      );
      for (const events of Map.groupBy(seen, ({ streamId }) => streamId).values())
        expect(events.map(({ revision }) => revision)).toEqual(events.map((_, n) => n));
    }
  });

  test('waiting for growth ends at once when there is some, or when it is called off', async () => {
    const before = await store().head();
    await store().append(newStream(), newFacts(1), 'any');
    await store().grownPast(before, new AbortController().signal);
    await store().grownPast(await store().head(), AbortSignal.abort());
    const calledOff = new AbortController();
    const waiting = store().grownPast(await store().head(), calledOff.signal);
    setTimeout(() => calledOff.abort(), 20);
    await waiting;
  });

  test('waiting for growth goes on while there is none', async () => {
    const [head, end] = [await store().head(), new AbortController()];
    let over = false;
    const waiting = store()
      .grownPast(head, end.signal)
      .then(() => (over = true));
    await sleep(150);
    expect(over).toBe(false);
    end.abort();
    await waiting;
  });

  test('many wait at once, each for its own position', async () => {
    const { signal } = new AbortController();
    const head = await store().head();
    const woken = Promise.all(Array.from({ length: 50 }, () => store().grownPast(head, signal)));
    await store().append(newStream(), newFacts(1), 'any');
    await woken;
  });
};
