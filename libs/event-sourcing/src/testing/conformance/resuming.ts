import { setTimeout as sleep } from 'node:timers/promises';
import type { Position, RecordedEvent } from '../../event.ts';
import type { EventStore } from '../../event-store.ts';
import { subscribe } from '../../subscribe.ts';
import { newFact, newFacts, newStream } from './facts.ts';

/** A reader as the programs have them: it keeps what it has handled, and a checkpoint that moves with it. */
class Reader {
  readonly seen: RecordedEvent[] = [];
  private checkpoint: Position;

  constructor(after: Position) {
    this.checkpoint = after;
  }

  /** Reads on from its checkpoint until it has handled `lastId`, or `handle` throws: then the batch was not handled. */
  async follow(
    store: EventStore,
    lastId: string,
    handle: (events: readonly RecordedEvent[]) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const end = new AbortController();
    const subscription = { after: this.checkpoint, batchSize: 3, signal: end.signal };
    await subscribe(store, subscription, async (events) => {
      await handle(events);
      this.seen.push(...events);
      this.checkpoint = events.at(-1)!.position;
      if (events.some(({ id }) => id === lastId)) end.abort();
    });
  }

  get ids(): string[] {
    return this.seen.map(({ id }) => id);
  }
}

/** `another`: opens one more instance on the same log, of a store that can have several. */
export const lawsOfResuming = (store: () => EventStore, another?: () => Promise<EventStore>): void => {
  const idsAfter = async (position: Position) =>
    (await store().readLog(position, 1_000_000)).map(({ id }) => id);

  /** Appends to some streams until it is told to stop, and then an event that a reader can wait for. */
  const writeUntil = async (stop: AbortSignal, last: ReturnType<typeof newFact>): Promise<number> => {
    const streams = [newStream(), newStream()];
    let appends = 0;
    for (; !stop.aborted || appends < 20; appends++)
      await store().append(streams[appends % 2]!, newFacts(1 + (appends % 4)), 'any');
    await store().append(newStream(), [last], 'any');
    return appends;
  };

  test('goes on in a new instance where the reader was, while writers go on', async () => {
    const before = await store().head();
    const [reader, last, stop] = [new Reader(before), newFact(), new AbortController()];
    const writing = writeUntil(stop.signal, last);
    for (let lives = 0; lives < 5; lives++) {
      const instance = another ? await another() : store();
      let batches = 0;
      const cutOff = reader.follow(instance, last.id, async () => {
        if (++batches > 2) throw new Error('The reader has gone.');
      });
      await expect(cutOff).rejects.toThrow('The reader has gone.');
      if (another) await instance.close();
    }
    stop.abort();
    await writing;
    await reader.follow(store(), last.id);
    expect(reader.ids).toEqual(await idsAfter(before));
  });

  test('with a handler that fails in the middle hands the same events over again, and then the rest', async () => {
    const before = await store().head();
    const facts = newFacts(10);
    for (const fact of facts) await store().append(newStream(), [fact], 'any');
    const [reader, handed] = [new Reader(before), [] as string[]];
    let failures = 0;
    const failing = async (events: readonly RecordedEvent[]) => {
      handed.push(...events.map(({ id }) => id));
      if (events.some(({ id }) => id === facts[4]!.id) && failures++ < 2) throw new Error('no room');
    };
    for (const _ of [1, 2])
      await expect(reader.follow(store(), facts[9]!.id, failing)).rejects.toThrow('no room');
    expect(reader.ids).toEqual(facts.slice(0, 3).map(({ id }) => id));
    await reader.follow(store(), facts[9]!.id, failing);
    expect(reader.ids).toEqual(facts.map(({ id }) => id));
    expect(handed).toHaveLength(facts.length + 2 * 3);
  });

  test('with a slow handler gives it everything, and holds up neither writers nor other readers', async () => {
    const before = await store().head();
    const facts = newFacts(30);
    const [slow, quick] = [new Reader(before), new Reader(before)];
    const letGo = Promise.withResolvers<void>();
    const last = facts.at(-1)!.id;
    const held = slow.follow(store(), last, () => letGo.promise);
    const following = quick.follow(store(), last);
    for (const fact of facts) await store().append(newStream(), [fact], 'any');
    await following;
    await sleep(20);
    expect(quick.ids).toEqual(facts.map(({ id }) => id));
    expect(slow.ids).toEqual([]);
    letGo.resolve();
    await held;
    expect(slow.ids).toEqual(quick.ids);
  });
};
