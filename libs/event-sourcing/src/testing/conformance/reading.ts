import { comparePositions, parseStreamName, type RecordedEvent } from '../../event.ts';
import type { EventStore, ReadStreamOptions } from '../../event-store.ts';
import { appended, filledStream, newCategory, newFact, newFacts, newStream } from './facts.ts';

export const lawsOfReading = (store: () => EventStore): void => {
  test('gives back what was appended, all of it and by every way', async () => {
    const [streamId, plain, before] = [
      newStream(),
      newFact({ list: [1, null, { deep: true }] }),
      await store().head(),
    ];
    const source = { system: 'conformance', facility: 'north', messageId: 'M1' };
    const more = { precision: 'day', source, commandDigest: 'd1', causationId: crypto.randomUUID() } as const;
    const fact = { ...plain, schemaVersion: 7, metadata: { ...plain.metadata, ...more } };
    const { position } = appended(await store().append(streamId, [fact], 'any'));
    const recorded = [{ ...fact, streamId, revision: 0, position }];
    expect(await store().readStream(streamId)).toEqual(recorded);
    expect(await store().readStreams([streamId], position)).toEqual(new Map([[streamId, recorded]]));
    expect(await store().readLog(before, 10)).toEqual(recorded);
    const { category } = parseStreamName(streamId);
    expect(await Array.fromAsync(store().readCategory(category, position))).toEqual([recorded]);
  });

  test.each<[string, ReadStreamOptions, number[]]>([
    ['forwards', {}, [0, 1, 2, 3, 4]],
    ['from a revision', { from: 3 }, [3, 4]],
    ['from before the start', { from: -3 }, [0, 1, 2, 3, 4]],
    ['from behind the end', { from: 5 }, []],
    ['with a limit', { from: 1, limit: 2 }, [1, 2]],
    ['with a limit of none', { limit: 0 }, []],
    ['with a limit beyond the end', { limit: 99 }, [0, 1, 2, 3, 4]],
    ['backwards', { direction: 'backwards' }, [4, 3, 2, 1, 0]],
    ['backwards with a limit', { direction: 'backwards', limit: 2 }, [4, 3]],
    ['backwards from a revision', { direction: 'backwards', from: 2 }, [2, 1, 0]],
    ['backwards from behind the end', { direction: 'backwards', from: 2 ** 40, limit: 1 }, [4]],
    ['backwards from before the start', { direction: 'backwards', from: -1 }, []],
  ])('one stream %s', async (_, options, revisions) => {
    const streamId = await filledStream(store(), 5);
    const events = await store().readStream(streamId, options);
    expect(events.map(({ revision }) => revision)).toEqual(revisions);
  });

  test('a stream that does not exist is empty', async () => {
    expect(await store().readStream(newStream())).toEqual([]);
  });

  test('several streams, up to a position', async () => {
    const [a, b, c] = [await filledStream(store(), 2), newStream(), newStream()];
    const { position } = appended(await store().append(b, newFacts(2), 'any'));
    await store().append(a, newFacts(1), 'any');
    await store().append(c, newFacts(1), 'any');
    const streams = await store().readStreams([c, b, a, newStream(), a], position);
    expect(new Set(streams.keys())).toEqual(new Set([a, b]));
    expect(revisionsOf(streams.get(a)!)).toEqual([0, 1]);
    expect(revisionsOf(streams.get(b)!)).toEqual([0, 1]);
    expect(await store().readStreams([], position)).toEqual(new Map());
  });

  test('the log after a position, with limits', async () => {
    const before = await store().head();
    const [a, b] = [newStream(), newStream()];
    const facts = newFacts(4);
    for (const [n, fact] of facts.entries()) await store().append(n % 2 ? a : b, [fact], 'any');
    const all = await store().readLog(before, 100);
    expect(all.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
    expect(
      all.every((event, n) => n === 0 || comparePositions(all[n - 1]!.position, event.position) < 0),
    ).toBe(true);
    expect(await store().readLog(before, 2)).toEqual(all.slice(0, 2));
    expect(await store().readLog(all[1]!.position, 1)).toEqual(all.slice(2, 3));
    expect(await store().readLog(all[3]!.position, 100)).toEqual([]);
  });

  test('every stream of a category, whole and once, as the log stood at a position', async () => {
    const category = newCategory();
    const neighbours = [`${category}x-1`, `${category.slice(0, -1)}-1`, `${category}.-1`, `${category},-1`];
    for (const name of neighbours) await store().append(name, newFacts(1), 'any');
    const names = ['1', '2', 'with-hyphens', '10', 'ä', '~'].map((key) => `${category}-${key}`);
    for (const name of names) await store().append(name, newFacts(3), 'any');
    const position = await store().head();
    await store().append(names[0]!, newFacts(1), 'any');
    await store().append(`${category}-late`, newFacts(1), 'any');

    const streams = await Array.fromAsync(store().readCategory(category, position));
    expect(new Set(streams.map((events) => events[0]!.streamId))).toEqual(new Set(names));
    expect(streams.map(revisionsOf)).toEqual(names.map(() => [0, 1, 2]));
    expect(await Array.fromAsync(store().readCategory(newCategory(), position))).toEqual([]);
  });

  test('a category is read in the same order again, and on from any stream of it', async () => {
    const category = newCategory();
    const names = ['b', 'a', 'ä', 'B', '10', '9', '\uff5e', '😀'].map((key) => `${category}-${key}`);
    for (const name of names) await store().append(name, newFacts(2), 'any');
    const position = await store().head();
    const read = async (after?: string) =>
      (await Array.fromAsync(store().readCategory(category, position, after))).map(
        (events) => events[0]!.streamId,
      );
    const all = await read();
    await store().append(`${category}-a2`, newFacts(1), 'any');
    expect(await read()).toEqual(all);
    for (const [n, name] of all.entries()) expect(await read(name)).toEqual(all.slice(n + 1));
  });

  test('a category is divided into parts that hold each stream once, in its order', async () => {
    const category = newCategory();
    const names = ['b', 'a', 'ä', 'B', '10', '9', '\uff5e', '😀'].map((key) => `${category}-${key}`);
    for (const name of names) await store().append(name, newFacts(2), 'any');
    const position = await store().head();
    const read = async (after?: string, until?: string) =>
      (await Array.fromAsync(store().readCategory(category, position, after, until))).map(
        (events) => events[0]!.streamId,
      );
    const all = await read();
    for (const [n, name] of all.entries()) expect(await read(undefined, name)).toEqual(all.slice(0, n + 1));
    expect(await read(all[1], all[4])).toEqual(all.slice(2, 5));
    expect(await read(all[4], all[1])).toEqual([]);
    for (const parts of [1, 2, 3, 100]) {
      const ends = await store().divideCategory(category, parts);
      expect(ends.length).toBeLessThan(parts);
      const allButLast = ends.map((end, n) => read(ends[n - 1], end));
      expect((await Promise.all([...allButLast, read(ends.at(-1))])).flat()).toEqual(all);
    }
    expect(await store().divideCategory(newCategory(), 4)).toEqual([]);
  });

  test('a category of many streams and of streams of many events', async () => {
    const category = newCategory();
    const sizes = Array.from({ length: 300 }, (_, n) => (n % 100 === 7 ? 700 : 1 + (n % 5)));
    await Promise.all(sizes.map((size, n) => store().append(`${category}-${n}`, newFacts(size), 'any')));
    const found = new Map<string, number>();
    for await (const events of store().readCategory(category, await store().head())) {
      expect(revisionsOf(events)).toEqual(events.map((_, n) => n));
      expect(found.has(events[0]!.streamId)).toBe(false);
      found.set(events[0]!.streamId, events.length);
    }
    expect(found).toEqual(new Map(sizes.map((size, n) => [`${category}-${n}`, size])));
  });

  test('a reader of a category may stop in the middle', async () => {
    const category = newCategory();
    for (const key of [1, 2, 3]) await store().append(`${category}-${key}`, newFacts(400), 'any');
    for await (const events of store().readCategory(category, await store().head())) {
      expect(events).toHaveLength(400);
      break;
    }
  });

  const text = 'Zoë 日本語 🏥 \u0000 \u2028 "\\" \u007f';
  test('every character is kept: in names, in types, in data and in metadata', async () => {
    const plain = newFact({ [text]: text });
    const source = { system: text, messageId: text };
    const fact = { ...plain, type: 'Ärztlich🏥', metadata: { ...plain.metadata, actor: text, source } };
    const streamId = `${newCategory()}-Zoë 日本語 🏥 '"\\`;
    await store().append(streamId, [fact], 'any');
    expect(await store().readStream(streamId)).toMatchObject([{ ...fact, streamId }]);
    const streams = await store().readStreams([streamId], await store().head());
    expect(streams.get(streamId)).toMatchObject([fact]);
  });

  test('numbers are kept as ECMAScript knows them', async () => {
    const numbers = [0, -1, 0.1, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE];
    const streamId = newStream();
    await store().append(streamId, [newFact({ numbers })], 'any');
    expect((await store().readStream(streamId))[0]!.data).toEqual({ numbers });
  });

  test('an event of a megabyte', async () => {
    const [streamId, data] = [newStream(), { text: 'ä'.repeat(500_000) }];
    await store().append(streamId, [newFact(), newFact(data)], 'any');
    expect((await store().readStream(streamId))[1]!.data).toEqual(data);
  });

  test('ten thousand events in one append, and in one stream', async () => {
    const [streamId, facts] = [newStream(), newFacts(10_000)];
    expect(await store().append(streamId, facts, 'no-stream')).toMatchObject({ revision: 9_999 });
    const events = await store().readStream(streamId);
    expect(events.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
    expect(revisionsOf(events)).toEqual(facts.map((_, n) => n));
    expect(await store().append(streamId, facts, 'any')).toMatchObject({ outcome: 'known', revision: 9_999 });
  });
};

const revisionsOf = (events: readonly RecordedEvent[]): number[] => events.map(({ revision }) => revision);
