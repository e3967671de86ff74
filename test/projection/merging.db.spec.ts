import fc from 'fast-check';
import { MemoryEventStore } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import { admitted, discharged, jan, left, newYork, registered, type Told } from '@stepwell/pathway/testing';
import {
  asKnownAt,
  type KnownAt,
  Projector,
  censusOn,
  heldStreams,
  measureCasesOf,
  measureRates,
  occupancyOn,
  readModels,
  rebuild,
  retryHeld,
  searchPatients,
  verify,
  waitingFor,
  whatIf,
  type PatientState,
} from '@stepwell/read-models';
import {
  forgetTables,
  readModelDatabase,
  tablesOf,
  tell,
  tellProgram,
  type ReadModelDatabase,
} from '@stepwell/read-models/testing';

// A person with two records counts once, in every read model, from the merger on and until it is taken back.

let database: ReadModelDatabase;
let store: MemoryEventStore;
beforeEach(async () => {
  database = await readModelDatabase();
  store = new MemoryEventStore();
});
afterEach(() => database.drop());

const stay = (n: number, from: string, to?: string): Told[] => [
  admitted(from, 'inpatient', { episodeId: `e${n}`, stayId: `s${n}` }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];
const numbered = (value: string): Told => ({
  ...registered,
  type: 'PatientRegistered',
  data: { patientId: value, person: { name: { family: value } }, identifiers: identified(value) },
});
const identified = (value: string) => ({ person: [{ system: 'north', value }] });

const lengthOf = async (id: string) => (await store.readStream(`pathway-${id}`)).length;
const merge = async (
  survivorId: string,
  absorbedId: string,
  at: string,
  roles = ['absorbed', 'survivor'],
) => {
  for (const role of roles as ('absorbed' | 'survivor')[])
    await tell(store, role === 'absorbed' ? absorbedId : survivorId, {
      ...{ type: 'PatientsMerged', data: { survivorId, absorbedId, role }, at },
    });
};
const unmerge = async (survivorId: string, absorbedId: string, at: string) => {
  for (const role of ['absorbed', 'survivor'] as const) {
    const id = role === 'absorbed' ? absorbedId : survivorId;
    const events = await store.readStream(`pathway-${id}`);
    const n = events.findLastIndex(
      ({ type, data }) =>
        type === 'PatientsMerged' &&
        (data as { absorbedId: string }).absorbedId === absorbedId &&
        (data as { survivorId: string }).survivorId === survivorId,
    );
    if (n < 0) continue;
    const data = { survivorId, absorbedId, role, voids: `e${n}` };
    await tell(store, id, { type: 'PatientsUnmerged', data, at });
  }
};

const project = async (models = readModels): Promise<void> => {
  const projector = new Projector(database.pool, store, { log: () => undefined, models });
  await projector.start();
  await projector.reached(await store.head());
  await projector.stop();
};
const readmission = measureById('readmission-30')!;
const period = { from: '2026-01-01', to: '2026-12-31', today: '2026-06-01' };
const rate = async () => {
  const { overall } = await measureRates(database.pool, readmission.id, period, 'none', {});
  return [overall.numerator, overall.denominator];
};
const present = async () => (await censusOn(database.pool, '2026-01-25', {})).map(({ patients }) => patients);

/** Discharged under the old number, readmitted under the new one. */
const twoRecords = async () => {
  await tell(store, 'old', numbered('old'), ...stay(1, jan(5), jan(10)));
  await tell(store, 'new', numbered('new'), ...stay(2, jan(20), jan(26)));
};

test('a readmission across two records counts once, at the record that goes on', async () => {
  await twoRecords();
  await project();
  const before = await tablesOf(database.pool);
  expect(await rate()).toEqual([0, 2]);

  await merge('new', 'old', jan(28));
  await project();
  expect(await rate()).toEqual([1, 2]);
  expect(await present()).toEqual([1]);
  const asked = [{ ...period, groupBy: 'none' }, {}, { offset: 0, limit: 9 }] as const;
  const { items } = await measureCasesOf(database.pool, readmission.id, ...asked);
  expect(items).toMatchObject([
    { patientId: 'new', outcome: 'not-numerator' },
    { patientId: 'new', outcome: 'numerator' },
  ]);
  for (const [name, rows] of Object.entries(await tablesOf(database.pool)))
    for (const row of rows)
      expect([name, Object.values(row)[0]]).toEqual([name, expect.not.stringMatching('old')]);
  const search = async (text: string) =>
    (await searchPatients(database.pool, text, { offset: 0, limit: 9 })).items.map(
      ({ patientId }) => patientId,
    );
  expect([await search('old'), await search('new')]).toEqual([['new'], ['new']]);

  await tell(store, 'old', ...stay(3, newYork('2026-03-01'), newYork('2026-03-05')));
  await project();
  expect(await rate()).toEqual([1, 3]);
  await unmerge('new', 'old', newYork('2026-04-01'));
  await project();
  expect(await rate()).toEqual([0, 3]);
  const after = await tablesOf(database.pool);
  for (const id of ['old', 'new']) {
    const stays = (tables: typeof after) =>
      tables['stays']!.filter((row) => (row as { patient_id: string }).patient_id === id);
    expect(stays(after).slice(0, 1)).toEqual(stays(before));
    expect(stays(after)).toHaveLength(id === 'old' ? 2 : 1);
  }
});

test('who waits for a program under both records waits once', async () => {
  const iop = { programId: 'iop', facilityId: 'north', timeZone: 'America/New_York' };
  const waits = (waitlistId: string, at: string): Told => ({
    ...{ type: 'PatientWaitlisted', data: { ...iop, waitlistId }, at },
  });
  const program = { ...iop, name: 'Evening', facilityName: 'North', level: 'intensive-outpatient' } as const;
  await tellProgram(store, 'iop', { type: 'ProgramDefined', data: program });
  await tell(store, 'old', numbered('old'), waits('w1', jan(5)));
  await tell(store, 'new', numbered('new'), waits('w2', jan(8)), {
    ...{ type: 'PlaceOffered', data: { waitlistId: 'w2' }, at: jan(9) },
  });
  const waiting = async () => {
    await project();
    const [occupancy] = await occupancyOn(database.pool, '2026-01-15');
    const { total, items } = await waitingFor(database.pool, 'iop', '2026-01-15', { offset: 0, limit: 9 });
    const rows = items.map((one) => [one.patientId, one.waitlistId, one.daysWaited, one.offeredOn]);
    return { ...occupancy!.waitlist, total, rows };
  };
  expect(await waiting()).toMatchObject({ waiting: 2, offered: 1, longestDays: 10, total: 2 });
  await merge('new', 'old', jan(10));
  expect(await waiting()).toEqual({
    ...{ waiting: 1, offered: 1, medianDays: 10, longestDays: 10, total: 1 },
    rows: [['new', 'w1', 10, '2026-01-09']],
  });
});

test('a merger on one stream only changes no row', async () => {
  await twoRecords();
  await project();
  const rowsOf = async () => ({ ...(await tablesOf(database.pool)), recordings: [], patients: [] });
  const before = await rowsOf();
  await merge('new', 'old', jan(28), ['absorbed']);
  await project();
  expect(await rowsOf()).toEqual(before);
  await merge('new', 'old', jan(28), ['survivor']);
  await project();
  expect(await rate()).toEqual([1, 2]);
});

test('following gives the rows that a rebuild gives, whatever is merged, taken back and recorded between', async () => {
  const who = fc.constantFrom('a', 'b', 'c');
  const day = fc.integer({ min: 1, max: 300 });
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('stay'), one: who, other: who, day }) },
    fc.record({ kind: fc.constantFrom('merge', 'merge', 'half', 'unmerge'), one: who, other: who, day }),
  );
  const models = readModels;
  await project(models);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 14 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, together) => {
        store = new MemoryEventStore();
        await forgetTables(database.pool);
        for (const id of ['a', 'b']) await tell(store, id, numbered(id));
        const projector = new Projector(database.pool, store, { log: () => undefined, models });
        await projector.start();
        try {
          for (const [n, { kind, one, other, day }] of steps.entries()) {
            const at = (of: number) => new Date(Date.UTC(2026, 0, of, 17)).toISOString();
            if (kind === 'stay') await tell(store, one, ...stay(n, at(day), at(day + 5)));
            else if (kind === 'unmerge') await unmerge(one, other, at(day));
            else if (one < other)
              await merge(one, other, at(day), kind === 'half' ? ['survivor'] : undefined);
            if (n % together === 0) await projector.reached(await store.head());
          }
          await projector.reached(await store.head());
        } finally {
          await projector.stop();
        }
        const followed = await tablesOf(database.pool);
        await rebuild(database.pool, store);
        expect(followed).toEqual(await tablesOf(database.pool));
        const { verdicts } = await verify(database.pool, store, readModels);
        expect(verdicts.every(({ isComplete }) => isComplete)).toBe(true);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

test('a person whose rows cannot be derived keeps those from before the merger, and is taken up again', async () => {
  const models = readModels.map((model) =>
    model.name === 'stays'
      ? {
          ...model,
          rows: (state: PatientState, key: string) => {
            if (state.pathway.facts.some(({ type }) => type === 'LeaveStarted')) throw new RangeError('no');
            return model.rows(state as never, key);
          },
        }
      : model,
  ) as typeof readModels;
  await twoRecords();
  await tell(store, 'old', left(jan(6), { episodeId: 'e1' }));
  await merge('new', 'old', jan(28));
  await project(models);
  const held = async () => (await heldStreams(database.pool)).map((one) => [one.streamId, one.eventType]);
  expect(await held()).toEqual([['pathway-new', 'PatientsMerged']]);
  const { verdicts } = await verify(database.pool, store, readModels);
  expect(verdicts.every(({ isComplete }) => isComplete)).toBe(true);
  await retryHeld(database.pool, store, readModels);
  expect(await held()).toEqual([]);
  const mended = await tablesOf(database.pool);
  await rebuild(database.pool, store);
  expect(mended).toEqual(await tablesOf(database.pool));
});

test('what is known not to work of a person with several records is not tried again, unless another record says something', async () => {
  let tried = 0;
  const models = readModels.map((model) =>
    model.name === 'stays'
      ? {
          ...model,
          rows: (state: PatientState, key: string) => {
            if (key === 'new') tried += 1;
            const { facts } = state.pathway;
            const isBroken = facts.some(({ type }) => type === 'RelapseReported');
            if (isBroken && facts.length < 50) throw new RangeError('no');
            return model.rows(state as never, key);
          },
        }
      : model,
  ) as typeof readModels;
  const relapse = (relapseId: string) =>
    ({
      type: 'RelapseReported',
      data: { relapseId, substances: ['alcohol'], detectedBy: 'self-report' },
      at: jan(21),
    }) as const;
  const triedFor = async (id: string, ...told: ReturnType<typeof relapse>[]): Promise<number> => {
    tried = 0;
    await tell(store, id, ...told);
    await projector.reached(await store.head());
    return tried;
  };
  await twoRecords();
  await merge('new', 'old', jan(28));
  // Whoever starts tries everything.
  const projector = new Projector(database.pool, store, { log: () => undefined, models });
  await projector.start();
  const many = Array.from({ length: 30 }, (_, n) => relapse(`r${n}`));
  expect(await triedFor('new', ...many)).toBeGreaterThan(30);
  expect(await triedFor('new', relapse('one more'))).toBeLessThan(6);
  const held = async () => (await heldStreams(database.pool)).map(({ streamId }) => streamId);
  expect(await held()).toEqual(['pathway-new']);
  expect(await triedFor('old', relapse('of the old one'))).toBeGreaterThan(30);
  await triedFor('old', ...many);
  expect(await held()).toEqual([]);
  await projector.stop();
});

test.each(['merged', 'taken back'])(
  'a report is as it was known before one further down was %s',
  async (how) => {
    await tell(store, 'first', numbered('first'), ...stay(1, jan(5), jan(10)));
    await tell(store, 'middle', numbered('middle'));
    await tell(store, 'last', numbered('last'), ...stay(2, jan(20), jan(26)));
    await merge('first', 'middle', jan(28));
    if (how === 'taken back') await merge('middle', 'last', jan(29));
    await project();
    const then = { ...period, today: '2026-05-01' };
    const reported = await measureRates(database.pool, readmission.id, then, 'none', {});
    if (how === 'merged') await merge('middle', 'last', newYork('2026-06-01'));
    else await unmerge('middle', 'last', newYork('2026-06-01'));
    await project();
    const moment = { instant: '2026-05-01T00:00:00.000Z', today: '2026-05-01' };
    const question = { measure: readmission, period, filter: {} };
    const known = await asKnownAt({ pool: database.pool, store }, moment, (at) => at.rates(question, 'none'));
    expect(known).toEqual(reported);
  },
);

test('a report is as it was known before a merger, and the merger is why it differs', async () => {
  await twoRecords();
  await tell(store, 'twin', numbered('twin'), ...stay(4, jan(6), jan(8)));
  await tell(store, 'other', numbered('other'), ...stay(5, jan(12), jan(14)));
  await merge('twin', 'other', newYork('2026-02-01'));
  await project();
  const then = { ...period, today: '2026-04-01' };
  const reported = await measureRates(database.pool, readmission.id, then, 'none', {});
  expect([reported.overall.numerator, reported.overall.denominator]).toEqual([1, 4]);

  await merge('new', 'old', newYork('2026-05-01'));
  await unmerge('twin', 'other', newYork('2026-05-02'));
  await project();
  const known = <T>(ask: (known: KnownAt) => Promise<T>): Promise<T> =>
    asKnownAt(
      { pool: database.pool, store },
      { instant: '2026-04-01T00:00:00.000Z', today: '2026-04-01' },
      ask,
    );
  const question = { measure: readmission, period, filter: {} };
  expect(await known((at) => at.rates(question, 'none'))).toEqual(reported);
  const changes = await known((at) => at.changes(question));
  expect(
    changes.map(({ patientId, before, after, because }) => [
      ...[patientId, before?.outcome ?? null, after?.outcome ?? null],
      ...new Set(because.map(({ type }) => type)),
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['old', 'not-numerator', null, 'PatientsMerged'],
      ['new', null, 'numerator', 'PatientsMerged'],
      ['twin', 'numerator', 'not-numerator', 'PatientsUnmerged'],
      ['other', null, 'not-numerator', 'PatientsUnmerged'],
    ]),
  );

  const now = await measureRates(database.pool, readmission.id, period, 'none', {});
  const tried = await whatIf(
    store,
    { measure: readmission, alternative: {}, period, groupBy: 'none', filter: {} },
    { upTo: await store.head() },
  );
  expect(tried.before.overall).toEqual(now.overall);
  expect(await lengthOf('old')).toBe(4);
});
