import { MemoryEventStore } from '@stepwell/event-sourcing';
import { admitted, discharged, jan, registered, registration, type Told } from '@stepwell/pathway/testing';
import type { Pool } from 'pg';
import { departuresOf } from './departures.ts';
import { GROUPINGS, type Grouping } from './groupings.ts';
import { casesOfPatient, measureCasesOf, type CaseQuery } from './cases.ts';
import type { Filter } from './filter.ts';
import { measureRates, type MeasuredRate } from './measure-cases.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

const READMISSION = 'readmission-30';
const year = { from: '2026-01-01', to: '2026-12-31', today: '2027-01-01' };

const born = (birthDate: string | undefined, family: string): Told => ({
  ...registered,
  type: 'PatientRegistered',
  data: { ...registration, person: { name: { family }, birthDate } },
});
const stay = (n: number, from: string, to: string | undefined, over: object = {}): Told[] => [
  admitted(from, 'inpatient', { episodeId: `e${n}`, stayId: `s${n}`, ...over }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];
const covered: Told = {
  type: 'CoverageStarted',
  data: { coverageId: 'c1', payerId: 'hmo', from: '2025-01-01', person: {} },
  at: jan(1),
};

let database: ReadModelDatabase;
beforeAll(async () => {
  database = await readModelDatabase();
  const store = new MemoryEventStore();
  // Discharged on 10 January and readmitted, discharged again on 28 January.
  await tell(
    store,
    'ada',
    born('2000-01-10', 'Adams'),
    covered,
    ...stay(1, jan(5), jan(10)),
    ...stay(2, jan(20), jan(28)),
  );
  await tell(
    store,
    'ben',
    born('1950-05-05', 'Brown'),
    ...stay(1, jan(5), jan(15), { facilityId: 'south', programId: 'acute' }),
  );
  await tell(store, 'cyd', born('1960', 'Clark'), admitted(jan(5)), discharged(jan(16), 'death'));
  const [there, out] = stay(1, jan(5), jan(6));
  await tell(store, 'dee', born(undefined, 'Diaz'), there!, { ...out!, precision: 'year' });
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const counts = ({ numerator, denominator, excluded, open }: MeasuredRate) => [
  numerator,
  denominator,
  excluded,
  open,
];
const rates = (groupBy: Grouping = 'none', filter: Filter = {}, period = year) =>
  measureRates(database.pool, READMISSION, period, groupBy, filter);

describe('a rate over a period', () => {
  test('counts closed windows, and what is excluded apart', async () => {
    const { overall } = await rates();
    expect(counts(overall)).toEqual([1, 3, 2, 0]);
    expect(overall.rate).toBeCloseTo(1 / 3);
    expect(overall.interval!.low).toBeLessThan(1 / 3);
  });
  test.each([
    ['2026-02-09', [0, 0, 2, 3]],
    ['2026-02-10', [1, 1, 2, 2]],
    ['2026-02-14', [1, 1, 2, 2]],
    ['2026-02-15', [1, 2, 2, 1]],
    ['2026-02-28', [1, 3, 2, 0]],
  ])('leaves windows open that have not ended before %s', async (today, expected) =>
    expect(counts((await rates('none', {}, { ...year, today })).overall)).toEqual(expected),
  );
  test.each([
    ['2026-01-10', '2026-01-10', [1, 1, 0, 0]],
    ['2026-01-11', '2026-01-15', [0, 1, 0, 0]],
    ['2026-01-29', '2026-12-31', [0, 0, 0, 0]],
  ])('takes the index events from %s to %s', async (from, to, expected) =>
    expect(counts((await rates('none', {}, { ...year, from, to })).overall)).toEqual(expected),
  );
  test('of nothing is none', async () =>
    expect((await rates('none', { facility: 'nowhere' })).overall).toMatchObject({
      rate: null,
      interval: null,
    }));
  test.each<[Filter, number]>([
    [{ facility: 'south' }, 1],
    [{ program: 'acute' }, 1],
    [{ payer: 'hmo' }, 2],
    [{ level: 'residential' }, 0],
  ])('narrowed to %j has %d in its denominator', async (filter, denominator) =>
    expect((await rates('none', filter)).overall.denominator).toBe(denominator),
  );
});

describe('a rate by groups', () => {
  test.each<[Grouping, string[]]>([
    ['none', ['all 1/3']],
    ['facility', ['north 1/2', 'south 0/1']],
    ['program', ['acute 0/1', 'none 1/2']],
    ['payer', ['hmo 1/2', 'none 0/1']],
    ['level', ['inpatient 1/3']],
    // Adams turned 26 on the day of the first discharge. Of whom the birth year alone is known has no age.
    ['age-band', ['25-34 1/2', '65+ 0/1', 'unknown 0/0']],
    ['diagnosis-group', ['unknown 1/3']],
    ['month', ['2026 0/0', '2026-01 1/3']],
  ])('by %s', async (groupBy, expected) => {
    const { groups, overall } = await rates(groupBy);
    expect(groups.map(({ key, numerator, denominator }) => `${key} ${numerator}/${denominator}`)).toEqual(
      expected,
    );
    expect(counts(overall)).toEqual([1, 3, 2, 0]);
  });
  test('every grouping adds up to the cases behind it', async () => {
    for (const groupBy of GROUPINGS)
      for (const { key, numerator, denominator, excluded } of (await rates(groupBy)).groups) {
        const { items } = await cases({ groupBy, group: key });
        expect(items.filter(({ outcome }) => outcome === 'numerator')).toHaveLength(numerator);
        expect(items.filter(({ outcome }) => outcome !== 'excluded')).toHaveLength(denominator);
        expect(items.filter(({ outcome }) => outcome === 'excluded')).toHaveLength(excluded);
      }
  });
});

const cases = (query: Partial<CaseQuery> = {}, offset = 0, limit = 10) =>
  measureCasesOf(database.pool, READMISSION, { ...year, groupBy: 'none', ...query }, {}, { offset, limit });

describe('the cases behind a rate', () => {
  test('stand with the latest index first, named and explained', async () => {
    const { items, total } = await cases();
    expect(items.map(({ patientId, outcome, exclusion }) => `${patientId} ${exclusion ?? outcome}`)).toEqual([
      'ada not-numerator',
      'cyd died',
      'ben not-numerator',
      'ada numerator',
      'dee imprecise-date',
    ]);
    expect(total).toBe(5);
    expect(items[3]).toMatchObject({
      name: { family: 'Adams' },
      indexOn: '2026-01-10',
      payerId: 'hmo',
      ageBand: '25-34',
      explanation: expect.stringContaining('day 10'),
      eventIds: [eventIdIn('pathway-ada', 3), eventIdIn('pathway-ada', 4)],
    });
  });
  test.each([
    ['numerator', 1],
    ['not-numerator', 2],
    ['excluded', 2],
    ['open', 0],
  ] as const)('that are %s: %d', async (outcome, total) =>
    expect((await cases({ outcome })).total).toBe(total),
  );
  test('are open until their windows have ended, whatever happened so far', async () => {
    const { items } = await cases({ today: '2026-02-09', outcome: 'open' });
    expect(items.map(({ patientId }) => patientId)).toEqual(['ada', 'ben', 'ada']);
  });
  test('come page by page', async () => {
    expect(await cases({}, 0, 4)).toMatchObject({ total: 5, next: 4 });
    expect(await cases({}, 4, 4)).toMatchObject({ total: 5, next: null, items: [{ patientId: 'dee' }] });
  });
});

test('every verdict about one patient can be read', async () => {
  const verdicts = await casesOfPatient(database.pool, 'ben', '2026-02-01');
  expect(verdicts.map(({ measureId, outcome }) => `${measureId} ${outcome}`)).toEqual([
    ...['follow-up-30 excluded', 'follow-up-7 excluded', 'ipf-readmission-30 open'],
    ...['readmission-180 open', 'readmission-30 open', 'readmission-7 not-numerator', 'readmission-90 open'],
    ...['sud-continuity-14 excluded', 'sud-continuity-7 excluded'],
    ...['time-to-readmission not-numerator', 'time-to-relapse not-numerator'],
  ]);
});

// Of a large table the rows, which are mostly explanations, would have to be read from all over the disk.
test.each(GROUPINGS)('rates and curves by %s are counted from an index alone', async (groupBy) => {
  const plans: string[] = [];
  const client = await database.pool.connect();
  await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  const explaining = {
    query: async (text: string, values: unknown[]) => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return { rows: [] };
    },
  } as unknown as Pool;
  await measureRates(explaining, READMISSION, year, groupBy, { facility: 'north', payer: 'hmo' });
  await departuresOf(explaining, 'time-to-readmission', { ...year, days: 365 }, groupBy, {
    program: 'acute',
  });
  client.release(true);
  expect(plans).toHaveLength(2);
  for (const plan of plans) expect(plan).toMatch(/Index Only Scan using \S+ on measure_cases/);
});
