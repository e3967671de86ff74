import type { EventStore } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { admitted, jan, left, registered } from '@stepwell/pathway/testing';
import {
  Projector,
  discard,
  heldStreams,
  readBuild,
  readModels,
  rebuild,
  retryHeld,
  verify,
  whileBuilding,
  type PatientState,
} from '@stepwell/read-models';
import { readModelDatabase, tablesOf, tell, type ReadModelDatabase } from '@stepwell/read-models/testing';
import type { Pool } from 'pg';

// Several processes on one database, each of which may be slow, cut off or dead at any moment.

let database: ReadModelDatabase;
let store: PostgresEventStore;
const projectors: Projector[] = [];
beforeEach(async () => {
  database = await readModelDatabase();
  store = await PostgresEventStore.open({ url: database.url });
});
afterEach(async () => {
  await Promise.all(projectors.splice(0).map((one) => one.stop()));
  await store.close();
  await database.drop();
});

const log = () => {};
const follow = async (models = readModels, from: EventStore = store): Promise<Projector> => {
  const projector = new Projector(database.pool, from, { log, models });
  projectors.push(projector);
  await projector.start();
  return projector;
};

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Cuts the connections that hold advisory locks: whoever led loses the lead. */
const cutLeaders = async (): Promise<void> => {
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
};

