import { streamName } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { pathwayFold, type PathwayEvent } from '@stepwell/pathway';
import { factsOfPast } from '@stepwell/event-sourcing/testing';
import { admitted, attended, discharged, jan, registered, type Told } from '@stepwell/pathway/testing';
import {
  Projector,
  isAsExpected,
  readBuild,
  readModels,
  rebuild,
  servingModels,
  summary,
  verify,
  whileBuilding,
  type BuildProgress,
  type PatientState,
  type TableDifference,
} from '@stepwell/read-models';
import { readModelDatabase, tablesOf, tell, type ReadModelDatabase } from '@stepwell/read-models/testing';

// New tables fill beside those that answer, which go on being kept meanwhile.

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

const lines: string[] = [];
const log = (line: string) => lines.push(line);
const follow = async (models = readModels): Promise<Projector> => {
  const projector = new Projector(database.pool, store, { log, models });
  projectors.push(projector);
  await projector.start();
  return projector;
};

const PATIENTS = 250;
const SESSIONS = 100;

/** Enough for several chunks. */
const fillLog = async (): Promise<void> => {
  const sessions = (n: number): Told[] =>
    Array.from({ length: SESSIONS }, (_, m) =>
      attended(new Date(Date.UTC(2026, 0, 3 + m, 18)).toISOString(), {
        ...{ sessionId: `${n}-${m}`, programId: 'iop', attendedMinutes: 60, status: 'attended' },
      }),
    );
  for (let n = 0; n < PATIENTS; n++) {
    const facts = factsOfPast<PathwayEvent>(pathwayFold, [
      registered,
      admitted(jan(2)),
      ...sessions(n),
    ] as never);
    await store.append(
      streamName(pathwayFold.category, `p${n}`),
      facts.map((fact) => ({ ...fact, id: crypto.randomUUID() })),
      'no-stream',
    );
  }
};

/** The read models, of which one makes other rows: a later version of it. */
const changed = (
  name: string,
  change: (rows: readonly object[]) => readonly object[],
  columns: object = {},
) =>
  readModels.map((model) =>
    model.name === name
      ? {
          ...model,
          version: model.version + 1,
          columns: { ...model.columns, ...columns },
          rows: (state: PatientState, key: string) => change(model.rows(state, key)) as object[],
        }
      : model,
  );

const differencesOf = async (
  models: typeof readModels,
  names: readonly string[],
): Promise<TableDifference[]> =>
  (await whileBuilding(
    database.pool,
    store,
    { models, log, choose: async () => models.filter(({ name }) => names.includes(name)) },
    async (building) => {
      await building!.fill();
      return building!.differences();
    },
  ))!;

test('one that is interrupted goes on where it was, and comes to the same', async () => {
  await fillLog();
  await rebuild(database.pool, store);
  const tables = await tablesOf(database.pool);

  const interrupt = new AbortController();
  const seen: BuildProgress[] = [];
  const progress = (now: BuildProgress) => {
    seen.push(now);
    if (now.events > 0) interrupt.abort(new Error('interrupted'));
  };
  await expect(rebuild(database.pool, store, { progress, signal: interrupt.signal, log })).rejects.toThrow(
    'interrupted',
  );
  const left = (await readBuild(database.pool))!;
  expect(left.filled).toBe(false);
  expect(left.events).toBeGreaterThan(5_000);
  expect(left.events).toBeLessThan(PATIENTS * (SESSIONS + 2));
  expect(seen[0]!.total).toBe(PATIENTS * (SESSIONS + 2));

  lines.length = 0;
  const { events } = await rebuild(database.pool, store, { log });
  expect(lines).toEqual([expect.stringContaining(`Going on after ${left.events} events`)]);
  expect(events).toBe(PATIENTS * (SESSIONS + 2));
  expect(await readBuild(database.pool)).toBeUndefined();
  expect(await tablesOf(database.pool)).toEqual(tables);
  expect((await verify(database.pool, store, readModels)).verdicts.every((one) => one.isComplete)).toBe(true);
}, 60_000);

test('while new tables fill, the old ones answer and are kept; at one position they are equal', async () => {
  await fillLog();
  const projector = await follow();
  let writing = true;
  let written = 0;
  const writer = (async () => {
    for (; writing; written++)
      await tell(
        store,
        `w${written % 40}`,
        ...(written < 40 ? [registered] : [attended(jan(9), { sessionId: String(written) })]),
      );
  })();
  const lags: number[] = [];
  const reader = (async () => {
    while (writing) {
      const [head, began] = [await store.head(), performance.now()];
      await projector.reached(head);
      lags.push(performance.now() - began);
      const { rows } = await database.pool.query('SELECT count(*) FROM read.stays');
      expect(Number(rows[0].count)).toBeGreaterThanOrEqual(PATIENTS);
    }
  })();
  const startedAt = performance.now();
  for (let n = 0; n < 3; n++) {
    const differences = await differencesOf(
      readModels,
      readModels.map(({ name }) => name),
    );
    expect(differences.map(summary)).toEqual(
      readModels.map(({ name }) => expect.stringMatching(new RegExp(`^${name}: .*all of them equal$`))),
    );
    await rebuild(database.pool, store, { log });
  }
  const took = performance.now() - startedAt;
  writing = false;
  await Promise.all([writer, reader]);
  expect(written).toBeGreaterThan(50);
  // On whatever machine: nobody waited until all was filled.
  expect(Math.max(...lags)).toBeLessThan(took / 2);
  await projector.reached(await store.head());
  const followed = await tablesOf(database.pool);
  await rebuild(database.pool, store);
  expect(followed).toEqual(await tablesOf(database.pool));
}, 60_000);

