import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, attended, discharged, jan, registered, type Told } from '@stepwell/pathway/testing';
import { openAlertCounts, openAlerts, type AlertQuery } from './alerts.ts';
import type { Filter } from './filter.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
const store = new MemoryEventStore();
const covered: Told = {
  type: 'CoverageStarted',
  data: { coverageId: 'c', payerId: 'hmo', from: '2025-01-01', person: {} },
  at: jan(1),
};
const south = { facilityId: 'south' };

beforeAll(async () => {
  database = await readModelDatabase();
  await tell(store, 'ada', registered, covered, admitted(jan(2)), discharged(jan(10)));
  await tell(store, 'ben', registered, admitted(jan(3), 'residential', south), discharged(jan(11)));
  await tell(store, 'cyd', registered, covered, admitted(jan(2)), discharged(jan(10)), attended(jan(14)));
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const page = { offset: 0, limit: 50 };

/** Each alert in a line: its kind, whose it is, and its deadline. */
const told = async (query: AlertQuery, filter: Filter = {}): Promise<string[]> =>
  (await openAlerts(database.pool, query, filter, page)).items.map(
    ({ kind, patientId, deadline }) => `${kind} ${patientId} ${deadline ?? '-'}`,
  );

test('those of a day come with the nearest deadline first', async () =>
  expect(await told({ on: '2026-01-16' })).toEqual([
    'lost-between-levels-7 ada 2026-01-17',
    'lost-between-levels-7 ben 2026-01-18',
    'discharged-without-next-level ben -',
    'discharged-without-next-level ada -',
    'discharged-without-next-level cyd -',
  ]));

test('another day is answered without projecting anything anew', async () => {
  expect(await told({ on: '2026-01-14', kind: 'lost-between-levels-7' })).toEqual([]);
  expect(await told({ on: '2026-01-15', kind: 'lost-between-levels-7' })).toEqual([
    'lost-between-levels-7 ada 2026-01-17',
  ]);
  expect(await told({ on: '2026-01-20', kind: 'lost-between-levels-14' })).toEqual([
    'lost-between-levels-14 ada 2026-01-24',
  ]);
  expect(await told({ on: '2027-01-01' })).toEqual([]);
});

test.each<[string, Partial<AlertQuery>, Filter, string[]]>([
  ['a kind', { kind: 'admitted' }, {}, []],
  ['a patient', { patient: 'ben' }, {}, ['lost-between-levels-7 ben', 'discharged-without-next-level ben']],
  [
    'a facility',
    {},
    { facility: 'south' },
    ['lost-between-levels-7 ben', 'discharged-without-next-level ben'],
  ],
  ['a payer', { kind: 'lost-between-levels-7' }, { payer: 'hmo' }, ['lost-between-levels-7 ada']],
  ['a level', { kind: 'lost-between-levels-7' }, { level: 'residential' }, ['lost-between-levels-7 ben']],
])('can be narrowed to %s', async (_, query, filter, expected) => {
  const lines = await told({ on: '2026-01-16', ...query }, filter);
  expect(lines.map((line) => line.replace(/ \S+$/, ''))).toEqual(expected);
});

test('are counted by kind', async () =>
  expect(Object.fromEntries(await openAlertCounts(database.pool, { on: '2026-01-16' }, {}))).toEqual({
    'lost-between-levels-7': 2,
    'discharged-without-next-level': 3,
  }));

test('name the patient, the days, the events and what closed them', async () => {
  const [alert] = (
    await openAlerts(database.pool, { on: '2026-01-16', kind: 'lost-between-levels-7' }, {}, page)
  ).items;
  expect(alert).toMatchObject({
    patientId: 'ada',
    name: { family: 'Doe', given: 'Ada' },
    opensOn: '2026-01-15',
    closesOn: '2026-01-18',
    closedBy: null,
    facilityId: 'north',
    level: 'inpatient',
    payerId: 'hmo',
    eventIds: [eventIdIn('pathway-ada', 3)],
  });
});

test('a page says where the next one begins', async () => {
  const first = await openAlerts(database.pool, { on: '2026-01-16' }, {}, { offset: 0, limit: 2 });
  expect([first.items.length, first.total, first.next]).toEqual([2, 5, 2]);
});
