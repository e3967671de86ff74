import { MemoryEventStore } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import {
  admitted,
  cancelled,
  discharged,
  jan,
  newYork,
  registered,
  type Told,
} from '@stepwell/pathway/testing';
import { CASE_OUTCOMES, measureRates } from '../measure-cases.ts';
import { departuresOf } from '../departures.ts';
import { GROUPINGS } from '../groupings.ts';
import { Projector } from '../projector/projector.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, type ReadModelDatabase } from '../testing/index.ts';
import { TooManyChanged, asKnownAt, type KnownAt } from './known-at.ts';

const measure = measureById('readmission-30')!;
const period = { from: '2026-01-01', to: '2026-12-31', today: '2026-06-01' };
const REPORT = '2026-04-01T00:00:00.000Z';
const late = newYork('2026-05-01');

const stay = (n: number, from: string, to: string | undefined, recordedAt?: string): Told[] =>
  [
    admitted(from, 'inpatient', { episodeId: `e${n}`, stayId: `s${n}` }),
    ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
  ].map((told) => (recordedAt ? { ...told, recordedAt } : told));

let database: ReadModelDatabase;
let store: MemoryEventStore;
let reported: Awaited<ReturnType<typeof measureRates>>[];
let reportedCurves: Awaited<ReturnType<typeof departuresOf>>[];
const curve = measureById('time-to-readmission')!;
const DAYS = 365;

beforeAll(async () => {
  database = await readModelDatabase();
  store = new MemoryEventStore();
  await tell(store, 'ada', registered, ...stay(1, jan(5), jan(10)));
  await tell(store, 'ben', registered, ...stay(1, jan(5), jan(10)), ...stay(2, jan(20), jan(25)));
  await tell(store, 'cyd', registered, ...stay(1, jan(5), jan(10)), ...stay(2, jan(20), undefined));
  await rebuild(database.pool, store);
  reported = await Promise.all(
    GROUPINGS.map((groupBy) =>
      measureRates(database.pool, 'readmission-30', { ...period, today: '2026-04-01' }, groupBy, {}),
    ),
  );
  reportedCurves = await Promise.all(
    GROUPINGS.map((groupBy) =>
      departuresOf(database.pool, curve.id, { ...period, today: '2026-04-01', days: DAYS }, groupBy, {}),
    ),
  );
  // A readmission is heard of late; one that was reported never was; somebody new.
  await tell(store, 'ada', ...stay(2, jan(15), undefined, late));
  await tell(store, 'cyd', { ...cancelled(late, 'AdmissionCancelled', 'e3'), recordedAt: late });
  await tell(store, 'dee', { ...registered, recordedAt: late }, ...stay(1, jan(5), jan(12), late));
  await rebuild(database.pool, store);
}, 60_000);
afterAll(() => database.drop());

const knownAt = <T>(ask: (known: KnownAt) => Promise<T>, instant = REPORT, most?: number) =>
  asKnownAt({ pool: database.pool, store }, { instant, today: instant.slice(0, 10) }, ask, most);
const question = { measure, period, filter: {} };