describe('the difference between old and new', () => {
  beforeEach(async () => {
    for (const name of ['ada', 'ben', 'cyd']) await tell(store, name, registered, admitted(jan(2)));
    await tell(store, 'ada', discharged(jan(9)));
    await rebuild(database.pool, store);
  });

  test('names rows and columns, with examples', async () => {
    const models = changed('stays', (rows) =>
      rows
        .filter((row) => (row as { patient_id: string }).patient_id !== 'ben')
        .map((row) => ({ ...row, facility_id: 'elsewhere' })),
    );
    const [difference] = await differencesOf(models, ['stays']);
    expect(difference).toMatchObject({
      ...{ model: 'stays', rowsBefore: 3, rowsAfter: 2, onlyBefore: 1, onlyAfter: 0, differing: 2 },
      ...{ columns: { facility_id: 2 }, columnsAdded: [], columnsRemoved: [] },
    });
    expect(difference!.examples).toHaveLength(3);
    expect(difference!.examples[0]).toMatchObject({
      before: { patient_id: 'ada', facility_id: 'north' },
      after: { patient_id: 'ada', facility_id: 'elsewhere' },
    });
    expect(difference!.examples[1]).toMatchObject({ before: { patient_id: 'ben' }, after: null });
    expect(summary(difference!)).toBe(
      'stays: 3 rows before, 2 after: 1 only before, 0 only after, 2 differ (facility_id in 2)',
    );
  });

  test('names columns that came and went', async () => {
    const models = changed('leaves', (rows) => rows, { reason: 'text' });
    const [difference] = await differencesOf(models, ['leaves']);
    expect(difference).toMatchObject({ onlyBefore: 0, onlyAfter: 0, columns: {}, columnsAdded: ['reason'] });
  });

  test('says that rows under keys of another type cannot be compared', async () => {
    const numbered = changed('stays', (rows) => rows.map((row, n) => ({ ...row, stay_id: n })), {
      stay_id: 'int NOT NULL',
    });
    const [difference] = await differencesOf(numbered, ['stays']);
    expect(difference!.incomparable).toContain('keys');
    expect(isAsExpected(difference!, 'none')).toBe(false);
  });

  test('is as expected or not', async () => {
    const elsewhere = changed('stays', (rows) => rows.map((row) => ({ ...row, facility_id: 'elsewhere' })));
    const [difference] = await differencesOf(elsewhere, ['stays']);
    expect(isAsExpected(difference!, 'none')).toBe(false);
    expect(isAsExpected(difference!, ['level'])).toBe(false);
    expect(isAsExpected(difference!, ['level', 'facility_id'])).toBe(true);
    expect(isAsExpected(difference!, 'any')).toBe(true);
    const [equal] = await differencesOf(readModels, ['patients']);
    expect(isAsExpected(equal!, 'none')).toBe(true);
    const fewer = changed('stays', () => []);
    const [lost] = await differencesOf(fewer, ['stays']);
    expect(isAsExpected(lost!, ['facility_id'])).toBe(false);
  });

  test('a projector of the old version leaves the tables alone once the new one answers', async () => {
    lines.length = 0;
    const old = await follow();
    await old.reached(await store.head());
    const models = changed('stays', (rows) => rows.map((row) => ({ ...row, facility_id: 'elsewhere' })));
    const renewed = await follow(models);
    expect(lines).toContain(
      'stays: 3 rows before, 3 after: 0 only before, 0 only after, 3 differ (facility_id in 3)',
    );
    await tell(store, 'ben', discharged(jan(9)));
    await renewed.reached(await store.head());
    const { rows } = await database.pool.query('SELECT DISTINCT facility_id FROM read.stays');
    expect(rows).toEqual([{ facility_id: 'elsewhere' }]);
    expect(old.fault).toContain('The read model stays is at version');
    // Nor does it, started again, put the old one back.
    await old.stop();
    await (await follow()).stop();
    expect((await servingModels(database.pool)).get('stays')!.version).toBe(
      models.find(({ name }) => name === 'stays')!.version,
    );
  });
});
