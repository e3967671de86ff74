import fc from 'fast-check';
import {
  comparePositions,
  handle,
  type EventStore,
  type Order,
  type Position,
} from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import {
  pathway,
  program,
  type HoursPolicy,
  type PathwayCommand,
  type ProgramCommand,
} from '@stepwell/pathway';
import {
  admitted,
  anyCommands,
  attended,
  cameBack,
  cancelled,
  discharged,
  jan,
  left,
  registered,
  registration,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { Projector, readCheckpoint, readModels, rebuild, verify } from '@stepwell/read-models';
import {
  eventIdIn,
  forgetTables,
  readModelDatabase,
  tablesOf,
  tell,
  type ReadModelDatabase,
} from '@stepwell/read-models/testing';

// What the projector makes of the log step by step is what a rebuild makes of it at once, whatever histories there are,
// however they come in and whatever happens to the projector meanwhile.

const PATIENTS = 16;
const WRITERS = 4;

let database: ReadModelDatabase;
let store: PostgresEventStore;
const complaints: string[] = [];
const projectors: Projector[] = [];

beforeAll(async () => {
  database = await readModelDatabase();
  store = await PostgresEventStore.open({ url: database.url });
});
afterEach(async () => {
  await Promise.all(projectors.splice(0).map((one) => one.stop()));
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const follow = async (log: EventStore = store): Promise<Projector> => {
  const projector = new Projector(database.pool, log, { log: (line) => complaints.push(line) });
  projectors.push(projector);
  await projector.start();
  return projector;
};

let sent = 0;
const order = <Command>(at: string, command: Command): Order<Command> => {
  const n = sent++;
  return {
    commands: [command],
    eventId: (part) => eventIdIn(`order ${n}`, part + 1),
    metadata: {
      occurredAt: at,
      recordedAt: new Date(Date.UTC(2026, 1, 1) + n).toISOString(),
      source: { system: 'test' },
      actor: 'test',
      commandId: eventIdIn(`order ${n}`, 0),
      correlationId: eventIdIn(`order ${n}`, 0),
    },
  };
};

type Said = { readonly patientId: string; readonly command: PathwayCommand; readonly at: string };

/** What is said of every patient, as several writers come to say it. */
const histories = (seed: number): Said[][] => {
  const all = fc
    .sample(anyCommands(40), { seed, numRuns: PATIENTS })
    .flatMap((said, n) => said.map((one) => ({ ...one, patientId: `${seed}-${n}` })));
  // Round and round, so that every patient is written about by all of them.
  return Array.from({ length: WRITERS }, (_, writer) => all.filter((__, n) => n % WRITERS === writer));
};

const policy = (version: number, effectiveFrom: string): ProgramCommand => {
  const one: HoursPolicy = {
    ...{ id: 'iop', version, effectiveFrom },
    ...{ level: 'intensive-outpatient', minHoursPerWeek: 3 * version },
  };
  return { type: 'ChangeHoursPolicy', data: { policy: one } };
};

const defined: ProgramCommand = {
  type: 'DefineProgram',
  data: {
    ...{ programId: 'iop', name: 'Evening "IOP"', facilityId: 'north', facilityName: 'North\\West' },
    ...{ level: 'intensive-outpatient', timeZone: 'America/New_York' },
  },
};

const writeAll = async (seed: number): Promise<Position> => {
  const writers = histories(seed).map(async (said) => {
    for (const { patientId, command, at } of said)
      await handle(store, pathway, patientId, [order(at, command)]);
  });
  const manager = async () => {
    for (const [n, command] of [
      defined,
      policy(1, '2025-01-01'),
      policy(2, '2026-01-05'),
      policy(3, '2026-01-05'),
    ].entries()) {
      await handle(store, program, `iop`, [order('2026-01-01T00:00:00.000Z', command)]);
      await new Promise((resolve) => setTimeout(resolve, 20 * n));
    }
  };
  await Promise.all([...writers, manager()]);
  return store.head();
};

/** Waits for the projector, and holds its tables against those of a rebuild. */
const expectAsRebuilt = async (projector: Projector): Promise<void> => {
  await projector.reached(await store.head());
  await Promise.all(projectors.splice(0).map((one) => one.stop()));
  const followed = await tablesOf(database.pool);
  expect(await verify(database.pool, store, readModels)).toMatchObject({
    position: await store.head(),
    verdicts: readModels.map(({ name }) => ({ model: name, isComplete: true, held: 0 })),
  });
  const { position } = await rebuild(database.pool, store);
  const rebuilt = await verify(database.pool, store, readModels);
  expect(rebuilt.verdicts.every(({ isComplete }) => isComplete)).toBe(true);
  expect(position).toBe(await store.head());
  expect(await readCheckpoint(database.pool)).toBe(position);
  expect(followed).toEqual(await tablesOf(database.pool));
};

/** The same log, read in another way. */
const readBy = (readLog: EventStore['readLog']): EventStore =>
  new Proxy<EventStore>(store, {
    get: (target, name) => {
      const value: unknown = name === 'readLog' ? readLog : Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const inPieces = (size: number): EventStore =>
  readBy((after, limit) => store.readLog(after, Math.min(size, limit)));

const coverage = { coverageId: 'c1', payerId: 'hmo', from: '2026-01-01', person: { memberNumber: 'HM-1' } };

test('a projector that starts with an empty log follows several writers', async () => {
  const projector = await follow();
  // Whatever the others come to, this one has something for every table.
  await tell(
    store,
    'certain',
    registered,
    { type: 'CoverageStarted', data: coverage, at: jan(1) },
    // Nobody admits before it: a contradiction.
    attended(jan(1)),
    admitted(jan(2)),
    transitioned(jan(5), 'intensive-outpatient', { programId: 'iop' }),
    left(jan(6)),
  );
  await writeAll(1);
  await expectAsRebuilt(projector);
  const tables = await tablesOf(database.pool);
  expect(tables['patients']).toHaveLength(PATIENTS + 1);
  expect(Object.keys(tables).filter((name) => tables[name]!.length === 0)).toEqual([]);
});

test.each([1, 7, 100, 5_000])('batches of %d events make the same tables', async (size) => {
  await forgetTables(database.pool);
  await expectAsRebuilt(await follow(inPieces(size)));
});

test('a projector that is stopped and started again continues where it was', async () => {
  await forgetTables(database.pool);
  const writing = writeAll(2);
  for (let n = 0; n < 5; n++) {
    const projector = await follow(inPieces(13));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await projector.stop();
  }
  await writing;
  await expectAsRebuilt(await follow());
});

test('two projectors at once do no harm, and one takes over from the other', async () => {
  const [first, second] = [await follow(inPieces(5)), await follow(inPieces(3))];
  const writing = writeAll(3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await first.stop();
  await writing;
  await expectAsRebuilt(second);
});

test('a rebuild in the midst of following does no harm', async () => {
  const projector = await follow(inPieces(11));
  const writing = writeAll(4);
  for (let n = 0; n < 3; n++) await rebuild(database.pool, store);
  await writing;
  await expectAsRebuilt(projector);
});

test('a projector that a rebuild has overtaken begins anew where that stands', async () => {
  let overtake = async (): Promise<unknown> => undefined;
  const checkpoints: Position[] = [];
  const overtaken = readBy(async (after) => {
    const events = await store.readLog(after, 2);
    if (events.length > 0) await overtake();
    checkpoints.push(await readCheckpoint(database.pool));
    return events;
  });
  const projector = await follow(overtaken);
  await tell(store, 'overtaken', registered, admitted(jan(2)));
  await projector.reached(await store.head());

  const rebuilt = new Promise<void>((resolve) => {
    overtake = async () => {
      overtake = async () => undefined;
      await rebuild(database.pool, store);
      resolve();
    };
  });
  await tell(
    store,
    'overtaken',
    left(jan(3)),
    cameBack(jan(4)),
    left(jan(5), { leaveId: 'l2' }),
    discharged(jan(6)),
  );
  await rebuilt;
  await tell(store, 'overtaken', cancelled(jan(7), 'DischargeCancelled', 'e5'));
  await expectAsRebuilt(projector);
  expect(checkpoints).toEqual(checkpoints.toSorted(comparePositions));
});

test('a projector whose connections are cut goes on with new ones', async () => {
  const projector = await follow(inPieces(17));
  const writing = writeAll(5);
  for (let n = 0; n < 3; n++) {
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'stepwell' AND pid <> pg_backend_pid()`,
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await writing;
  await expectAsRebuilt(projector);
});

test('a read model of another version is made anew, to where the others stand', async () => {
  await writeAll(6);
  await database.pool.query(`UPDATE read.models SET version = 0 WHERE name = 'stays'`);
  await database.pool.query('TRUNCATE read.stays');
  await expectAsRebuilt(await follow());
});

test('whatever text a person is called by is written the same way, but for what no text of the database can hold', async () => {
  const family = `O'Neil "\\N" {a,b} \\n \t\r\n \u0000 \u0001 \u2028 ≤ 😀`;
  const data = { ...registration, person: { name: { family } } };
  complaints.length = 0;
  const projector = await follow();
  await tell(store, 'called', { ...registered, data } as Told);
  await expectAsRebuilt(projector);
  const { rows } = await database.pool.query(`SELECT family FROM read.patients WHERE patient_id = 'called'`);
  expect(rows).toEqual([{ family: family.replace('\u0000', '') }]);
  expect(complaints).toEqual([]);
});