test('a report is the same to the digit after corrections, by every grouping', async () => {
  for (const [n, groupBy] of GROUPINGS.entries())
    expect(await knownAt((known) => known.rates(question, groupBy))).toEqual(reported[n]);
  const now = await measureRates(database.pool, 'readmission-30', period, 'none', {});
  expect(now.overall).not.toEqual(reported[0]!.overall);
});
test('a curve is the same after corrections, by every grouping', async () => {
  const asked = { ...question, measure: curve, days: DAYS };
  for (const [n, groupBy] of GROUPINGS.entries())
    expect(await knownAt((known) => known.departures(asked, groupBy))).toEqual(reportedCurves[n]);
  const now = await departuresOf(database.pool, curve.id, { ...period, days: DAYS }, 'none', {});
  expect(now.overall).not.toEqual(reportedCurves[0]!.overall);
});
test('time to relapse is followed up to the last contact that was known then', async () => {
  const asked = { ...question, measure: measureById('time-to-relapse')!, days: DAYS };
  const daysOf = async (instant: string) =>
    (await knownAt((known) => known.departures(asked, 'none'), instant)).overall.map(({ days }) => days);
  // In a bed as was known, on the day of asking.
  expect(Math.max(...(await daysOf('2026-01-22T12:00:00.000Z')))).toBe(17);
  expect(Math.max(...(await daysOf('2026-01-24T12:00:00.000Z')))).toBe(19);
});
test('every number of a report leads to as many cases, as they were told then', async () => {
  const all = { groupBy: 'none' } as const;
  const page = { offset: 0, limit: 100 };
  const { overall } = reported[0]!;
  const counts = { numerator: overall.numerator, 'not-numerator': overall.denominator - overall.numerator };
  for (const outcome of CASE_OUTCOMES) {
    const { total } = await knownAt((known) => known.cases(question, { ...all, outcome }, page));
    expect([outcome, total]).toEqual([outcome, { ...counts, excluded: 0, open: overall.open }[outcome]]);
  }
  const { items } = await knownAt((known) => known.cases(question, all, page));
  expect(items.map(({ patientId, indexOn, outcome }) => [patientId, indexOn, outcome])).toEqual([
    ['ben', '2026-01-25', 'not-numerator'],
    ['ada', '2026-01-10', 'not-numerator'],
    ['ben', '2026-01-10', 'numerator'],
    ['cyd', '2026-01-10', 'numerator'],
  ]);
  const second = await knownAt((known) => known.cases(question, all, { offset: 1, limit: 2 }));
  expect([second.items, second.total, second.next]).toEqual([items.slice(1, 3), 4, 3]);
});
test('a window that has closed since is told beside what was recorded since', async () => {
  const known = await asKnownAt(
    { pool: database.pool, store },
    { instant: REPORT, today: '2026-02-20' },
    (asked) => asked.changes(question),
  );
  expect(
    known
      .filter(({ because }) => because.length === 0)
      .map(({ patientId, indexOn, before, after }) => [patientId, indexOn, before!.outcome, after!.outcome]),
  ).toEqual([['ben', '2026-01-25', 'open', 'not-numerator']]);
});
test('what is known now is what is stored', async () => {
  const now = await measureRates(
    database.pool,
    'readmission-30',
    { ...period, today: '2030-01-01' },
    'none',
    {},
  );
  expect(await knownAt((known) => known.rates(question, 'none'), '2030-01-01T00:00:00.000Z')).toEqual(now);
});
test('nothing was known before anything was recorded', async () =>
  expect(
    (await knownAt((known) => known.rates(question, 'none'), '2020-01-01T00:00:00.000Z')).overall.denominator,
  ).toBe(0));
test('every difference is told with the events that made it', async () => {
  const changes = await knownAt((known) => known.changes(question));
  expect(
    changes.map(({ patientId, before, after, because }) => [
      ...[patientId, before?.outcome ?? null, after?.outcome ?? null],
      ...because.map(({ type, recordedAt }) => `${type} ${recordedAt === late}`),
    ]),
  ).toEqual([
    ['dee', null, 'not-numerator', 'PatientDischarged true'],
    ['ada', 'not-numerator', 'numerator', 'PatientAdmitted true'],
    ['cyd', 'numerator', 'not-numerator', 'AdmissionCancelled true'],
  ]);
  expect(changes[2]!.because[0]!.voids).toBe(eventIdIn('pathway-cyd', 3));
});
test('a filter narrows the report and its differences', async () => {
  const nowhere = { ...question, filter: { facility: 'nowhere' } };
  expect((await knownAt((known) => known.rates(nowhere, 'none'))).overall.denominator).toBe(0);
  expect(await knownAt((known) => known.changes(nowhere))).toEqual([]);
});
test('more patients than can be waited for are refused', async () => {
  const rates = (known: KnownAt) => known.rates(question, 'none');
  await expect(knownAt(rates, REPORT, 2)).rejects.toThrow(TooManyChanged);
  await expect(knownAt(rates, REPORT, 3)).resolves.toBeDefined();
});

test('windows are open by the day that it was where the report was asked for', async () => {
  const shortly = { ...question, measure: measureById('readmission-7')! };
  const open = (today: string) =>
    asKnownAt({ pool: database.pool, store }, { instant: '2026-01-18T03:00:00.000Z', today }, (known) =>
      known.rates(shortly, 'none'),
    ).then(({ overall }) => overall.open);
  expect([await open('2026-01-17'), await open('2026-01-18')]).toEqual([3, 0]);
});
test('one question is answered of one moment, whatever is recorded meanwhile', async () => {
  const projector = new Projector(database.pool, store, { log: () => undefined });
  await projector.start();
  await knownAt(async (known) => {
    const ask = async () => [
      await known.rates(question, 'none'),
      await known.ratesNow(question, 'none'),
      (await known.changes(question)).length,
    ];
    const before = await ask();
    await tell(store, 'eve', { ...registered, recordedAt: late }, ...stay(1, jan(5), jan(12), late));
    await tell(store, 'ben', { ...cancelled(late, 'AdmissionCancelled', 'e3'), recordedAt: late });
    await projector.reached(await store.head());
    expect(await ask()).toEqual(before);
  });
  await projector.stop();
  expect(await knownAt((known) => known.changes(question))).toHaveLength(6);
});
