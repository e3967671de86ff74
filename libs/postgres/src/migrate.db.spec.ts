import { migrate, type Migration } from './migrate.ts';
import { testDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const first: Migration = { name: 'wards', sql: 'CREATE TABLE wards (name text)' };
const second: Migration = { name: 'a first ward', sql: `INSERT INTO wards VALUES ('north')` };
const wards = async () => (await database.pool.query('SELECT name FROM wards')).rows;

test('what is new is applied in order, and once', async () => {
  expect(await migrate(database.pool, 'beds', [first])).toEqual(['wards']);
  expect(await migrate(database.pool, 'beds', [first, second])).toEqual(['a first ward']);
  expect(await migrate(database.pool, 'beds', [first, second])).toEqual([]);
  expect(await wards()).toEqual([{ name: 'north' }]);
});

test('owners do not know of each other', async () => {
  await migrate(database.pool, 'beds', [first]);
  const tables: Migration = { name: 'tables', sql: 'CREATE TABLE tables (name text)' };
  expect(await migrate(database.pool, 'chairs', [tables])).toEqual(['tables']);
});

test('processes that start at once apply everything once', async () => {
  const all = await Promise.all(
    Array.from({ length: 8 }, () => migrate(database.pool, 'beds', [first, second])),
  );
  expect(all.flat().sort()).toEqual(['a first ward', 'wards']);
  expect(await wards()).toEqual([{ name: 'north' }]);
});

test('one that fails leaves nothing of its run', async () => {
  const broken: Migration = { name: 'broken', sql: 'CREATE TABEL wards' };
  await expect(migrate(database.pool, 'beds', [first, broken])).rejects.toThrow(/syntax error/);
  expect(await migrate(database.pool, 'beds', [first])).toEqual(['wards']);
});

test('an applied one that has changed stops everything', async () => {
  await migrate(database.pool, 'beds', [first]);
  const changed = { ...first, sql: 'CREATE TABLE wards (name text, beds int)' };
  await expect(migrate(database.pool, 'beds', [changed, second])).rejects.toThrow(
    'The beds migration "wards" was applied to this database in another form than "wards" has now.',
  );
});

test('a database of a later version of the program is left alone', async () => {
  await migrate(database.pool, 'beds', [first, second]);
  await expect(migrate(database.pool, 'beds', [first])).rejects.toThrow(
    'The database has the beds migration "a first ward", which this version of the program does not know.',
  );
});
