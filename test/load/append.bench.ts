import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { emmett } from './append-baselines/emmett.ts';
import { oneTransactionEach } from './append-baselines/one-transaction-each.ts';
import { plainCopy } from './append-baselines/plain-copy.ts';
import { attendances } from './facts.ts';
import { compare, type Bench, type Benchmarks, type Figure } from './figure.ts';

const ROUNDS = 7;
const ROUND_MS = 1_500;
const WRITERS = 64;

/** Appends one after another to a stream of its own, for as long as `until` says; the number of events. */
export const writeTo = async (
  append: (streamId: string, expected: number, count: number) => Promise<void>,
  count: number,
  until: number,
): Promise<number> => {
  const streamId = `pathway-${crypto.randomUUID()}`;
  let written = 0;
  for (; performance.now() < until; written += count) await append(streamId, written - 1, count);
  return written;
};

/** Events per second of several writers. */
export const throughput = async (
  writers: number,
  count: number,
  append: (streamId: string, expected: number, count: number) => Promise<void>,
): Promise<number> => {
  const began = performance.now();
  const all = Array.from({ length: writers }, () => writeTo(append, count, began + ROUND_MS));
  const written = (await Promise.all(all)).reduce((sum, events) => sum + events, 0);
  return (written * 1_000) / (performance.now() - began);
};

export const appendTo =
  (store: PostgresEventStore) =>
  async (streamId: string, expected: number, count: number): Promise<void> => {
    const { outcome } = await store.append(streamId, attendances(count), expected);
    if (outcome !== 'appended') throw new Error(`An append of the benchmark ended in ${outcome}`);
  };

const information = (name: string, value: number): Figure => ({
  name,
  value,
  unit: 'events/s',
  target: null,
});

const versusOneTransactionEach = async (bench: Bench): Promise<Figure[]> => {
  const store = await PostgresEventStore.open({ url: await bench.database('append_groups') });
  const each = await oneTransactionEach(await bench.database('append_each'), 'head');
  const unordered = await oneTransactionEach(await bench.database('append_sequence'), 'sequence');
  const grouped = () => throughput(WRITERS, 1, appendTo(store));
  await throughput(WRITERS, 1, each.append);
  await grouped();
  const many = await compare(ROUNDS, grouped, () => throughput(WRITERS, 1, each.append));
  const one = await compare(
    3,
    () => throughput(1, 1, appendTo(store)),
    () => throughput(1, 1, each.append),
  );
  const sequence = await compare(3, grouped, () => throughput(WRITERS, 1, unordered.append));
  await Promise.all([store.close(), each.close(), unordered.close()]);
  return [
    { name: 'append.vs-one-transaction-each', value: many.ratio, unit: '×', target: 7 },
    information(`append.${WRITERS}-writers`, many.first),
    information(`append.${WRITERS}-writers.one-transaction-each`, many.second),
    information(`append.${WRITERS}-writers.one-transaction-each-from-a-sequence`, sequence.second),
    information('append.1-writer', one.first),
    information('append.1-writer.one-transaction-each', one.second),
  ];
};

const versusEmmett = async (bench: Bench): Promise<Figure[]> => {
  const store = await PostgresEventStore.open({ url: await bench.database('append_ours') });
  const other = await emmett(await bench.database('append_emmett'));
  const ours = (writers: number) => () => throughput(writers, 1, appendTo(store));
  const theirs = (writers: number) => () => throughput(writers, 1, other.append);
  await ours(WRITERS)();
  await theirs(WRITERS)();
  const many = await compare(ROUNDS, ours(WRITERS), theirs(WRITERS));
  const one = await compare(ROUNDS, ours(1), theirs(1));
  await Promise.all([store.close(), other.close()]);
  return [
    { name: `append.vs-emmett-${WRITERS}`, value: many.ratio, unit: '×', target: 10 },
    { name: 'append.vs-emmett-1', value: one.ratio, unit: '×', target: 1.3 },
    information(`append.${WRITERS}-writers.beside-emmett`, many.first),
    information(`append.${WRITERS}-writers.emmett`, many.second),
    information('append.1-writer.beside-emmett', one.first),
    information('append.1-writer.emmett', one.second),
  ];
};

export const BULK_APPENDS = 40;
export const BULK_EVENTS = 1_000;
const BULK_WRITERS = 4;

/** Events per second of appends of a thousand, each to a new stream. */
export const appendedInBulk = async (store: PostgresEventStore): Promise<number> => {
  const appends = Array.from({ length: BULK_APPENDS }, () => attendances(BULK_EVENTS));
  const began = performance.now();
  const writer = async () => {
    for (let facts = appends.pop(); facts; facts = appends.pop())
      await store.append(`pathway-${crypto.randomUUID()}`, facts, 'no-stream');
  };
  await Promise.all(Array.from({ length: BULK_WRITERS }, writer));
  return (BULK_APPENDS * BULK_EVENTS * 1_000) / (performance.now() - began);
};

/** Both sides write events that are ready as objects, the copy's also as bytes: those are made before the clock runs. */
const bulkVersusCopy = async (bench: Bench): Promise<Figure[]> => {
  const store = await PostgresEventStore.open({ url: await bench.database('bulk_append') });
  const copy = await plainCopy(await bench.database('bulk_copy'));
  const bulk = () => appendedInBulk(store);
  const copied = () => copy.write(Array.from({ length: BULK_APPENDS }, () => attendances(BULK_EVENTS)));
  await bulk();
  await copied();
  const { first, second, ratio } = await compare(ROUNDS, bulk, copied);
  const tens = await throughput(WRITERS, 10, appendTo(store));
  await Promise.all([store.close(), copy.close()]);
  return [
    { name: 'append.bulk-vs-copy', value: ratio, unit: '×', target: 0.7 },
    information('append.bulk', first),
    information('append.bulk.plain-copy', second),
    information(`append.${WRITERS}-writers-of-10`, tens),
  ];
};

export const appendBenchmarks: Benchmarks = {
  'append.vs-emmett': versusEmmett,
  'append.vs-one-transaction-each': versusOneTransactionEach,
  'append.bulk-vs-copy': bulkVersusCopy,
};
