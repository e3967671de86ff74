import {
  foldAll,
  parseStreamName,
  streamName,
  UnknownEvent,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { Derived, everMergedWith, pathwayFold, program, type Pathway, type Program } from '@stepwell/pathway';
import type { PoolClient } from 'pg';
import { patientsOfPrograms } from '../stays.ts';
import { tableOf, type AnyReadModel } from '../table.ts';
import { shownOf } from '../persons/shown.ts';
import { attempt, Fault } from './careful.ts';
import { heldStreams, type Held } from './held.ts';
import { CATEGORIES, consumedBy } from './history.ts';
import { PathwayCache } from './pathway-cache.ts';
import { programsAt } from './programs-at.ts';
import { changesOf, writeTable, type Batch, type Touched } from './table-writing.ts';
import { Tally } from './tally.ts';

export interface Following {
  readonly store: EventStore;
  readonly models: readonly AnyReadModel[];
  /** Whether it is the tables that fill beside those that answer. */
  readonly building: boolean;
  readonly log: (line: string) => void;
}

/** Of a batch that was written: what each read model consumed by it; `settle` is called once it is committed. */
export interface Written {
  readonly consumed: ReadonlyMap<string, Tally>;
  readonly settle: () => void;
}

/**
 * Brings tables from one position of the log to a later one, batch by batch: a batch of events is turned into the
 * difference that it makes to the rows of the patients it touches. Keeps the patients worked on last in memory.
 */
export class Follower {
  private readonly following: Following;
  private readonly cache = new PathwayCache();
  private programs: Map<string, Program> = new Map();

  constructor(following: Following) {
    this.following = following;
  }

  /** Stands where the tables stand. */
  async begin(at: Position): Promise<void> {
    this.cache.clear();
    this.programs = await programsAt(this.following.store, at);
  }

  async write(client: PoolClient, batch: Batch): Promise<Written> {
    const { models, store, building, log } = this.following;
    checkCategories(batch.events);
    const changed = this.touchedPrograms(batch.events);
    const patients = await this.touchedPatients(client, batch, changed);
    const streamIds = [...changed, ...patients].map(({ streamId }) => streamId);
    const held = await heldStreams(client, building, streamIds);
    const programs =
      changed.length === 0
        ? this.programs
        : new Map([...this.programs, ...changed.map(({ key, after }) => [key, after as Program] as const)]);
    const writing = { client, store, batch, programs: { before: this.programs, after: programs }, log };
    const tallies = tallyByCategory(batch.events);
    const consumed = new Map<string, Tally>();
    await inTurn(models, (model) => {
      const target = { model, table: tableOf(model, building), building };
      const touched = model.category === 'program' ? changed : patients;
      const own = held.filter((one) => one.model === model.name);
      const changes = changesOf(writing, target, touched, own);
      return async () => {
        const { troubled, consumedOfThem } = await writeTable(writing, changes);
        const all = consumedBy(model).reduce((sum, category) => sum.plus(tallies(category)), Tally.of([]));
        const apart = Tally.of(batch.events.filter(({ streamId }) => troubled.has(streamId)));
        consumed.set(model.name, all.minus(apart).plus(consumedOfThem));
      };
    });
    const settle = () => {
      this.programs = programs;
      for (const { key, own, rowsAfter } of patients)
        // What was derived of the state itself is in the rows, and need not be kept beside them.
        if (!(own instanceof Fault))
          this.cache.set(key, { pathway: { ...own, derived: new Derived() }, rows: rowsAfter });
    };
    return { consumed, settle };
  }

  // A program that cannot be folded stops everything: every patient's rows may depend on it.
  private touchedPrograms(events: readonly RecordedEvent[]): Touched[] {
    return [...keysOf(events, program.category)].map(([key, own]) => {
      const before = this.programs.get(key) ?? program.initialState;
      const after = foldAll(program, own, before);
      const rows = { rowsBefore: new Map(), rowsAfter: new Map() };
      return { key, streamId: streamName(program.category, key), before, after, ...rows };
    });
  }

  // Besides those whose own history grew: everybody whose rows may depend on the programs that changed, and on both of
  // them the other records of the same person.
  private async touchedPatients(
    client: PoolClient,
    { events, from }: Batch,
    programs: readonly Touched[],
  ): Promise<TouchedPatient[]> {
    const grown = keysOf(events, pathwayFold.category);
    const concerned = programs.length > 0 ? await this.concernedBy(client, programs) : [];
    const records = await this.records([...new Set([...grown.keys(), ...concerned])], grown, from);
    const [before, after] = [pathways(records, 'before'), pathways(records, 'after')];
    return [...records].map(([key, record]) => ({
      key,
      streamId: nameOf(key),
      own: record.after,
      before: shown(key, record.before, before),
      after: shown(key, record.after, after),
      rowsBefore: this.cache.get(key)?.rows ?? new Map(),
      rowsAfter: new Map(),
    }));
  }

  /** These records and those of the same persons, as they were before a batch and as they are after it. */
  private async records(
    keys: readonly string[],
    grown: ReadonlyMap<string, RecordedEvent[]>,
    from: Position,
  ): Promise<Map<string, Change>> {
    const asked = new Set(keys);
    const found = new Map<string, Change>();
    for (let next = [...keys]; next.length > 0;) {
      const unknown = next.filter((key) => !this.cache.get(key));
      const histories = await this.following.store.readStreams(unknown.map(nameOf), from);
      const related: string[] = [];
      for (const key of next) {
        const known = this.cache.get(key);
        const [earlier, own] = [histories.get(nameOf(key)), grown.get(key)];
        // The table of stays may be ahead of the one that fills, and know patients of whom nothing is recorded yet.
        if (!known && !earlier && !own) continue;
        const before = attempt(() => known?.pathway ?? foldAll(pathwayFold, earlier ?? []));
        const after =
          before instanceof Fault ? before : attempt(() => foldAll(pathwayFold, own ?? [], before));
        found.set(key, { before, after });
        if (!(after instanceof Fault)) related.push(...everMergedWith(after.facts));
      }
      next = [...new Set(related)].filter((key) => !asked.has(key));
      for (const key of next) asked.add(key);
    }
    return found;
  }

  // Everybody who was in one of the programs, as far as the table of stays knows, and those whose stays it may not know.
  private async concernedBy(client: PoolClient, programs: readonly Touched[]): Promise<string[]> {
    const { models, building } = this.following;
    const fromBuilding = building && models.some(({ name }) => name === 'stays');
    const table = tableOf({ name: 'stays' }, fromBuilding);
    const known = await patientsOfPrograms(
      client,
      programs.map(({ key }) => key),
      table,
    );
    const held: Held[] = [];
    for (const which of new Set([building, fromBuilding])) held.push(...(await heldStreams(client, which)));
    return [...known, ...keysIn(held, pathwayFold.category)];
  }
}

/** Derives what is written of each model while the database still writes the one before: one writes at a time. */
const inTurn = async <One>(all: readonly One[], derive: (one: One) => () => Promise<void>): Promise<void> => {
  let writing = Promise.resolve();
  for (const one of all) {
    const write = derive(one);
    await writing;
    writing = write();
    // It is awaited below; that it may fail before is no failure unheard.
    writing.catch(() => {});
  }
  await writing;
};
/** A patient's own record, of which more than the record itself may be shown. */
interface TouchedPatient extends Touched {
  readonly own: Pathway | Fault;
}

interface Change {
  readonly before: Pathway | Fault;
  readonly after: Pathway | Fault;
}

const pathways = (records: ReadonlyMap<string, Change>, when: keyof Change): Map<string, Pathway> =>
  new Map(
    [...records].flatMap(([key, record]) => {
      const pathway = record[when];
      return pathway instanceof Fault ? [] : [[key, pathway]];
    }),
  );

const shown = (key: string, own: Pathway | Fault, records: ReadonlyMap<string, Pathway>): Pathway | Fault =>
  own instanceof Fault || everMergedWith(own.facts).length === 0 ? own : shownOf(key, records);

const nameOf = (patientId: string): string => streamName(pathwayFold.category, patientId);

const keysOf = (events: readonly RecordedEvent[], category: string): Map<string, RecordedEvent[]> => {
  const own = events.filter(({ streamId }) => parseStreamName(streamId).category === category);
  return Map.groupBy(own, ({ streamId }) => parseStreamName(streamId).key);
};

const keysIn = (held: readonly Held[], category: string): string[] =>
  held
    .map(({ streamId }) => parseStreamName(streamId))
    .filter((name) => name.category === category)
    .map(({ key }) => key);

const tallyByCategory = (events: readonly RecordedEvent[]): ((category: string) => Tally) => {
  const byCategory = Map.groupBy(events, ({ streamId }) => parseStreamName(streamId).category);
  const tallies = new Map(byCategory.entries().map(([category, own]) => [category, Tally.of(own)]));
  return (category) => tallies.get(category) ?? Tally.of([]);
};

// Streams of another kind are as unknown as events of another type.
const checkCategories = (events: readonly RecordedEvent[]): void => {
  const stranger = events.find(({ streamId }) => !CATEGORIES.includes(parseStreamName(streamId).category));
  if (stranger) throw new UnknownEvent(stranger, 0);
};
