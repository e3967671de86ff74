import { MemoryEventStore } from '@stepwell/event-sourcing';
import type { Attendance } from '@stepwell/pathway';
import {
  admitted,
  attendance,
  attended,
  discharged,
  newYork,
  registered,
  registration,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { sessionsOfProgram } from './program-sessions.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

// Tuesday's group of 3 March 2026, and others of its week.
const mar = (day: number, time = '12:00') => newYork(`2026-03-${String(day).padStart(2, '0')} ${time}`);
const named = (family: string): Told => ({
  ...registered,
  type: 'PatientRegistered',
  data: { ...registration, person: { name: { family } } },
});
const at = (instant: string, over: Partial<Attendance>): Told =>
  attended(instant, { programId: 'iop', ...over });
const group = (status: Attendance['status'], attendedMinutes: number, over: Partial<Attendance> = {}): Told =>
  at(mar(3, '18:00'), { sessionId: 'tue', status, attendedMinutes, ...over });
const inIop = admitted(mar(2), 'intensive-outpatient', { programId: 'iop' });

let database: ReadModelDatabase;
const sessions = (from: string, to = from) => sessionsOfProgram(database.pool, 'iop', { from, to });
const ids = async (from: string, to = from) => (await sessions(from, to)).map(({ sessionId }) => sessionId);

beforeAll(async () => {
  database = await readModelDatabase();
  const store = new MemoryEventStore();
  await tell(
    store,
    'ada',
    named('Adams'),
    inIop,
    group('attended', 180),
    at(mar(5, '09:00'), { sessionId: 'thu' }),
  );
  await tell(store, 'ben', named('Brown'), inIop, group('late', 150), {
    type: 'AttendanceCorrected',
    data: {
      ...attendance({ sessionId: 'tue', programId: 'iop', status: 'left-early', attendedMinutes: 120 }),
      voids: 'e2',
    },
    at: mar(3, '18:00'),
    recordedAt: mar(20),
  });
  await tell(
    store,
    'cyd',
    ...[named('Clark'), inIop, group('excused', 0)],
    // Sunday, half an hour before midnight: in UTC it is Monday, in another week.
    at(mar(8, '23:30'), { sessionId: 'sun' }),
    // In the same program at another level from the next day on: the week is told by the later stay.
    transitioned(mar(4), 'outpatient', { programId: 'iop' }),
  );
  // At outpatient, in another program, and in none.
  await tell(
    store,
    'dee',
    ...[named('Diaz'), admitted(mar(2), 'outpatient', { programId: 'op' })],
    group('late', 100, { modality: 'telehealth', kind: 'skills' }),
    at(mar(4), { sessionId: 'own', programId: 'op' }),
  );
  await tell(store, 'eve', named('Evans'), admitted(mar(2), 'inpatient'), group('no-show', 0));
  // Without a stay that a feed told of, and where a session names no program that of the stay.
  await tell(store, 'fay', named('Foster'), group('attended', 180), discharged(mar(9)));
  await tell(
    store,
    'gil',
    named('Green'),
    inIop,
    attended(mar(6), { sessionId: 'fri', scheduledMinutes: 60, attendedMinutes: 60 }),
  );
  await tell(store, 'hal', named('Hill'), inIop, { ...at(mar(7), { sessionId: 'sat' }), precision: 'day' });
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

test('a group is counted by what became of everybody on its roster', async () =>
  expect((await sessions('2026-03-03')).map(({ roster: _, ...session }) => session)).toEqual([
    {
      ...{ sessionId: 'tue', on: '2026-03-03', at: mar(3, '18:00'), kind: 'process' },
      ...{ modalities: ['in-person', 'telehealth'], scheduledMinutes: 180 },
      ...{ patients: 6, attended: 4, late: 1, leftEarly: 1, excused: 1, noShows: 1 },
    },
  ]));

test('its roster has everybody at their own level of care, with the minutes and the event', async () => {
  const [tue] = await sessions('2026-03-03');
  const rows = tue!.roster.map((one) => [
    one.name.family,
    one.level,
    one.isGuest,
    one.status,
    one.attendedMinutes,
  ]);
  expect(rows).toEqual([
    ['Adams', 'intensive-outpatient', false, 'attended', 180],
    ['Brown', 'intensive-outpatient', false, 'left-early', 120],
    ['Clark', 'intensive-outpatient', false, 'excused', 0],
    ['Diaz', 'outpatient', true, 'late', 100],
    ['Evans', 'inpatient', true, 'no-show', 0],
    ['Foster', null, true, 'attended', 180],
  ]);
  expect(tue!.roster.map(({ eventId }) => eventId)).toEqual(
    Object.entries({ ada: 2, ben: 3, cyd: 2, dee: 2, eve: 2, fay: 1 }).map(([patient, n]) =>
      eventIdIn(`pathway-${patient}`, n),
    ),
  );
});

test.each([
  ['2026-03-02', '2026-03-02', []],
  ['2026-03-02', '2026-03-04', ['tue']],
  ['2026-03-04', '2026-03-07', ['thu', 'fri', 'sat']],
  ['2026-03-08', '2026-03-08', ['sun']],
  ['2026-03-09', '2026-03-15', []],
  ['2026-02-24', '2026-03-10', ['tue', 'thu', 'fri', 'sat', 'sun']],
])("from %s to %s by the facility's days were held %j", async (from, to, held) =>
  expect(await ids(from, to)).toEqual(held),
);

test('no time is told of a session of which only the day is known', async () =>
  expect((await sessions('2026-03-07'))[0]).toMatchObject({ sessionId: 'sat', at: null, patients: 1 }));

test('another program has its own', async () =>
  expect(
    (await sessionsOfProgram(database.pool, 'op', { from: '2026-03-01', to: '2026-03-31' })).map(
      (one) => one.sessionId,
    ),
  ).toEqual(['own']));
