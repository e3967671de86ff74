import { MemoryEventStore } from '@stepwell/event-sourcing';
import {
  admitted,
  discharged,
  jan,
  registered,
  registration,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { searchPatients } from './patients.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

const named = (family: string, given: string, ...numbers: readonly string[]): Told => ({
  ...registered,
  type: 'PatientRegistered',
  data: {
    ...registration,
    person: { name: { family, given }, birthDate: '1990-02-28', sex: 'female' },
    identifiers: { person: numbers.map((value) => ({ system: 'north', value })) },
  },
});

let database: ReadModelDatabase;
beforeAll(async () => {
  database = await readModelDatabase();
  const store = new MemoryEventStore();
  await tell(store, 'ada', named('Adams-Ruiz', 'Ada Maria', '800865'), admitted(jan(20)));
  await tell(store, 'ben', named('O’Brien_Jr', 'Ben', 'MR%100'), admitted(jan(5)), discharged(jan(25)));
  await tell(
    store,
    'cyd',
    named('Clark', 'Cyd', 'A\\B'),
    admitted(jan(5)),
    transitioned(jan(9), 'outpatient'),
  );
  await tell(store, 'dee', named('Ødegård', 'Dée', 'MR100'));
  // Somebody of whom something is known, but not who it is.
  await tell(store, 'nobody', admitted(jan(5)));
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const found = async (search: string): Promise<string[]> =>
  (await searchPatients(database.pool, search, { offset: 0, limit: 10 })).items.map(
    ({ patientId }) => patientId,
  );

test.each([
  ['adams', ['ada']],
  ['ADA', ['ada']],
  ['ruiz maria', ['ada']],
  ['maria ruiz', ['ada']],
  ['maria clark', []],
  ['8008', ['ada']],
  ['ødegård', ['dee']],
  ['o’brien', ['ben']],
  ['nobody', []],
  // What LIKE would take for something else is taken as it stands.
  ['%', ['ben']],
  ['_', ['ben']],
  ['\\', ['cyd']],
  ['a\\b', ['cyd']],
  ['mr%100', ['ben']],
  ['mr_100', []],
  ['r%1', ['ben']],
  ["' OR true --", []],
])('the search for %j finds %j', async (search, ids) => expect(await found(search)).toEqual(ids));

test.each(['', '   '])('the search for %j finds everybody, those seen last first', async (search) =>
  expect(await found(search)).toEqual(['ben', 'ada', 'cyd', 'dee']),
);

test('answers come page by page', async () => {
  const page = (offset: number) => searchPatients(database.pool, '', { offset, limit: 3 });
  expect(await page(0)).toMatchObject({ total: 4, next: 3, items: [{}, {}, {}] });
  expect(await page(3)).toMatchObject({ total: 4, next: null, items: [{ patientId: 'dee' }] });
});

test('a patient is told by where and since when', async () => {
  const { items } = await searchPatients(database.pool, '', { offset: 0, limit: 10 });
  expect(items).toMatchObject([
    { patientId: 'ben', levels: [], facilityId: null, since: null, lastSeen: '2026-01-25' },
    { levels: ['inpatient'], facilityId: 'north', since: '2026-01-20', lastSeen: '2026-01-20' },
    { levels: ['outpatient'], since: '2026-01-09', name: { family: 'Clark', given: 'Cyd' } },
    { levels: [], since: null, lastSeen: '2025-12-01', birthDate: '1990-02-28', sex: 'female' },
  ]);
});
