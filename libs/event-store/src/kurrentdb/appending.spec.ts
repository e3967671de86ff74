import { StoreOverloaded, StoreUnavailable } from '@stepwell/event-sourcing';
import { KurrentDbEventStore } from './kurrentdb-event-store.ts';
import { newFact, newFacts, newStream } from './testing/facts.ts';
import { KurrentDbDouble } from './testing/kurrentdb-double.ts';

let double: KurrentDbDouble;
let store: KurrentDbEventStore;
beforeEach(async () => {
  double = await KurrentDbDouble.start();
  store = await KurrentDbEventStore.open({
    url: `${double.url}&defaultDeadline=2000`,
    patienceMs: 2_000,
    searchPatienceMs: 2_000,
  });
});
afterEach(async () => {
  double.mood = 'well';
  await store.close();
  double.stop();
});

test('an append whose answer never came is known when it is tried again, and once in the stream', async () => {
  const [streamId, facts] = [newStream(), newFacts(2)];
  await store.append(streamId, newFacts(1), 'no-stream');
  double.mood = 'written-but-silent';
  await expect(store.append(streamId, facts, 0)).rejects.toThrow(StoreUnavailable);
  double.mood = 'well';
  expect(await store.append(streamId, facts, 0)).toMatchObject({ outcome: 'known', revision: 2 });
  expect(await store.readStream(streamId)).toHaveLength(3);
});

test('a late answer does not make another content under the same ids known', async () => {
  const [streamId, fact] = [newStream(), newFact({ said: 'first' })];
  double.mood = 'written-but-silent';
  await expect(store.append(streamId, [fact], 'no-stream')).rejects.toThrow('did not answer in time');
  double.mood = 'well';
  const other = { ...fact, data: { said: 'second' } };
  expect(await store.append(streamId, [other], 'no-stream')).toEqual({
    outcome: 'event-id-reused',
    eventId: fact.id,
  });
});

test('of the same append by several processes at once one is appended', async () => {
  const others = await Promise.all([1, 2, 3].map(() => KurrentDbEventStore.open({ url: double.url })));
  for (let round = 0; round < 20; round++) {
    const [streamId, facts] = [newStream(), newFacts(3)];
    const outcomes = await Promise.all(others.map((other) => other.append(streamId, facts, 'any')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'known', 'known']);
    expect(new Set(outcomes.map((outcome) => JSON.stringify({ ...outcome, outcome: '' }))).size).toBe(1);
  }
  await Promise.all(others.map((other) => other.close()));
});

test('of the same append by several processes, some of which read meanwhile, none is there twice', async () => {
  const [reading, other] = await Promise.all([1, 2].map(() => KurrentDbEventStore.open({ url: double.url })));
  for (let round = 0; round < 30; round++) {
    const [streamId, facts] = [newStream(), newFacts(2)];
    await other!.append(streamId, newFacts(1), 'any');
    await reading!.readStream(streamId);
    const reads: Promise<unknown>[] = [];
    const first = other!.append(streamId, facts, 'any');
    for (let n = 0; n < 6; n++) {
      reads.push(reading!.readStream(streamId));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const outcomes = await Promise.all([first, reading!.append(streamId, facts, 'any')]);
    await Promise.all(reads);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'known']);
    expect(double.log.stream(streamId)).toHaveLength(3);
  }
  await Promise.all([reading!.close(), other!.close()]);
});

test('of several processes that expect the same revision one wins', async () => {
  const others = await Promise.all([1, 2, 3].map(() => KurrentDbEventStore.open({ url: double.url })));
  const streamId = newStream();
  await store.append(streamId, newFacts(1), 'no-stream');
  await Promise.all(others.map((other) => other.readStream(streamId)));
  for (let last = 0; last < 40; last += 2) {
    const outcomes = await Promise.all(others.map((other) => other.append(streamId, newFacts(2), last)));
    const wrong = { outcome: 'wrong-revision', actual: last + 2 };
    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome !== 'appended')).toEqual([wrong, wrong]);
  }
  await Promise.all(others.map((other) => other.close()));
});

test('several processes that expect nothing of one stream all win', async () => {
  const others = await Promise.all([1, 2, 3].map(() => KurrentDbEventStore.open({ url: double.url })));
  const streamId = newStream();
  const outcomes = await Promise.all(
    others.flatMap((other) => newFacts(10).map((fact) => other.append(streamId, [fact], 'any'))),
  );
  expect(new Set(outcomes.map((outcome) => (outcome as { revision: number }).revision)).size).toBe(30);
  expect(await store.readStream(streamId)).toHaveLength(30);
  await Promise.all(others.map((other) => other.close()));
});

test('what is known of a stream costs no reading of it, and what is not is read once', async () => {
  const streamId = newStream();
  await store.append(streamId, newFacts(3), 'any');
  const other = await KurrentDbEventStore.open({ url: double.url });
  await other.append(streamId, newFacts(2), 2);
  const before = double.appends;
  expect(await store.append(streamId, newFacts(1), 2)).toEqual({ outcome: 'wrong-revision', actual: 4 });
  expect(await store.append(streamId, newFacts(1), 4)).toMatchObject({ outcome: 'appended', revision: 5 });
  expect(double.appends - before).toBe(2);
  await other.close();
});

test('one that is larger than the server takes says so, and what to set', async () => {
  const streamId = newStream();
  const large = newFact({ text: 'x'.repeat(1_100_000) });
  await expect(store.append(streamId, [large], 'any')).rejects.toThrow(/1048576 bytes.*MaxAppendSize/);
  const patient = await KurrentDbEventStore.open({ url: double.url });
  await expect(patient.append(streamId, newFacts(10_000), 'any')).rejects.toThrow(/MaxAppendSize/);
  expect(await patient.readStream(streamId)).toEqual([]);
  await patient.close();
});

test('more than may wait is refused, and nothing of it is written', async () => {
  const small = await KurrentDbEventStore.open({ url: double.url, limits: { waitingEvents: 10 } });
  const streamId = newStream();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 15 }, () => small.append(streamId, newFacts(1), 'any')),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => reason)).toEqual(Array(5).fill(expect.any(StoreOverloaded)));
  expect(await small.readStream(streamId)).toHaveLength(10);
  expect((await small.append(newStream(), newFacts(11), 'any')).outcome).toBe('appended');
  await small.close();
});

test('closing waits for appends under way', async () => {
  const streamId = newStream();
  const appending = store.append(streamId, newFacts(2), 'any');
  await store.close();
  expect((await appending).outcome).toBe('appended');
  await expect(store.append(streamId, newFacts(1), 'any')).rejects.toThrow('closed');
});

test('what is stored is JSON that the server’s projections and console understand', async () => {
  const [streamId, fact] = [newStream(), newFact({ b: 1, a: [true, null] })];
  await store.append(streamId, [fact], 'any');
  const [record] = double.log.stream(streamId);
  expect(record).toMatchObject({ contentType: 'application/json', type: fact.type });
  expect(Buffer.from(record!.data).toString()).toBe('{"a":[true,null],"b":1}');
  const text = Buffer.from(record!.metadata).toString();
  expect(JSON.parse(text)).toMatchObject({
    ...fact.metadata,
    $correlationId: fact.metadata.correlationId,
    $schemaVersion: 1,
  });
  expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(JSON.parse(text)).toSorted());
});

test('metadata under a name of the server’s is an error of the program', async () => {
  const fact = newFact();
  const metadata = { ...fact.metadata, $maxAge: 1 };
  await expect(store.append(newStream(), [{ ...fact, metadata }], 'any')).rejects.toThrow(TypeError);
});
