import fc from 'fast-check';
import { MemoryEventStore, type EventStore } from '@stepwell/event-sourcing';
import { asFact } from '@stepwell/event-sourcing/testing';
import { anyCourse } from '@stepwell/measures/testing';
import { MATCHING, pathwayFold, type PathwayEvent, type PathwayFact } from '@stepwell/pathway';
import { anyFacts, shuffled } from '@stepwell/pathway/testing';
import { Projector, readModels, rebuild, verify } from '@stepwell/read-models';
import {
  eventIdIn,
  readModelDatabase,
  tablesOf,
  type ReadModelDatabase,
} from '@stepwell/read-models/testing';

// Histories of late, repeated, corrected and cancelled facts, of persons with two records that are merged and told apart
// again: followed fact by fact the read models are what a rebuild makes at once, and in whatever order the facts come.

const PERSONS = 40;
const MOST_FACTS = 7;

interface Entry {
  readonly record: string;
  readonly fact: PathwayFact;
}

const TIMES = { occurredAt: '2026-02-01T17:00:00.000Z', recordedAt: '2026-03-01T00:00:00.000Z' };
const IDENTITY = ['PatientsMerged', 'PatientsUnmerged', 'PossibleDuplicateNoted'];

/** The stay that a fact begins, which no decision lets begin twice. */
const begunBy = ({ type, data }: PathwayFact): string | undefined =>
  type === 'PatientAdmitted' || type === 'LevelOfCareTransitioned' ? data.stayId : undefined;

/** The facts of one record under ids of its own. What is said of two records is told by `ofTwo`. */
const ofOne = (record: string, facts: readonly PathwayFact[]): Entry[] => {
  const own = (id: string): string => eventIdIn(`${record} ${id}`, 0);
  const begun = new Set<string>();
  return facts
    .filter(({ type }) => !IDENTITY.includes(type))
    .slice(0, MOST_FACTS)
    .filter((fact) => {
      const stayId = begunBy(fact);
      return stayId === undefined || (!begun.has(stayId) && begun.add(stayId));
    })
    .map((fact) => {
      const stayId = begunBy(fact);
      const data = {
        ...fact.data,
        ...('voids' in fact.data && { voids: own(fact.data.voids) }),
        ...(stayId !== undefined && { stayId: `${record} ${stayId}` }),
      };
      return { record, fact: { ...fact, id: own(fact.id), data } as PathwayFact };
    });
};

const about = fc.record({
  isMerged: fc.boolean(),
  isMatched: fc.boolean(),
  isApart: fc.boolean(),
  isNoted: fc.boolean(),
  isNoteVoided: fc.boolean(),
});

/** A merger of two records and its end, as somebody told it or a member number did, and that they may be of one person. */
const ofTwo = (one: string, other: string, said: typeof about extends fc.Arbitrary<infer T> ? T : never) => {
  const matched = { by: 'member-number', payerId: 'hmo', eventIds: [] } as const;
  const fact = (record: string, event: PathwayEvent, name: string, system: string): Entry => {
    const plain = asFact(pathwayFold, event, eventIdIn(`${record} ${name}`, 0), TIMES);
    return { record, fact: { ...plain, metadata: { ...plain.metadata, source: { system } } } };
  };
  const voids = (record: string, name: string): string => eventIdIn(`${record} ${name}`, 0);
  const merged = (['survivor', 'absorbed'] as const).flatMap((role) => {
    const record = role === 'survivor' ? one : other;
    const merger = { survivorId: one, absorbedId: other, role, ...(said.isMatched && { matched }) };
    const apart = { ...merger, voids: voids(record, 'merged') };
    return [
      fact(record, { type: 'PatientsMerged', data: merger }, 'merged', said.isMatched ? MATCHING : 'test'),
      ...(said.isApart ? [fact(record, { type: 'PatientsUnmerged', data: apart }, 'apart', 'test')] : []),
    ];
  });
  const noted: PathwayEvent = {
    type: 'PossibleDuplicateNoted',
    data: { otherId: other, matched, doubts: ['birth-date-differs'] },
  };
  const noLonger: PathwayEvent = { type: 'EntryVoided', data: { voids: voids(one, 'noted') } };
  return [
    ...(said.isMerged ? merged : []),
    ...(said.isNoted ? [fact(one, noted, 'noted', MATCHING)] : []),
    ...(said.isNoted && said.isNoteVoided ? [fact(one, noLonger, 'no longer', MATCHING)] : []),
  ];
};

// Few facts of many, since every round costs a rebuild.
const facts = fc.oneof(anyFacts(MOST_FACTS), anyCourse);
const persons: Entry[][] = fc
  .sample(fc.tuple(facts, facts, about), { seed: 1, numRuns: PERSONS })
  .map(([first, second, said], n) => {
    const [one, other] = [`one-${n}`, `other-${n}`];
    const all = [...ofOne(one, first), ...ofOne(other, second), ...ofTwo(one, other, said)];
    return fc.sample(shuffled(all), { seed: n, numRuns: 1 })[0]!;
  });

const append = async (store: EventStore, entries: readonly Entry[]): Promise<void> => {
  for (const { record, fact } of entries) await store.append(`pathway-${record}`, [fact], 'any');
};

let database: ReadModelDatabase;
beforeEach(async () => {
  database = await readModelDatabase();
});
afterEach(() => database.drop());

const following = async (store: EventStore): Promise<Projector> => {
  const projector = new Projector(database.pool, store, { log: () => undefined });
  await projector.start();
  return projector;
};

const expectNoneHeld = async (store: EventStore): Promise<void> =>
  expect((await verify(database.pool, store, readModels)).verdicts).toEqual(
    readModels.map(({ name }) => expect.objectContaining({ model: name, isComplete: true, held: 0 })),
  );

test('the histories hold every type of event, and mergers of either kind that are taken back', () => {
  const told = persons.flat().map(({ fact }) => fact);
  const counts = Map.groupBy(told, ({ type }) => type);
  const missing = Object.keys(pathwayFold.events).filter((type) => !counts.has(type as never));
  expect(missing).toEqual([]);
  const mergers = counts.get('PatientsMerged')!;
  const apart = new Set(counts.get('PatientsUnmerged')!.map(({ data }) => (data as { voids: string }).voids));
  const kinds = mergers.map(({ id, data }) => `${'matched' in data} ${apart.has(id)}`);
  expect(new Set(kinds).size).toBe(4);
});

test('followed fact by fact, they are at every prefix of every history what a rebuild makes of it', async () => {
  const store = new MemoryEventStore();
  const projector = await following(store);
  const rounds = Math.max(...persons.map(({ length }) => length));
  // A round tells one fact more of everybody.
  for (let n = 0; n < rounds; n++) {
    await append(
      store,
      persons.flatMap((entries) => entries.slice(n, n + 1)),
    );
    await projector.reached(await store.head());
    const followed = await tablesOf(database.pool);
    await rebuild(database.pool, store);
    expect([n, followed]).toEqual([n, await tablesOf(database.pool)]);
  }
  await expectNoneHeld(store);
  await projector.stop();
}, 180_000);

test('they are the same for every order in which the facts arrive', async () => {
  const tables = [];
  for (const seed of [1, 2, 3]) {
    const store = new MemoryEventStore();
    await append(store, fc.sample(shuffled(persons.flat()), { seed, numRuns: 1 })[0]!);
    await rebuild(database.pool, store);
    await expectNoneHeld(store);
    tables.push(await tablesOf(database.pool));
  }
  expect(tables[1]).toEqual(tables[0]);
  expect(tables[2]).toEqual(tables[0]);
}, 180_000);
