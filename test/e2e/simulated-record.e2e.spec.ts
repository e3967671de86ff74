import type { INestApplicationContext } from '@nestjs/common';
import { measures } from '@stepwell/measures';
import {
  FOLLOWED_CASES,
  FOLLOWED_UNTIL,
  Projector,
  censusOn,
  measureCasesOf,
  rebuild,
  type MeasureCase,
} from '@stepwell/read-models';
import {
  Intake,
  SITE_MAP_FILE,
  loadNetwork,
  openFoundation,
  openIntake,
  readSiteMap,
  type Foundation,
} from '@stepwell/services';
import { mergeRecords, simulateNetwork, type NetworkRecord } from '@stepwell/simulator';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';

// The simulator writes down what is true while it makes lives up; the read models see nothing but events, of which some
// come late, out of order, twice, or wrong and then corrected. Both must say the same, to the last patient.

const options = { seed: 20, patients: 400, from: '2024-06-01', to: '2026-03-01' };
const PERIOD = { from: '2024-01-01', to: '2027-01-01', today: '2030-01-01' };
const ALL = { offset: 0, limit: 1_000_000 };

let database: TestDatabase;
let foundation: Foundation;
let intake: INestApplicationContext;
let projector: Projector;
let record: NetworkRecord;

beforeAll(async () => {
  database = await testDatabase();
  foundation = await openFoundation({ databaseUrl: database.url, dataFolder: '' }, console.error);
  intake = await openIntake(foundation, await readSiteMap(SITE_MAP_FILE));
  const { pool, store } = foundation;
  projector = new Projector(pool, store, { log: console.error });
  await projector.start();
  await loadNetwork(intake.get(Intake), options);
  await projector.reached(await store.head());
  record = mergeRecords([...simulateNetwork(options).patients()].map((patient) => patient.record));
}, 120_000);

afterAll(async () => {
  await projector.stop();
  await intake.close();
  await foundation.close();
  await database.drop();
});

const cases = async (measure: string): Promise<readonly MeasureCase[]> =>
  (await measureCasesOf(foundation.pool, measure, { ...PERIOD, groupBy: 'none' }, {}, ALL)).items;

const census = async (): Promise<unknown[]> => {
  const days = [...new Set(record.census.map(({ day }) => day))];
  const found = [];
  for (const on of days)
    for (const { level, patients, onLeave } of await censusOn(foundation.pool, on, {}))
      found.push(`${on} ${level} ${patients} ${onLeave}`);
  return found.sort();
};

const recordedCensus = () =>
  record.census.map(({ day, level, patients, onLeave }) => `${day} ${level} ${patients} ${onLeave}`).sort();

/** The simulator says of a readmission on which day it was, and of every other measure what it should say. */
const READMISSION = /^readmission-(\d+)$/;
const readmissionDays = measures.flatMap(({ id }) => {
  const days = READMISSION.exec(id)?.[1];
  return days === undefined ? [] : Number(days);
});

const readmissions = async (days: number): Promise<string[]> =>
  (await cases(`readmission-${days}`))
    .filter(({ outcome }) => outcome !== 'excluded')
    .map((one) => `${one.patientId} ${one.indexOn} ${one.facilityId} ${one.level} ${one.outcome}`)
    .sort();

const recordedReadmissions = (days: number): string[] =>
  record.readmissions
    .map(({ patientId, day, facilityId, level, readmittedAfter = Infinity }) =>
      [patientId, day, facilityId, level, readmittedAfter <= days ? 'numerator' : 'not-numerator'].join(' '),
    )
    .sort();

test('there is something to compare', () => {
  expect(record.readmissions.length).toBeGreaterThan(200);
  expect(
    record.readmissions.filter(({ readmittedAfter = 999 }) => readmittedAfter <= 30).length,
  ).toBeGreaterThan(30);
});

test('the census of every day and level is the simulator’s', async () =>
  expect(await census()).toEqual(recordedCensus()));

test.each(readmissionDays)('readmission within %i days is the simulator’s, case by case', async (days) =>
  expect(await readmissions(days)).toEqual(recordedReadmissions(days)),
);

const told = measures.map(({ id }) => id).filter((id) => !READMISSION.test(id));

test('the simulator says of every measure what it should say', () =>
  expect([...new Set(record.verdicts.map(({ measure }) => measure))].sort()).toEqual(told.toSorted()));

test.each(told)('%s is the simulator’s, case by case', async (measure) => {
  const own = record.verdicts.filter((one) => one.measure === measure);
  const doubtful = new Set(
    own.flatMap(({ outcome, patientId, day }) => (outcome === 'doubtful' ? [`${patientId} ${day}`] : [])),
  );
  const { rows } = await foundation.pool.query<{ about: string; line: string }>(
    `SELECT concat_ws(' ', patient_id, index_on) AS about,
            concat_ws(' ', patient_id, index_on, facility_id, level, coalesce(exclusion, outcome),
              coalesce(event_on, ${FOLLOWED_UNTIL})) AS line
     FROM ${FOLLOWED_CASES} WHERE measure_id = $1 AND (measure_id <> 'hours-compliance' OR window_ends < $2)`,
    [measure, options.to],
  );
  const recorded = own.map(({ patientId, day, facilityId, level, outcome, until }) => ({
    about: `${patientId} ${day}`,
    line: [patientId, day, facilityId, level, outcome, until].filter((part) => part !== undefined).join(' '),
  }));
  const sure = (all: readonly { about: string; line: string }[]) =>
    all.flatMap(({ about, line }) => (doubtful.has(about) ? [] : [line])).sort();
  expect(recorded.length).toBeGreaterThan(20);
  // Everybody leaves treatment some day, be it one that has not come yet.
  const kinds = new Set(own.map(({ outcome }) => outcome));
  expect(kinds.size).toBeGreaterThan(measure === 'time-in-treatment' ? 0 : 1);
  expect(sure(rows)).toEqual(sure(recorded));
});

test('the minutes attended in every week are the simulator’s', async () => {
  const { rows } = await foundation.pool.query<{ line: string }>(
    `SELECT concat_ws(' ', patient_id, program_id, week_of::text, attended_minutes) AS line FROM read.attendance_weeks
     WHERE attended_minutes > 0`,
  );
  const recorded = record.attendedMinutes
    .filter(({ minutes }) => minutes > 0)
    .map(({ patientId, programId, week, minutes }) => [patientId, programId, week, minutes].join(' '));
  expect(rows.map(({ line }) => line).sort()).toEqual(recorded.sort());
});

test('a rebuild from the log changes nothing', async () => {
  const { pool, store } = foundation;
  const tables = [
    'stays',
    'leaves',
    'coverages',
    'patients',
    'transitions',
    'attendance_weeks',
    'measure_cases',
    'programs',
  ];
  const digest = async () =>
    Promise.all(
      tables.map(async (table) => {
        const { rows } = await pool.query(
          `SELECT '${table}' AS table, count(*)::int, md5(string_agg(r::text, '|' ORDER BY r::text)) AS digest FROM read.${table} r`,
        );
        return rows[0];
      }),
    );
  const before = await digest();
  await rebuild(pool, store);
  expect(await digest()).toEqual(before);
});
