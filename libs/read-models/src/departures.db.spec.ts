import { MemoryEventStore } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import { admitted, discharged, jan, registered, type Told } from '@stepwell/pathway/testing';
import { departuresOf } from './departures.ts';
import { measureCasesOf, type CaseQuery } from './cases.ts';
import { GROUPINGS } from './groupings.ts';
import { whatIf } from './judging/what-if.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
let store: MemoryEventStore;
const stay = (n: number, from: string, to: string | undefined, facilityId = 'north'): Told[] => [
  admitted(from, 'inpatient', { episodeId: `e${n}`, stayId: `s${n}`, facilityId }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];

beforeAll(async () => {
  database = await readModelDatabase();
  store = new MemoryEventStore();
  // Back after 10 days; not back; back after 10 days at the other facility; died in another stay after 20 days.
  await tell(store, 'ada', registered, ...stay(1, jan(1), jan(5)), ...stay(2, jan(15), undefined));
  await tell(store, 'ben', registered, ...stay(1, jan(1), jan(5)));
  await tell(store, 'cyd', registered, ...stay(1, jan(1), jan(5), 'south'), ...stay(2, jan(15), undefined));
  await tell(
    store,
    'dee',
    registered,
    ...stay(1, jan(1), jan(5)),
    admitted(jan(20), 'outpatient', { episodeId: 'e2', stayId: 's2' }),
    discharged(jan(25), 'death', 'e2'),
  );
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const ALL = { offset: 0, limit: 100 };
const period = { from: '2026-01-01', to: '2026-12-31', today: '2026-03-01', days: 365 };
const departures = (over: Partial<typeof period> = {}, groupBy: 'none' | 'facility' = 'none') =>
  departuresOf(database.pool, 'time-to-readmission', { ...period, ...over }, groupBy, {});

test('who comes back is an event, who does not is censored on the day of the death or of asking', async () =>
  expect((await departures()).overall).toEqual([
    { days: 10, events: 2, censored: 0 },
    { days: 20, events: 0, censored: 1 },
    { days: 55, events: 0, censored: 1 },
  ]));
test('what happens after the day of asking has not happened', async () => {
  expect((await departures({ today: '2026-01-14' })).overall).toEqual([{ days: 9, events: 0, censored: 4 }]);
  expect((await departures({ today: '2026-01-15' })).overall).toEqual([{ days: 10, events: 2, censored: 2 }]);
  expect((await departures({ today: '2025-06-01' })).overall).toEqual([{ days: 0, events: 0, censored: 4 }]);
});
test('nobody is followed for longer than is asked for', async () => {
  expect((await departures({ days: 9 })).overall).toEqual([{ days: 9, events: 0, censored: 4 }]);
  expect((await departures({ days: 10 })).overall).toEqual([{ days: 10, events: 2, censored: 2 }]);
});
test('every count of a curve leads to as many cases', async () => {
  const cases = async (query: Partial<CaseQuery>) => {
    const asked = { ...period, groupBy: 'none', ...query } as const;
    const { items } = await measureCasesOf(database.pool, 'time-to-readmission', asked, {}, ALL);
    return items.map(({ patientId }) => patientId).sort();
  };
  expect(await cases({ outcome: 'numerator' })).toEqual(['ada', 'cyd']);
  expect(await cases({ outcome: 'numerator', eventDay: 10 })).toEqual(['ada', 'cyd']);
  expect(await cases({ eventDay: 9 })).toEqual([]);
  expect(await cases({ outcome: 'numerator', days: 9 })).toEqual([]);
  expect(await cases({ outcome: 'not-numerator', days: 9 })).toEqual(['ada', 'ben', 'cyd', 'dee']);
  expect(await cases({ outcome: 'numerator', today: '2026-01-14' })).toEqual([]);
  expect(await cases({ outcome: 'not-numerator', today: '2025-06-01' })).toHaveLength(4);
});
test('by facility', async () => {
  const { groups } = await departures({}, 'facility');
  expect(groups.map(({ key, departures: own }) => [key, own.map(({ days }) => days)])).toEqual([
    ['north', [10, 20, 55]],
    ['south', [10]],
  ]);
});
test('without a relapse everybody is followed up to the last contact, and while in a bed up to the day of asking', async () => {
  const on = async (today: string) =>
    (await departuresOf(database.pool, 'time-to-relapse', { ...period, today }, 'none', {})).overall;
  expect(await on('2026-02-10')).toEqual([
    // The outpatient admission of the one who died: nobody has written of her since.
    { days: 0, events: 0, censored: 1 },
    { days: 4, events: 0, censored: 1 },
    { days: 19, events: 0, censored: 1 },
    { days: 26, events: 0, censored: 2 },
    { days: 40, events: 0, censored: 2 },
  ]);
  // Nobody has heard of the two in a bed for more than 30 days.
  expect((await on('2026-03-01')).slice(3)).toEqual([
    { days: 30, events: 0, censored: 2 },
    { days: 44, events: 0, censored: 2 },
  ]);
});
test('judging all histories again gives the same curves, by every group', async () => {
  for (const measureId of ['time-to-readmission', 'time-to-relapse', 'time-in-treatment'])
    for (const groupBy of GROUPINGS)
      for (const days of [19, 365]) {
        const asked = {
          measure: measureById(measureId)!,
          alternative: {},
          period,
          groupBy,
          filter: {},
          days,
        };
        const { curves, flipped } = await whatIf(store, asked, { upTo: await store.head() });
        const stored = await departuresOf(database.pool, measureId, { ...period, days }, groupBy, {});
        expect(curves).toEqual({ before: stored, after: stored });
        expect(flipped).toBe(0);
      }
});
test('of no index events nobody', async () =>
  expect(await departures({ from: '2026-02-01' })).toEqual({ overall: [], groups: [] }));
