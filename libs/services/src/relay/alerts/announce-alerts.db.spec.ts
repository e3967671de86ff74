import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, discharged, jan, registered, type Told } from '@stepwell/pathway/testing';
import { migrate } from '@stepwell/postgres';
import { Projector } from '@stepwell/read-models';
import { readModelDatabase, tell, type ReadModelDatabase } from '@stepwell/read-models/testing';
import { Faults } from '../../health/faults.ts';
import {
  NOTICES_KEPT_DAYS,
  alertNoticeMigrations,
  alertNoticeRange,
  alertNotices,
  pruneAlertNotices,
} from '../../outgoing/alert-notices.ts';
import { AlertAnnouncer } from './alert-announcer.ts';
import { announceAlerts } from './announce-alerts.ts';

// Patients have names of their own in each test: all happens on one log.
let database: ReadModelDatabase;
let projector: Projector;
const store = new MemoryEventStore();

beforeAll(async () => {
  database = await readModelDatabase();
  await migrate(database.pool, 'alerts', alertNoticeMigrations);
  projector = new Projector(database.pool, store, { log: console.error });
  await projector.start();
  await announceAlerts(database.pool, jan(1));
});
afterAll(async () => {
  await projector.stop();
  await database.drop();
});

/** Each notice about a patient after a number in a line: what has become of which alert, and whom it concerns. */
const noticesAfter = async (number: number, patientId: string): Promise<string[]> =>
  (await alertNotices(database.pool, number, 100))
    .filter(({ alert }) => alert.patientId === patientId)
    .map(({ change, alert: { kind, facilityId, payerId } }) => `${change} ${kind} ${facilityId} ${payerId}`);

const record = async (patientId: string, ...told: readonly Told[]): Promise<void> => {
  await tell(store, patientId, ...told);
  await projector.reached(await store.head());
};

/** Records what happened, and announces what has come of it by a moment. Returns the notices of that about the patient. */
const announced = async (now: string, patientId: string, ...told: readonly Told[]): Promise<string[]> => {
  const { last } = await alertNoticeRange(database.pool);
  if (told.length > 0) await record(patientId, ...told);
  await announceAlerts(database.pool, now);
  return noticesAfter(last, patientId);
};

const lookedAt = async (): Promise<string> => {
  const { rows } = await database.pool.query<{ at: string }>(
    'SELECT looked_at::text AS at FROM alerts.watch',
  );
  return rows[0]!.at;
};