/** The pool as another process has it, which does something before it is given its nth connection. */
const before = (nth: number, meanwhile: () => Promise<unknown>): Pool => {
  let connections = 0;
  return new Proxy<Pool>(database.pool, {
    get: (target, name) => {
      if (name === 'connect')
        return async () => {
          if (++connections === nth) await meanwhile();
          return target.connect();
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

const isComplete = async (): Promise<boolean> =>
  (await verify(database.pool, store, readModels)).verdicts.every((verdict) => verdict.isComplete);

test('one that stands by after trouble of its own is at fault no longer', async () => {
  const leader = await follow();
  let isBroken = true;
  const standby = await follow(
    readModels,
    new Proxy<EventStore>(store, {
      get: (target, name) => {
        if (name === 'head' && isBroken) throw new Error('no way to the log');
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  );
  await leader.stop();
  await until(() => standby.fault === 'no way to the log');
  const second = await follow();
  await until(() => standby.fault === undefined);
  expect(second.fault).toBeUndefined();
  isBroken = false;
}, 20_000);

test('one that has nothing to make does not wait for another that makes read models', async () => {
  await tell(store, 'ada', registered, admitted(jan(2)));
  await rebuild(database.pool, store);
  await whileBuilding(database.pool, store, { log }, async (building) => {
    await building!.fill();
    const projector = await follow();
    await tell(store, 'ada', left(jan(3)));
    await projector.reached(await store.head());
  });
}, 10_000);

test('a builder that was taken for dead writes nothing more', async () => {
  for (const name of ['ada', 'ben', 'cyd']) await tell(store, name, registered, admitted(jan(2)));
  await rebuild(database.pool, store);
  const tables = await tablesOf(database.pool);
  let second: Promise<unknown> = Promise.resolve();
  const filled = Promise.withResolvers<void>();
  const resumed = Promise.withResolvers<void>();
  // Connections: the lead, the opening, the programs, the patients.
  const slow = before(4, async () => {
    await cutLeaders();
    second = whileBuilding(database.pool, store, { log }, async (building) => {
      await building!.fill();
      filled.resolve();
      await resumed.promise;
      await building!.switch();
    });
    await Promise.race([filled.promise, second]);
  });
  await expect(
    whileBuilding(slow, store, { log }, (building) => building!.fill().finally(resumed.resolve)),
  ).rejects.toThrow();
  await second;
  expect(await heldStreams(database.pool)).toEqual([]);
  expect(await tablesOf(database.pool)).toEqual(tables);
  expect(await isComplete()).toBe(true);
}, 20_000);

test('a build that is cut off while it is being dropped is there whole, or not at all', async () => {
  await tell(store, 'ada', registered);
  await whileBuilding(database.pool, store, { log }, (building) => building!.fill());
  const reader = await database.pool.connect();
  // Whoever drops it comes as far as this table and waits.
  await reader.query('BEGIN; LOCK TABLE read.held IN SHARE MODE');
  const dropped = discard(database.pool);
  const isWaiting = `FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  await until(async () => (await database.pool.query(`SELECT ${isWaiting}`)).rowCount === 1);
  const refused = expect(dropped).rejects.toThrow();
  await database.pool.query(`SELECT pg_terminate_backend(pid) ${isWaiting}`);
  await refused;
  await reader.query('COMMIT');
  reader.release();
  expect(await readBuild(database.pool)).toMatchObject({ filled: true });
  await rebuild(database.pool, store, { log });
  expect((await tablesOf(database.pool))['patients']).toHaveLength(1);
}, 20_000);

test('a build goes on to its end while more is recorded all the time', async () => {
  await tell(store, 'ada', registered);
  const projector = await follow();
  let isBusy = true;
  let reads = 0;
  const busy = new Proxy<EventStore>(store, {
    get: (target, name) => {
      if (name === 'readLog')
        return async (...args: Parameters<EventStore['readLog']>) => {
          const events = await target.readLog(...args);
          if (isBusy && ++reads < 40) {
            await tell(store, `p${reads}`, registered);
            await projector.reached(await store.head());
          }
          return events;
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  await whileBuilding(database.pool, busy, { log }, async (building) => {
    await tell(store, 'ben', registered);
    await projector.reached(await store.head());
    await building!.fill();
    expect(reads).toBeLessThan(5);
    isBusy = false;
    await building!.switch();
  });
  await tell(store, 'cyd', registered);
  await projector.reached(await store.head());
  expect(await isComplete()).toBe(true);
}, 20_000);

const failing = (when: (state: PatientState) => boolean) =>
  readModels.map((model) =>
    model.name === 'stays'
      ? {
          ...model,
          rows: (state: PatientState, key: string) => {
            if (when(state)) throw new RangeError('no such day');
            return model.rows(state, key);
          },
        }
      : model,
  );

test('what was let go and held again while somebody was about to retry it is counted once', async () => {
  const models = failing(({ pathway }) => pathway.facts.length % 2 === 1);
  await tell(store, 'ada', registered);
  const projector = await follow(models);
  await until(async () => (await heldStreams(database.pool)).length === 1);
  const slow = before(1, async () => {
    await tell(store, 'ada', admitted(jan(2)));
    await projector.reached(await store.head());
    await tell(store, 'ada', left(jan(3)));
    await projector.reached(await store.head());
  });
  expect(await retryHeld(slow, store, models)).toEqual({ tried: 1, released: 0 });
  expect(await heldStreams(database.pool)).toMatchObject([{ eventType: 'LeaveStarted' }]);
  expect(await isComplete()).toBe(true);
}, 20_000);

test('new tables that a switch left ahead of the others are compared where both stand', async () => {
  await tell(store, 'ada', registered);
  await rebuild(database.pool, store);
  await tell(store, 'ben', registered, admitted(jan(2)));
  // Connections: the lead, the opening, the programs, the patients, the indexes, the switch, its catching up, and no more.
  const cut = new Proxy<Pool>(database.pool, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'connect') return typeof value === 'function' ? value.bind(target) : value;
      return async () => {
        const client = await target.connect();
        return new Proxy(client, {
          get: (one, what) => {
            const own: unknown = Reflect.get(one, what);
            if (what !== 'query') return typeof own === 'function' ? own.bind(one) : own;
            return (text: string, values: unknown[]) =>
              /RENAME/.test(text) ? Promise.reject(new Error('cut')) : one.query(text, values);
          },
        });
      };
    },
  });
  await expect(rebuild(cut, store, { log })).rejects.toThrow('cut');
  const differences = await whileBuilding(database.pool, store, { log }, async (building) => {
    await building!.fill();
    return building!.differences();
  });
  expect(differences!.map(({ onlyAfter }) => onlyAfter)).toEqual(readModels.map(() => 0));
}, 20_000);
