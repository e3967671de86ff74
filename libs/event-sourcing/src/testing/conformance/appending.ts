import type { EventStore, ExpectedRevision } from '../../event-store.ts';
import { appended, filledStream, newFact, newFacts, newStream } from './facts.ts';

/** `another`: opens one more instance on the same log, of a store that can have several. */
export const lawsOfAppending = (store: () => EventStore, another?: () => Promise<EventStore>): void => {
  const existing: [ExpectedRevision, boolean][] = [
    ['any', true],
    ['stream-exists', true],
    [1, true],
    ['no-stream', false],
    [0, false],
    [2, false],
    [-1, false],
    [0.5, false],
    [2 ** 40, false],
  ];
  test.each(existing)('to a stream at revision 1, expecting %s: %s', async (expected, succeeds) => {
    const streamId = await filledStream(store(), 2);
    const outcome = await store().append(streamId, newFacts(2), expected);
    if (succeeds) expect(outcome).toMatchObject({ outcome: 'appended', revision: 3 });
    else expect(outcome).toEqual({ outcome: 'wrong-revision', actual: 1 });
    expect(await store().readStream(streamId)).toHaveLength(succeeds ? 4 : 2);
  });

  const absent: [ExpectedRevision, boolean][] = [
    ['any', true],
    ['no-stream', true],
    [-1, true],
    ['stream-exists', false],
    [0, false],
  ];
  test.each(absent)('to a stream that does not exist, expecting %s: %s', async (expected, succeeds) => {
    const streamId = newStream();
    const outcome = await store().append(streamId, newFacts(1), expected);
    if (succeeds) expect(outcome).toMatchObject({ outcome: 'appended', revision: 0 });
    else expect(outcome).toEqual({ outcome: 'wrong-revision', actual: -1 });
    expect(await store().readStream(streamId)).toHaveLength(succeeds ? 1 : 0);
  });

  test('the positions of an append follow one another without gaps, if the store says so', async () => {
    const streamId = newStream();
    const outcomes = await Promise.all(
      [streamId, newStream(), newStream()].map((id) => store().append(id, newFacts(5), 'no-stream')),
    );
    const positions = (await store().readStream(streamId)).map(({ position }) => BigInt(position));
    const last = BigInt(appended(outcomes[0]!).position);
    expect(positions.at(-1)).toBe(last);
    if (store().isDense) expect(positions).toEqual([4n, 3n, 2n, 1n, 0n].map((back) => last - back));
  });

  test('answers with the place of the last event', async () => {
    const streamId = newStream();
    const { revision, position } = appended(await store().append(streamId, newFacts(3), 'any'));
    expect(revision).toBe(2);
    expect((await store().readStream(streamId)).at(-1)).toMatchObject({ revision, position });
    expect(await store().head()).toBe(position);
  });

  test('nothing is judged like something, and leaves no trace', async () => {
    const streamId = await filledStream(store(), 2);
    const head = await store().head();
    expect(await store().append(streamId, [], 1)).toEqual({
      outcome: 'appended',
      revision: 1,
      position: head,
    });
    expect(await store().append(streamId, [], 0)).toEqual({ outcome: 'wrong-revision', actual: 1 });
    const absentStream = newStream();
    expect(await store().append(absentStream, [], 'any')).toMatchObject({
      outcome: 'appended',
      revision: -1,
    });
    expect(await store().append(absentStream, [], 'stream-exists')).toMatchObject({ actual: -1 });
    expect(await store().head()).toBe(head);
  });

  test('of writers that expect the same revision one wins', async () => {
    const streamId = await filledStream(store(), 1);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => store().append(streamId, newFacts(2), 0)),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'wrong-revision')).toHaveLength(19);
    expect(await store().readStream(streamId)).toHaveLength(3);
  });

  test('of writers that expect nothing all win, in the order in which they asked', async () => {
    const streamId = newStream();
    const facts = newFacts(50);
    const outcomes = await Promise.all(facts.map((fact) => store().append(streamId, [fact], 'any')));
    expect(outcomes.map((outcome) => appended(outcome).revision)).toEqual(facts.map((_, n) => n));
    expect((await store().readStream(streamId)).map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
  });

  test('one that fails does not spoil those made at the same moment', async () => {
    const [full, home, repeated] = [await filledStream(store(), 1), newStream(), newFact()];
    await store().append(home, [repeated], 'any');
    const outcomes = await Promise.all([
      store().append(newStream(), newFacts(1), 'any'),
      store().append(full, newFacts(1), 'no-stream'),
      store().append(home, [newFact(), repeated], 'any'),
      store().append(newStream(), newFacts(1), 'any'),
    ]);
    const expected = ['appended', 'wrong-revision', 'event-id-reused', 'appended'];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(expected);
  });

  if (another)
    test.each([
      ['new', 'appended'],
      ['known', 'known'],
    ])('closing lets an append of %s events finish, and takes nothing more', async (what, outcome) => {
      const closing = await another();
      const [streamId, facts] = [newStream(), newFacts(2)];
      if (what === 'known') await closing.append(streamId, facts, 'any');
      // So that it has the means of a read at hand.
      await closing.readStream(streamId);
      const underWay = closing.append(streamId, facts, 'any');
      await closing.close();
      expect(await underWay).toMatchObject({ outcome, revision: 1 });
      await expect(closing.append(streamId, newFacts(1), 'any')).rejects.toThrow('closed');
    });

  test.each([
    ['a stream without a category', 'pathway', newFact()],
    ['a stream name with a NUL', 'pathway-a\0b', newFact()],
    ['a stream name with half a surrogate pair', 'pathway-\ud83d', newFact()],
    ['a stream name of more than 500 characters', `pathway-${'x'.repeat(500)}`, newFact()],
    ['a stream name like those of a server', '$pathway-1', newFact()],
    ['a type like those of a server', 'pathway-1', { ...newFact(), type: '$metadata' }],
    ['an id that is no UUID', 'pathway-1', newFact({}, 'e1')],
    ['an id in capital letters', 'pathway-1', newFact({}, crypto.randomUUID().toUpperCase())],
    ['a type with a NUL', 'pathway-1', { ...newFact(), type: 'Some\0thing' }],
    ['a schema version that is no integer', 'pathway-1', { ...newFact(), schemaVersion: 1.5 }],
    ['data with half a surrogate pair', 'pathway-1', newFact({ text: '\udc00' })],
    ['data with a number that is none', 'pathway-1', newFact({ number: Number.NaN })],
  ])('%s is an error of the program, and nothing is written', async (_, streamId, fact) => {
    const head = await store().head();
    await expect(store().append(streamId, [newFact(), fact], 'any')).rejects.toThrow(TypeError);
    expect(await store().head()).toBe(head);
  });
};
