import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { START, subscribe, type Fact, type Position, type RecordedEvent } from '@stepwell/event-sourcing';
import { newFacts } from '@stepwell/event-sourcing/testing';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
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

/** What the events of such a process say. */
type OfAnAppend = { type: string; data: { append: string; count: number } };

/** A process that appends. `acknowledged`: what it was told is in the log, append by append. */
class AppendingProcess {
  readonly acknowledged: string[][] = [];
  private readonly child: ChildProcess;
  private readonly gone: Promise<unknown>;

  constructor(writers: number) {
    const script = join(import.meta.dirname, 'testing/appending-process.ts');
    const args = ['--conditions=stepwell-source', '--no-warnings', script, database.url, String(writers)];
    this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.gone = once(this.child, 'close');
    createInterface(this.child.stdout!).on('line', (line) => this.acknowledged.push(line.split(' ')));
  }

  async hasAppended(times: number): Promise<void> {
    while (this.acknowledged.length < times && this.child.exitCode === null) await sleep(5);
  }

  async end(): Promise<number | null> {
    this.child.stdin!.end();
    await this.gone;
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
  }
}

/** Follows the log as it grows, from the start. */
const follow = () => {
  const [seen, end] = [[] as RecordedEvent[], new AbortController()];
  const followed = subscribe(store, { after: START, batchSize: 500, signal: end.signal }, async (events) => {
    seen.push(...events);
  });
  return async () => {
    const head = await store.head();
    while (seen.length < Number(head)) await sleep(5);
    end.abort();
    await followed;
    return seen;
  };
};

const expectDense = (events: readonly RecordedEvent[]): void => {
  expect(events.map(({ position }) => position)).toEqual(events.map((_, n) => String(n + 1)));
  for (const stream of Map.groupBy(events, ({ streamId }) => streamId).values())
    expect(stream.map(({ revision }) => revision)).toEqual(stream.map((_, n) => n));
};

test('several processes that race keep one order without gaps, and commit in groups', async () => {
  const caughtUp = follow();
  const processes = [8, 16, 24].map((writers) => new AppendingProcess(writers));
  await Promise.all(processes.map((each) => each.hasAppended(300)));
  expect(await Promise.all(processes.map((each) => each.end()))).toEqual([0, 0, 0]);
  const seen = await caughtUp();
  expectDense(seen);
  const acknowledged = processes.flatMap((each) => each.acknowledged);
  expect(seen.map(({ id }) => id).sort()).toEqual(acknowledged.flat().sort());
  const { rows } = await database.pool.query<{ transactions: string }>(
    'SELECT count(DISTINCT xmin::text) AS transactions FROM log.events',
  );
  expect(Number(rows[0]!.transactions)).toBeLessThan(acknowledged.length / 3);
});

test('of processes that are killed every append is whole or absent, and what was acknowledged is there', async () => {
  const caughtUp = follow();
  const survivor = new AppendingProcess(4);
  const killed: AppendingProcess[] = [];
  for (let round = 0; round < 4; round++) {
    const victim = new AppendingProcess(16);
    await victim.hasAppended(20 + round * 40);
    await victim.kill();
    killed.push(victim);
  }
  await survivor.hasAppended(survivor.acknowledged.length + 50);
  expect(await survivor.end()).toBe(0);
  const seen = await caughtUp();
  expectDense(seen);
  const found = new Set(seen.map(({ id }) => id));
  for (const { acknowledged } of [survivor, ...killed])
    expect(acknowledged.flat().filter((id) => !found.has(id))).toEqual([]);
  const appends = Map.groupBy(seen as RecordedEvent<OfAnAppend>[], ({ data }) => data.append);
  for (const events of appends.values()) expect(events).toHaveLength(events[0]!.data.count);
});