const lookedAgain = async (): Promise<void> => {
  const before = await lookedAt();
  while ((await lookedAt()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
};

const covered = (payerId: string, from: string): Told => ({
  type: 'CoverageStarted',
  data: { coverageId: payerId, payerId, from, person: {} },
  at: jan(1),
});
const relapse: Told = {
  type: 'RelapseReported',
  data: { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' },
  at: jan(3),
};

test('an alert is announced once when it opens, and once when it closes, with what closed it', async () => {
  const opened = ['AlertOpened admitted north hmo'];
  expect(await announced(jan(2), 'ada0', registered, covered('hmo', '2025-01-01'), admitted(jan(2)))).toEqual(
    opened,
  );
  expect(await announced(jan(2), 'ada0')).toEqual([]);
  const [closed] = await announced(jan(4), 'ada0', discharged(jan(4), 'transferred'));
  expect(closed).toBe('AlertClosed admitted north hmo');
  const [, { alert } = {}] = await alertNotices(database.pool, 0, 2);
  expect(alert).toMatchObject({ closesOn: '2026-01-04', closedBy: expect.any(String) });
});

test('one whose payer changes is closed for the payer there was and opened for the one there is', async () => {
  await announced(jan(2), 'ada1', registered, covered('old', '2025-01-01'), admitted(jan(2)));
  expect(await announced(jan(3), 'ada1', covered('new', '2025-06-01'))).toEqual([
    'AlertClosed admitted north old',
    'AlertOpened admitted north new',
  ]);
  expect(await announced(jan(3), 'ada1')).toEqual([]);
});

test('one whose facility changes is closed as it was and opened as it is', async () => {
  await announced(jan(3), 'ben2', registered, relapse);
  const notices = await announced(jan(3), 'ben2', admitted(jan(2), 'outpatient'));
  expect(notices.filter((line) => line.includes('relapse'))).toEqual([
    'AlertClosed relapse-reported null null',
    'AlertOpened relapse-reported north null',
  ]);
});

test('one that closes for a payer who is known to be another by then is closed for the one that was told', async () => {
  await announced(jan(2), 'ada3', registered, covered('old', '2025-01-01'), admitted(jan(2)));
  const both = await announced(
    jan(4),
    'ada3',
    covered('new', '2025-06-01'),
    discharged(jan(4), 'transferred'),
  );
  expect(both.filter((line) => line.includes('AlertClosed'))).toEqual(['AlertClosed admitted north old']);
});

test.each([
  ['Pacific/Honolulu', '2026-01-09T09:59:59.000Z', '2026-01-09T10:00:00.000Z'],
  ['Pacific/Auckland', '2026-01-09T10:59:59.000Z', '2026-01-09T11:00:00.000Z'],
])('a day begins and ends by the clocks of %s', async (timeZone, before, midnight) => {
  await announced(
    '2026-01-02T12:00:00.000Z',
    timeZone,
    registered,
    admitted('2026-01-02T12:00:00.000Z', 'outpatient', { timeZone }),
  );
  expect(await announced(before, timeZone)).toEqual([]);
  expect(await announced(midnight, timeZone)).toEqual(['AlertClosed admitted north null']);
});

test('where it looked says when to look again, also for alerts that open on a later day', async () => {
  await record('dee5', registered, admitted(jan(2)), discharged(jan(10)));
  const days = await announceAlerts(database.pool, '2026-01-14T23:30:00.000Z');
  expect(days).toEqual([
    { timeZone: 'UTC', today: '2026-01-14' },
    { timeZone: 'America/New_York', today: '2026-01-14' },
  ]);
  expect(await announced('2026-01-15T04:59:59.000Z', 'dee5')).toEqual([]);
  expect(await announced('2026-01-15T05:00:00.000Z', 'dee5')).toEqual([
    'AlertOpened lost-between-levels-7 north null',
  ]);
});

test('a day that begins somewhere is noticed though nothing is recorded', async () => {
  await announced('2026-01-12T12:00:00.000Z', 'dee6', registered, admitted(jan(2)), discharged(jan(10)));
  const { last } = await alertNoticeRange(database.pool);
  let now = '2026-01-14T12:00:00.000Z';
  const announcer = new AlertAnnouncer(database.pool, store, () => now, new Faults());
  announcer.onApplicationBootstrap();
  try {
    await lookedAgain();
    now = '2026-01-15T04:59:59.000Z';
    await lookedAgain();
    expect(await noticesAfter(last, 'dee6')).toEqual([]);
    now = '2026-01-15T05:00:00.000Z';
    await lookedAgain();
    expect(await noticesAfter(last, 'dee6')).toEqual(['AlertOpened lost-between-levels-7 north null']);
  } finally {
    await announcer.onModuleDestroy();
  }
});

test('a notice says up to which event it stands on', async () => {
  await announced(jan(2), 'ada7', registered, admitted(jan(2)));
  const { last } = await alertNoticeRange(database.pool);
  const [{ position } = {}] = await alertNotices(database.pool, last - 1, 1);
  expect(position).toBe(await store.head());
});

test('notices are kept for their time, and their numbers are not given again', async () => {
  const aged = (number: number, more: number) =>
    database.pool.query(
      'UPDATE alerts.notices SET noticed_at = now() - make_interval(days => $1, secs => $2) WHERE number <= $3',
      [NOTICES_KEPT_DAYS, more, number],
    );
  await announced(jan(2), 'ada8', registered, admitted(jan(2)));
  const { last } = await alertNoticeRange(database.pool);
  await aged(last - 1, -60);
  expect(await pruneAlertNotices(database.pool)).toBe(0);
  await aged(last - 1, 60);
  expect(await pruneAlertNotices(database.pool)).toBe(last - 1);
  expect(await alertNoticeRange(database.pool)).toEqual({ pruned: last - 1, last });
  await aged(last, 60);
  await pruneAlertNotices(database.pool);
  expect(await alertNoticeRange(database.pool)).toEqual({ pruned: last, last });
  expect(await announced(jan(2), 'ben8', registered, admitted(jan(2)))).toHaveLength(1);
  expect(await alertNoticeRange(database.pool)).toEqual({ pruned: last, last: last + 1 });
});
