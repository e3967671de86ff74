import type { Position, RecordedEvent } from '@stepwell/event-sourcing';
import { GroupedReads } from './grouped-reads.ts';

const event = (streamId: string): RecordedEvent => ({
  ...{ id: 'e', type: 'Happened', schemaVersion: 1, data: {}, streamId, revision: 0 },
  metadata: {} as RecordedEvent['metadata'],
  position: '1' as Position,
});

/** Reads, with what was asked for in each query. */
const reads = (fails: (streamIds: readonly string[]) => boolean = () => false) => {
  const queries: (readonly string[])[] = [];
  const grouped = new GroupedReads(async (streamIds) => {
    queries.push(streamIds);
    if (fails(streamIds)) throw new Error('no connection');
    return new Map(streamIds.map((streamId) => [streamId, [event(streamId)]]));
  });
  return { grouped, queries };
};

test('reads of one moment are one query, and each gets its own stream', async () => {
  const { grouped, queries } = reads();
  const found = await Promise.all(['p-1', 'p-2', 'p-1'].map((streamId) => grouped.read(streamId)));
  expect(queries).toEqual([['p-1', 'p-2']]);
  expect(found.map(([one]) => one?.streamId)).toEqual(['p-1', 'p-2', 'p-1']);
  found[0]!.pop();
  expect(found[2]).toHaveLength(1);
});

test('a read that is asked for when the query has been sent is a query of its own', async () => {
  const { grouped, queries } = reads();
  await grouped.read('p-1');
  await grouped.read('p-1');
  expect(queries).toEqual([['p-1'], ['p-1']]);
});

test('a query asks for 64 streams at most', async () => {
  const { grouped, queries } = reads();
  const names = Array.from({ length: 150 }, (_, n) => `p-${n}`);
  const found = await Promise.all(names.map((streamId) => grouped.read(streamId)));
  expect(queries.map(({ length }) => length)).toEqual([64, 64, 22]);
  expect(found.map(([one]) => one?.streamId)).toEqual(names);
});

test('a query that fails fails those who asked for it, and nobody else', async () => {
  const { grouped } = reads((streamIds) => streamIds.includes('p-1'));
  const both = await Promise.allSettled([grouped.read('p-1'), grouped.read('p-2')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(grouped.read('p-2')).resolves.toHaveLength(1);
});
