import { canonicalJson, START, StoreOverloaded, type Fact } from '@stepwell/event-sourcing';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import type { PoolClient } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore } from './postgres-event-store.ts';

let database: TestDatabase;
let store: PostgresEventStore;
beforeEach(async () => {
  database = await testDatabase({ log: () => undefined });
  store = await PostgresEventStore.open({ url: database.url, log: () => undefined });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const facts = (count: number, data: object = {}): Fact[] =>
  Array.from({ length: count }, (_, n) => {
    const id = crypto.randomUUID();
    const times = { occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:01.000Z' };
    const metadata = {
      ...times,
      source: { system: 'test' },
      actor: 'test',
      commandId: id,
      correlationId: id,
    };
    return { id, type: 'SomethingHappened', schemaVersion: 1, data: { z: n, ...data }, metadata };
  });

/** Keeps a transaction of another connection open while `fn` runs, after this statement. */
const during = async (statement: string, fn: (other: PoolClient) => Promise<void>): Promise<void> => {
  const other = await database.pool.connect();
  try {
    await other.query('BEGIN');
    await other.query(statement);
    await fn(other);
  } finally {
    await other.query('ROLLBACK');
    other.release();
  }
};
const HEAD_TAKEN = 'SELECT FROM log.head FOR UPDATE';
const NO_ROW_GETS_IN = 'LOCK TABLE log.events IN SHARE MODE';

/** The store's server process that waits for a lock. */
const waitingProcess = async (): Promise<number> => {
  for (;;) {
    const { rows } = await database.pool.query<{ pid: number }>(`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'stepwell log' AND wait_event_type = 'Lock'`);
    if (rows[0]) return rows[0].pid;
    await sleep(5);
  }
};
const terminate = (pid: number) => database.pool.query('SELECT pg_terminate_backend($1)', [pid]);

const expectDense = async (): Promise<void> => {
  const events = await store.readLog(START, 1_000_000);
  expect(events.map(({ position }) => position)).toEqual(events.map((_, n) => String(n + 1)));
  expect(await store.head()).toBe(String(events.length));
};

test('two processes that race keep one order without gaps, at every moment', async () => {
  const other = await PostgresEventStore.open({ url: database.url });
  let racing = true;
  const reader = async (from: PostgresEventStore) => {
    let seen = 0;
    while (racing || seen < Number(await from.head()))
      for (const { position } of await from.readLog(String(seen) as typeof START, 50))
        expect(position).toBe(String(++seen));
    return seen;
  };
  const readers = Promise.all([reader(store), reader(other)]);
  const writer = async (to: PostgresEventStore, n: number) => {
    for (let round = 0; round < 20; round++) {
      const shared = `test-${(n + round) % 4}`;
      await to.append(shared, facts(1 + (round % 3)), round % 5 ? 'any' : round);
      if (round % 10 === 0) await to.append(`test-own-${n}-${round}`, facts(450), 'no-stream');
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, n) => writer(n % 2 ? store : other, n)));
  racing = false;
  const [one, two] = await readers;
  expect(one).toBe(two);
  await expectDense();
  await other.close();
});

test('a process hears of what another one appends', async () => {
  const other = await PostgresEventStore.open({ url: database.url });
  const heard = store.grownPast(START, new AbortController().signal);
  await other.append('test-1', facts(1), 'any');
  await heard;
  await other.close();
});

describe.each([
  ['a few events', 3],
  ['many events', 1_000],
])('%s', (_, count) => {
  test.each([
    ['before they have the head', HEAD_TAKEN],
    ['while they are being written', NO_ROW_GETS_IN],
  ])('whose connection dies %s are not there, and can be appended again', async (_when, statement) => {
    const lost = facts(count);
    let next: Promise<object> | undefined;
    await during(statement, async () => {
      const group = [store.append('test-1', lost, 'any'), store.append('test-2', facts(1), 'any')];
      const settled = Promise.allSettled(group);
      const pid = await waitingProcess();
      next = store.append('test-3', facts(1), 'any');
      await terminate(pid);
      expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    });
    // What came later was of the next group.
    expect(await next).toMatchObject({ outcome: 'appended', position: '1' });
    expect(await store.append('test-1', lost, 'no-stream')).toMatchObject({ outcome: 'appended' });
    await expectDense();
  });
});

test('the same rows come of a few events and of many', async () => {
  const [few, many] = [facts(5, { text: '日本 \u0000 🏥', b: 1, a: [0.1, 1e21] }), facts(500)];
  const all = [...few, ...many];
  for (const fact of few) await store.append('test-call', [fact], 'any');
  await store.append(
    'test-copy',
    [...many, ...few.map((fact) => ({ ...fact, id: crypto.randomUUID() }))],
    'any',
  );
  const { rows } = await database.pool.query(`
    SELECT stream_id, revision, type, schema_version, data::text, metadata::text FROM log.events ORDER BY position`);
  expect(rows).toHaveLength(5 + 505);
  const asText = ({ data, metadata }: Fact) => ({
    data: canonicalJson(data),
    metadata: canonicalJson(metadata),
  });
  expect(rows).toMatchObject([...all, ...few].map(asText));
  expect(rows.slice(505).map(({ revision, stream_id: _, ...row }) => row)).toEqual(
    rows.slice(0, 5).map(({ revision, stream_id: _, ...row }) => row),
  );
});

test('many events that do not fit leave no trace', async () => {
  await store.append('test-1', facts(1), 'any');
  const outcomes = await Promise.all([
    store.append('test-1', facts(500), 'no-stream'),
    store.append('test-2', facts(500), 'no-stream'),
    store.append('test-3', facts(500), 'stream-exists'),
    store.append('test-4', facts(500), 'no-stream'),
  ]);
  expect(outcomes).toMatchObject([{ actual: 0 }, { position: '501' }, { actual: -1 }, { position: '1001' }]);
  await expectDense();
});

test('many events that are known are known whatever is expected, also beside others', async () => {
  const known = facts(500);
  await store.append('test-1', known, 'no-stream');
  const outcomes = await Promise.all([
    store.append('test-1', known, 'no-stream'),
    store.append('test-2', facts(500), 'no-stream'),
    store.append('test-3', known, 'any'),
  ]);
  expect(outcomes).toMatchObject([
    { outcome: 'known', position: '500' },
    { outcome: 'appended', position: '1000' },
    { outcome: 'event-id-reused' },
  ]);
  expect(await store.append('test-1', known, 499)).toMatchObject({ outcome: 'known', revision: 499 });
  await expectDense();
});

test('among many events one without a JSON text fails its append and no other', async () => {
  const outcomes = await Promise.allSettled([
    store.append('test-1', facts(500), 'any'),
    store.append('test-2', [...facts(450), ...facts(1, { number: Number.NaN }), ...facts(50)], 'any'),
    store.append('test-3', facts(1), 'any'),
  ]);
  expect(outcomes).toMatchObject([
    { value: { outcome: 'appended' } },
    { reason: new TypeError('NaN is not a JSON number') },
    { value: { outcome: 'appended' } },
  ]);
  expect(await store.readStream('test-2')).toEqual([]);
  await expectDense();
});

test('many events of which the second has no JSON text fail alone, before anything was sent', async () => {
  const spoiled = [...facts(1), ...facts(1, { number: Number.NaN }), ...facts(500)];
  const outcomes = await Promise.allSettled([
    store.append('test-1', spoiled, 'any'),
    store.append('test-2', facts(500), 'any'),
  ]);
  expect(outcomes).toMatchObject([
    { reason: new TypeError('NaN is not a JSON number') },
    { value: { outcome: 'appended', position: '500' } },
  ]);
  expect(await store.append('test-3', facts(1), 'any')).toMatchObject({ position: '501' });
  await expectDense();
});

test('more than may wait is refused at once, and taken again later', async () => {
  const narrow = await PostgresEventStore.open({ url: database.url, limits: { waitingEvents: 5 } });
  const waiting: Promise<object>[] = [];
  await during(HEAD_TAKEN, async () => {
    waiting.push(narrow.append('test-1', facts(3), 'any'), narrow.append('test-2', facts(2), 'any'));
    const refused = narrow.append('test-3', facts(1), 'any');
    await expect(refused).rejects.toBeInstanceOf(StoreOverloaded);
    await expect(refused).rejects.toMatchObject({ code: 'store-overloaded' });
  });
  expect(await Promise.all(waiting)).toMatchObject([{ outcome: 'appended' }, { outcome: 'appended' }]);
  expect(await narrow.append('test-3', facts(20), 'any')).toMatchObject({ outcome: 'appended' });
  await narrow.close();
});

test('closing waits for what is on its way, and nothing gets in afterwards', async () => {
  const closing = await PostgresEventStore.open({ url: database.url });
  const appending = Array.from({ length: 10 }, (_, n) => closing.append(`test-${n % 2}`, facts(1), 'any'));
  const waiting = closing.grownPast('99' as typeof START, new AbortController().signal);
  await closing.close();
  await waiting;
  expect(await Promise.all(appending)).toMatchObject(appending.map(() => ({ outcome: 'appended' })));
  await expect(closing.append('test-1', facts(1), 'any')).rejects.toThrow('closed');
  await closing.close();
});

test('an append is durable even where the database is told not to wait for the disk', async () => {
  await database.pool.query(`
    CREATE TABLE told AS SELECT '' AS setting;
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE told SET setting = current_setting('synchronous_commit');
      RETURN NULL;
    END $$;
    CREATE TRIGGER tell AFTER INSERT ON log.events EXECUTE FUNCTION tell()`);
  const url = new URL(database.url);
  await database.pool.query(`ALTER DATABASE ${url.pathname.slice(1)} SET synchronous_commit = off`);
  const cautious = await PostgresEventStore.open({ url: url.href });
  await cautious.append('test-1', facts(1), 'any');
  await cautious.close();
  expect((await database.pool.query('SELECT setting FROM told')).rows).toEqual([{ setting: 'on' }]);
});
