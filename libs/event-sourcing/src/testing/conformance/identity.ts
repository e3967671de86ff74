import type { RecordedEvent } from '../../event.ts';
import type { EventStore, ExpectedRevision } from '../../event-store.ts';
import { appended, filledStream, newFact, newFacts, newStream } from './facts.ts';

export const lawsOfIdentity = (store: () => EventStore, idsKnownIn: 'log' | 'stream'): void => {
  const expectations: ExpectedRevision[] = ['any', 'no-stream', 'stream-exists', -1, 0, 1, 7];
  test.each(expectations)('is known with the first result, expecting %s', async (expected) => {
    const streamId = newStream();
    const facts = newFacts(2);
    const first = appended(await store().append(streamId, facts, 'no-stream'));
    await store().append(streamId, newFacts(1), 1);
    const again = await store().append(streamId, facts, expected);
    expect(again).toEqual({ ...first, outcome: 'known' });
    expect(await store().readStream(streamId)).toHaveLength(3);
  });

  test('is known when it is sent twice at the same moment', async () => {
    const [streamId, facts] = [newStream(), newFacts(2)];
    const outcomes = await Promise.all([1, 2, 3].map(() => store().append(streamId, facts, 'no-stream')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'known', 'known']);
    expect(new Set(outcomes.map((outcome) => appended(outcome).position)).size).toBe(1);
  });

  test('is known whatever the order of its members and whenever it was recorded', async () => {
    const [streamId, fact] = [newStream(), newFact({ a: 1, b: { c: 2, d: 3 } })];
    await store().append(streamId, [fact], 'any');
    const metadata = { ...fact.metadata, recordedAt: '2027-01-01T00:00:00.000Z' };
    const again = { ...fact, data: { b: { d: 3, c: 2 }, a: 1 }, metadata };
    expect((await store().append(streamId, [again], 'any')).outcome).toBe('known');
  });

  test('is known as a part of what was appended together', async () => {
    const [streamId, facts] = [newStream(), newFacts(3)];
    await store().append(streamId, facts, 'any');
    expect(await store().append(streamId, facts.slice(0, 2), 'any')).toMatchObject({
      outcome: 'known',
      revision: 1,
    });
  });

  const changes: [string, (fact: ReturnType<typeof newFact>) => object][] = [
    ['data', () => ({ data: { other: true } })],
    ['type', () => ({ type: 'SomethingElseHappened' })],
    ['schema version', () => ({ schemaVersion: 2 })],
    ['metadata', ({ metadata }) => ({ metadata: { ...metadata, actor: 'someone else' } })],
  ];
  test.each(changes)('with other %s is refused', async (_, change) => {
    const [streamId, fact] = [newStream(), newFact()];
    await store().append(streamId, [fact], 'any');
    const outcome = await store().append(streamId, [{ ...fact, ...change(fact) }], 'any');
    expect(outcome).toEqual({ outcome: 'event-id-reused', eventId: fact.id });
  });

  if (idsKnownIn === 'log') lawsOfIdsInTheLog(store);
  else lawsOfIdsInAStream(store);

  test.each<[string, (old: ReturnType<typeof newFacts>) => ReturnType<typeof newFacts>]>([
    ['followed by a new one', (old) => [old[2]!, newFact()]],
    ['after a new one', (old) => [newFact(), old[0]!]],
    ['around a new one', (old) => [old[0]!, newFact(), old[2]!]],
    ['in another order', (old) => [old[1]!, old[0]!, old[2]!]],
    ['with a gap', (old) => [old[0]!, old[2]!]],
    ['twice in one append', (old) => [old[0]!, old[0]!]],
  ])('%s is refused with an id that is in the log', async (_, mix) => {
    const [streamId, old] = [newStream(), newFacts(3)];
    await store().append(streamId, old, 'any');
    const outcome = await store().append(streamId, mix(old), 'any');
    expect(outcome.outcome).toBe('event-id-reused');
    expect(old.map(({ id }) => id)).toContain((outcome as { eventId: string }).eventId);
    expect(await store().readStream(streamId)).toHaveLength(3);
  });

  test('among new ones of one append is refused', async () => {
    const [streamId, fact] = [await filledStream(store(), 1), newFact()];
    const outcome = await store().append(streamId, [newFact(), fact, fact], 'any');
    expect(outcome).toEqual({ outcome: 'event-id-reused', eventId: fact.id });
    expect(await store().readStream(streamId)).toHaveLength(1);
  });
};

const lawsOfIdsInTheLog = (store: () => EventStore): void => {
  test('in another stream is refused', async () => {
    const fact = newFact();
    await store().append(newStream(), [fact], 'any');
    const elsewhere = newStream();
    const outcome = await store().append(elsewhere, [newFact(), fact], 'any');
    expect(outcome).toEqual({ outcome: 'event-id-reused', eventId: fact.id });
    expect(await store().readStream(elsewhere)).toEqual([]);
  });

  test('for two streams at the same moment, one is refused', async () => {
    const fact = newFact();
    const outcomes = await Promise.all(
      [newStream(), newStream()].map((id) => store().append(id, [fact], 'any')),
    );
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'event-id-reused']);
  });
};

const lawsOfIdsInAStream = (store: () => EventStore): void => {
  test('in another stream is another event, and known in each', async () => {
    const [fact, streams] = [newFact(), [newStream(), newStream()]];
    for (const streamId of streams)
      expect(await store().append(streamId, [fact], 'any')).toMatchObject({
        outcome: 'appended',
        revision: 0,
      });
    for (const streamId of streams) {
      const [{ position }] = (await store().readStream(streamId)) as [RecordedEvent];
      expect(await store().append(streamId, [fact], 'no-stream')).toEqual({
        outcome: 'known',
        revision: 0,
        position,
      });
    }
  });

  test('for two streams at the same moment is appended to both', async () => {
    const fact = newFact();
    const outcomes = await Promise.all(
      [newStream(), newStream()].map((id) => store().append(id, [fact], 'any')),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'appended']);
  });
};
