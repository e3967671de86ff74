import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, discharged, jan, newYork, registered, type Told } from '@stepwell/pathway/testing';
import type { Filter } from './filter.ts';
import { endedStays, lengthsOfStay, type EndedStaysQuery, type LengthGrouping } from './lengths-of-stay.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
const stay = (
  n: number,
  from: string,
  to: string | undefined,
  level: 'inpatient' | 'outpatient' = 'inpatient',
): Told[] => [
  admitted(from, level, {
    episodeId: `e${n}`,
    stayId: `s${n}`,
    facilityId: level === 'inpatient' ? 'north' : 'south',
  }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];

beforeAll(async () => {
  database = await readModelDatabase();
  const store = new MemoryEventStore();
  // 0, 1 and 7 nights; one that goes on; 31 nights at another level; and one of which only the month is known.
  await tell(
    store,
    'ada',
    registered,
    ...stay(1, jan(5, '00:10'), jan(5, '23:50')),
    ...stay(2, jan(10, '23:59'), jan(11, '00:01')),
  );
  await tell(store, 'ben', registered, ...stay(1, jan(1), jan(8)), ...stay(2, jan(20), undefined));
  await tell(store, 'cyd', registered, ...stay(1, jan(1), newYork('2026-02-01'), 'outpatient'));
  await tell(store, 'dee', registered, { ...admitted(jan(1)), precision: 'month' }, discharged(jan(20)));
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const period = { from: '2026-01-01', to: '2026-12-31' };
const lengths = (groupBy: LengthGrouping = 'level', over: Partial<typeof period> = {}, filter: Filter = {}) =>
  lengthsOfStay(database.pool, { ...period, ...over }, groupBy, filter);

test('a stay lasts as many days as midnights by the clocks of its facility', async () => {
  const { overall, groups } = await lengths();
  expect(overall).toMatchObject({
    ...{
      stays: 4,
      meanDays: 9.75,
      medianDays: 4,
      lowerQuartileDays: 0.75,
      upperQuartileDays: 13,
      longestDays: 31,
    },
  });
  expect(overall.ninthDecileDays).toBeCloseTo(23.8);
  expect(groups).toMatchObject([
    { key: 'inpatient', stays: 3, medianDays: 1, longestDays: 7 },
    { key: 'outpatient', stays: 1, medianDays: 31 },
  ]);
});
test('every stay is in one span, at its edges too', async () => {
  const { spans } = (await lengths()).overall;
  expect(spans.filter(({ stays }) => stays > 0)).toEqual([
    { least: 0, most: 0, stays: 1 },
    { least: 1, most: 3, stays: 1 },
    { least: 4, most: 7, stays: 1 },
    { least: 31, most: 60, stays: 1 },
  ]);
  expect(spans.at(-1)).toEqual({ least: 181, most: null, stays: 0 });
});
test('a stay belongs to the period and the month in which it ended', async () => {
  expect((await lengths('month')).groups.map(({ key, stays }) => [key, stays])).toEqual([
    ['2026-01', 3],
    ['2026-02', 1],
  ]);
  expect((await lengths('level', { from: '2026-01-08', to: '2026-01-11' })).overall.stays).toBe(2);
  expect((await lengths('level', { from: '2026-01-09', to: '2026-01-10' })).overall).toMatchObject({
    ...{ stays: 0, meanDays: null, medianDays: null, longestDays: null },
  });
});
test('a filter narrows it', async () =>
  expect((await lengths('facility', {}, { facility: 'south' })).groups.map(({ key }) => key)).toEqual([
    'south',
  ]));
test('every number leads to as many stays, and they to their events', async () => {
  const all = { offset: 0, limit: 100 };
  const ended = (query: Partial<EndedStaysQuery>) =>
    endedStays(database.pool, { ...period, groupBy: 'level', ...query }, {}, all);
  const { overall, groups } = await lengths();
  for (const { key, stays, spans } of groups) {
    expect((await ended({ group: key })).total).toBe(stays);
    for (const { least, most, stays: count } of spans)
      expect((await ended({ group: key, leastDays: least, mostDays: most ?? undefined })).total).toBe(count);
  }
  const { items, total } = await ended({});
  expect(total).toBe(overall.stays);
  expect(items.map(({ patientId, days }) => [patientId, days])).toEqual([
    ['cyd', 31],
    ['ben', 7],
    ['ada', 1],
    ['ada', 0],
  ]);
  expect(items[1]!.eventIds).toEqual([eventIdIn('pathway-ben', 1), eventIdIn('pathway-ben', 2)]);
});
