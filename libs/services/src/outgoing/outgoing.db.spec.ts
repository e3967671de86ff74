import { MemoryEventStore, START, type Position } from '@stepwell/event-sourcing';
import { registered } from '@stepwell/pathway/testing';
import { migrate } from '@stepwell/postgres';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { tell } from '@stepwell/read-models/testing';
import { DEFAULT_SETTINGS } from '../tokens.ts';
import { AlertFeed } from './alert-feed.ts';
import { alertNoticeMigrations } from './alert-notices.ts';
import type { OutgoingFilter } from './filter.ts';
import { LogFeed } from './log-feed.ts';
import { OutgoingLog } from './outgoing.ts';
import { Whom } from './whom.ts';

let database: TestDatabase;
let store: MemoryEventStore;
let alerts: AlertFeed;
let log: LogFeed;
let outgoing: OutgoingLog;

beforeAll(async () => {
  database = await testDatabase();
  await migrate(database.pool, 'alerts', alertNoticeMigrations);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('TRUNCATE alerts.watch, alerts.notices');
  await database.pool.query('INSERT INTO alerts.watch (last_number) VALUES (0)');
  store = new MemoryEventStore();
  alerts = new AlertFeed(database.pool);
  log = new LogFeed(store);
  outgoing = new OutgoingLog(store, log, alerts, new Whom(store), DEFAULT_SETTINGS);
});
afterEach(async () => {
  alerts.onModuleDestroy();
  await log.onModuleDestroy();
});

const ALL: OutgoingFilter = { kinds: [], alerts: [], facilities: [], payers: [], patients: [] };
const begin = { position: START, alert: 0 };

const record = async (...patients: readonly string[]): Promise<void> => {
  for (const patientId of patients) await tell(store, patientId, registered);
};

/** Announces that an alert about a patient has opened, which stands on the events up to a position. */
const announce = async (patientId: string, position: number): Promise<void> => {
  await database.pool.query(
    `WITH next AS (UPDATE alerts.watch SET last_number = last_number + 1 RETURNING last_number)
     INSERT INTO alerts.notices (number, change, position, alert) SELECT last_number, 'AlertOpened', $1, $2 FROM next`,
    [position, JSON.stringify({ kind: 'admitted', patientId })],
  );
};

/** What goes out in the next batch, and where its reader stands then. */
const next = async (cursor: { position: Position; alert: number }, limit = 100) => {
  const batch = await outgoing.after(cursor, ALL, limit);
  const told = batch.items.map(({ body, partition }) => {
    const { type } = JSON.parse(body) as { type: string };
    return `${type.split('.')[2]} ${partition}`;
  });
  return { ...batch, told };
};

test('no notice goes out before the events that it stands on, however far behind a reader is', async () => {
  await record('ada', 'ben', 'cyd', 'dee');
  await announce('ada', 1);
  await announce('cyd', 3);
  const first = await next(begin, 2);
  expect(first.told).toEqual(['PatientRegistered ada', 'PatientRegistered ben', 'AlertOpened ada']);
  const second = await next(first.cursor, 2);
  expect(second.told).toEqual(['PatientRegistered cyd', 'PatientRegistered dee', 'AlertOpened cyd']);
  expect(second.cursor).toEqual({ position: '4', alert: 2 });
});

test('a reader at the end of what it can see is woken by the event that a notice waits for', async () => {
  const release = outgoing.hold();
  await record('ada');
  await announce('ben', 2);
  const { told, cursor } = await next(begin);
  expect(told).toEqual(['PatientRegistered ada']);
  const waiting = new AbortController();
  let isOver = false;
  const grown = outgoing.grownPast(cursor, ALL, waiting.signal).then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isOver).toBe(false);
  await record('ben');
  await grown;
  const after = await next(cursor);
  expect(after.told).toEqual(['PatientRegistered ben', 'AlertOpened ben']);
  release();
});

describe('the feed of alerts', () => {
  const never = new AbortController().signal;

  test('wakes whoever waits, once there is a notice after theirs', async () => {
    const waiting = [alerts.grownPast(0, never), alerts.grownPast(0, never)];
    await announce('ada', 0);
    await Promise.all(waiting);
    expect((await alerts.after(0, 10)).map(({ number }) => number)).toEqual([1]);
  });

  test('does not take for the last one what it has seen long ago', async () => {
    await announce('ada', 0);
    expect(await alerts.after(0, 10)).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await announce('ben', 0);
    expect((await alerts.after(1, 10)).map(({ number }) => number)).toEqual([2]);
  });

  test('lets whoever waits go when it is over', async () => {
    const aborting = new AbortController();
    const waiting = alerts.grownPast(7, aborting.signal);
    const others = alerts.grownPast(7, never);
    aborting.abort();
    await waiting;
    alerts.onModuleDestroy();
    await others;
  });
});

describe('a place given from outside', () => {
  const placeOf = (text: string, kinds: string[] = []) =>
    outgoing.cursorOf(text, { kinds }, 'after').catch(({ status, code, message }) => [status, code, message]);

  beforeEach(async () => {
    await record('ada', 'ben');
    for (let n = 0; n < 3; n++) await announce('ada', 1);
    await database.pool.query('DELETE FROM alerts.notices WHERE number <= 2');
  });

  test.each(['nowhere', '3.0', '1.4', '9'])('%s is none of this log', async (text) =>
    expect(await placeOf(text)).toEqual([400, 'invalid-request', expect.any(String)]),
  );
  test('is one with the alerts that follow it', async () => {
    expect(await placeOf('1.2')).toEqual({ position: '1', alert: 2 });
    expect(await placeOf('1')).toEqual({ position: '1', alert: 3 });
  });
  test('is gone when alerts after it are kept no more, which is told with where to go on', async () =>
    expect(await placeOf('1.1')).toEqual([410, 'alerts-pruned', expect.stringContaining('1.2 goes on')]));
  test('whoever stands at one is told, unless it wants none of them', async () => {
    const gapAfter = (alert: number, kinds: string[] = []) =>
      outgoing.gapAfter({ position: '1' as Position, alert }, { ...ALL, kinds });
    expect(await gapAfter(1)).toContain('1.2 goes on');
    expect(await gapAfter(2)).toBeUndefined();
    expect(await gapAfter(1, ['PatientAdmitted'])).toBeUndefined();
  });
  test('is one for whoever wants no alerts', async () =>
    expect(await placeOf('1.1', ['PatientAdmitted'])).toEqual({ position: '1', alert: 1 }));
});