describe('while another connection holds the head in a transaction with an event of its own', () => {
  const MINE = `
    UPDATE log.head SET position = position + 1;
    INSERT INTO log.events
    SELECT position, 'test-theirs', 0, gen_random_uuid(), 'SomethingHappened', 1, '{}', '{}' FROM log.head`;

  /** Runs the program, which is to hold the head when it says so, in a process of its own. */
  const holder = async (settings = '') => {
    const program = `
      const { Client } = (await import('pg')).default;
      const client = new Client({ connectionString: process.argv[1] });
      client.on('error', () => undefined);
      await client.connect();
      await client.query(${JSON.stringify(`${settings} BEGIN; ${MINE}`)});
      console.log('holds');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', database.url], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  };

  const appendAndRead = async (letGo: () => Promise<unknown>) => {
    const caughtUp = follow();
    const [facts, states] = [newFacts(3), [] as string[]];
    const waiting = store.append('test-ours', facts, 'no-stream').then((result) => {
      states.push('appended');
      return result;
    });
    await sleep(100);
    expect(await store.readLog(START, 10)).toEqual([]);
    expect(states).toEqual([]);
    await letGo();
    const result = await waiting;
    return { result, seen: await caughtUp(), ids: facts.map(({ id }: Fact) => id) };
  };
  const expectOnlyOurs = ({ result, seen, ids }: Awaited<ReturnType<typeof appendAndRead>>) => {
    expect(result).toMatchObject({ outcome: 'appended', position: '3' as Position });
    expect(seen.map(({ id }) => id)).toEqual(ids);
    expectDense(seen);
  };

  test('and is killed, nothing of it is there and others go on without a gap', async () => {
    const child = await holder();
    expectOnlyOurs(await appendAndRead(async () => child.kill('SIGKILL')));
  });

  test('and is cut off by an administrator, nothing of it is there and others go on without a gap', async () => {
    const child = await holder();
    const terminate = `
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'`;
    expectOnlyOurs(await appendAndRead(() => database.pool.query(terminate)));
    child.kill('SIGKILL');
  });

  test('and hangs, it is cut off by its time limit', async () => {
    const child = await holder(`SET idle_in_transaction_session_timeout = '1s';`);
    expectOnlyOurs(await appendAndRead(async () => undefined));
    child.kill('SIGKILL');
  });

  test('and rolls back, nothing of it is there and others go on without a gap', async () => {
    const other = await database.pool.connect();
    await other.query(`BEGIN; ${MINE}`);
    expectOnlyOurs(await appendAndRead(() => other.query('ROLLBACK')));
    other.release();
  });

  test('and commits, readers see its event first', async () => {
    const other = await database.pool.connect();
    await other.query(`BEGIN; ${MINE}`);
    const { result, seen } = await appendAndRead(() => other.query('COMMIT'));
    expect(result).toMatchObject({ outcome: 'appended', position: '4' });
    expect(seen.map(({ streamId }) => streamId)).toEqual(['test-theirs', ...Array(3).fill('test-ours')]);
    expectDense(seen);
    other.release();
  });
});

test('a process that appends has a limit for how long it may hold the head without doing anything', async () => {
  await database.pool.query(`
    CREATE TABLE told AS SELECT '' AS setting;
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE told SET setting = current_setting('idle_in_transaction_session_timeout');
      RETURN NULL;
    END $$;
    CREATE TRIGGER tell AFTER INSERT ON log.events EXECUTE FUNCTION tell()`);
  await store.append('test-1', newFacts(1), 'any');
  expect((await database.pool.query('SELECT setting FROM told')).rows).toEqual([{ setting: '10s' }]);
});

test('what a session knew of streams is forgotten with it: its successor may have lost something', async () => {
  await store.append('test-1', newFacts(1), 'no-stream');
  await store.append('test-1', newFacts(1), 0);
  await database.pool.query(`
    ALTER TABLE log.events DISABLE TRIGGER add_only;
    DELETE FROM log.events WHERE position = 2;
    UPDATE log.head SET position = 1;
    ALTER TABLE log.events ENABLE TRIGGER add_only;
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'stepwell log' AND pid <> pg_backend_pid()`);
  await store.append('test-2', newFacts(1), 'no-stream').catch(() => undefined);
  expect(await store.append('test-1', newFacts(1), 1)).toEqual({ outcome: 'wrong-revision', actual: 0 });
  expect(await store.append('test-1', newFacts(1), 0)).toMatchObject({ outcome: 'appended', revision: 1 });
});
