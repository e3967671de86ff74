import { MemoryEventStore } from '@stepwell/event-sourcing';
import {
  admitted,
  discharged,
  granted,
  jan,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { membersByLevel, membersOn, type MembersQuery } from './members.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { payers } from './coverages.ts';
import { readModelDatabase, tell, type ReadModelDatabase } from './testing/index.ts';

let database: ReadModelDatabase;
const store = new MemoryEventStore();
const covered = (payerId: string, from = '2025-01-01'): Told => ({
  type: 'CoverageStarted',
  data: { coverageId: payerId, payerId, from, person: {} },
  at: jan(1),
});

beforeAll(async () => {
  database = await readModelDatabase();
  // Paid for up to the 10th; two levels lower than is paid for; without anybody asked; with another plan; gone.
  await tell(
    store,
    'ada',
    registered,
    covered('hmo'),
    admitted(jan(5)),
    granted(jan(5), { from: '2026-01-05', to: '2026-01-10', units: 5 }),
  );
  await tell(
    store,
    'ben',
    registered,
    covered('hmo'),
    admitted(jan(6)),
    granted(jan(6), { from: '2026-01-06', to: '2026-01-31', units: 20 }),
    transitioned(jan(8), 'intensive-outpatient'),
  );
  await tell(store, 'cyd', registered, covered('hmo'), admitted(jan(7), 'residential'));
  await tell(store, 'dee', registered, covered('ppo'), admitted(jan(5)));
  await tell(store, 'eve', registered, covered('hmo'), admitted(jan(2)), discharged(jan(8)));
  // Another plan alone pays, for a lower level; it pays for this one beyond the own plan’s days.
  const other = { authorizationId: 'a9', payerId: 'other' };
  const paying = (id: string, ...told: readonly Told[]) =>
    tell(store, id, registered, covered('trust'), admitted(jan(5)), ...told);
  await paying('fay', granted(jan(5), { ...other, level: 'residential' }));
  await paying('gus', granted(jan(5), other), granted(jan(5), { payerId: 'trust', to: '2026-01-06' }));
  // Changes from one plan to another in the midst of a stay, and has a second one that never pays first.
  await tell(
    store,
    'hal',
    registered,
    covered('old'),
    { type: 'CoverageEnded', data: { coverageId: 'old', until: '2026-01-31' }, at: jan(10) },
    covered('new', '2026-02-01'),
    {
      type: 'CoverageStarted',
      data: { coverageId: 'spare', payerId: 'spare', from: '2025-01-01', order: 2, person: {} },
      at: jan(1),
    },
    admitted(jan(10)),
  );
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const members = (over: Partial<MembersQuery> = {}, page = { offset: 0, limit: 50 }) =>
  membersOn(database.pool, store, { payer: 'hmo', on: '2026-01-09', ...over }, page);

test('the members of a plan who are in treatment on a day, by the time at their level', async () => {
  const { items, total, next } = await members();
  expect(
    items.map(({ patientId, level, since, daysInLevel }) => [patientId, level, since, daysInLevel]),
  ).toEqual([
    ['ada', 'inpatient', '2026-01-05', 4],
    ['cyd', 'residential', '2026-01-07', 2],
    ['ben', 'intensive-outpatient', '2026-01-08', 1],
  ]);
  expect([total, next]).toEqual([3, null]);
});

test('what is paid for stands beside what is given, at the end of the day', async () => {
  const [ada, cyd, ben] = (await members()).items;
  expect(ada).toMatchObject({ authorization: { level: 'inpatient', remaining: 0 }, divergence: null });
  expect(cyd).toMatchObject({ authorization: null, divergence: null });
  expect(ben).toMatchObject({
    authorization: { level: 'inpatient', to: '2026-01-31' },
    divergence: { kind: 'authorized-higher', authorized: 'inpatient', since: '2026-01-08' },
  });
  const later = (await members({ on: '2026-01-11' })).items[0];
  expect(later).toMatchObject({
    authorization: null,
    divergence: { kind: 'unauthorized', since: '2026-01-11' },
  });
});

test('what another plan pays for is neither told nor taken for this one’s', async () => {
  const [fay, gus] = (await members({ payer: 'trust' })).items;
  expect(fay).toMatchObject({ patientId: 'fay', authorization: null, divergence: null });
  expect(gus).toMatchObject({
    patientId: 'gus',
    authorization: null,
    divergence: { kind: 'unauthorized', authorized: null, since: '2026-01-07' },
  });
});

test('who is gone, or with another plan, is not among them', async () => {
  expect((await members({ on: '2026-01-07' })).items.map(({ patientId }) => patientId)).toContain('eve');
  expect((await members({ payer: 'ppo' })).items.map(({ patientId }) => patientId)).toEqual(['dee']);
  expect(await members({ payer: 'nobody' })).toEqual({ items: [], total: 0, next: null });
});

test('a member is one of the plan that pays on the day, and no more of the one that paid when the stay began', async () => {
  const plans = async (on: string) => {
    const found = [];
    for (const payer of ['old', 'new', 'spare'])
      if ((await members({ payer, on })).items.some(({ patientId }) => patientId === 'hal'))
        found.push(payer);
    return found;
  };
  expect(await plans('2026-01-09')).toEqual([]);
  expect(await plans('2026-01-31')).toEqual(['old']);
  expect(await plans('2026-02-01')).toEqual(['new']);
  const levels = (payer: string) => membersByLevel(database.pool, { payer, on: '2026-02-01' });
  expect(await levels('old')).toEqual([]);
  expect(await levels('new')).toEqual([{ level: 'inpatient', members: 1 }]);
  const known = (await payers(database.pool)).map(({ payerId }) => payerId);
  expect(known).toEqual(['hmo', 'new', 'old', 'ppo', 'trust']);
});

test('a page tells how long the list is', async () => {
  const { items, total, next } = await members({}, { offset: 1, limit: 1 });
  expect([items.map(({ patientId }) => patientId), total, next]).toEqual([['cyd'], 3, 2]);
});

test('each has the alerts that are open on the day', async () => {
  const { items } = await members({ on: '2026-01-05' });
  const ada = items.find(({ patientId }) => patientId === 'ada')!;
  expect(ada.alerts.map(({ kind }) => kind)).toContain('admitted');
  expect(ada.eventId).toBe(ada.alerts.find(({ kind }) => kind === 'admitted')!.eventIds[0]);
});
