import {
  comparePositions,
  foldAll,
  parseStreamName,
  rowChanges,
  streamName,
  subscribe,
  type EventStore,
  type Fact,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import {
  pathwayFold,
  program,
  type Pathway,
  type PathwayEvent,
  type Program,
  type ProgramEvent,
} from '@stepwell/pathway';
import { inTransaction } from '@stepwell/postgres';
import type { Pool, PoolClient } from 'pg';
import { lockCheckpoint, moveCheckpoint, outdated, reached, readCheckpoint } from './checkpoint.ts';
import { pause, whileLeading } from './leadership.ts';
import { PathwayCache } from './pathway-cache.ts';
import { patientReadModels, programReadModels, readModels } from '../read-models.ts';
import { patientsOfPrograms } from '../stays.ts';
import { programsAt, rebuild, type Progress } from '../rebuild/rebuild.ts';
import { applyChanges, type AnyReadModel } from '../table.ts';

const BATCH = 2_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;

/** One patient or program before and after a batch. */
interface Touched<State> {
  readonly key: string;
  readonly before: State;
  readonly after: State;
}

export interface ProjectorOptions {
  readonly log: (line: string) => void;
  readonly progress?: Progress;
}

/**
 * Follows the log and keeps every read model at one common position. A batch of events is turned into the difference
 * that it makes to the rows of the patients it touches, and written in one transaction together with the checkpoint:
 * each event takes effect exactly once, whatever dies in between, and several projectors on one database do no harm.
 */
export class Projector {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly options: ProjectorOptions;
  private readonly stopping = new AbortController();
  private readonly cache = new PathwayCache();
  private programs: Map<string, Program> = new Map();
  private running: Promise<void> = Promise.resolve();

  constructor(pool: Pool, store: EventStore, options: ProjectorOptions) {
    this.pool = pool;
    this.store = store;
    this.options = options;
  }

  /** Fills what is missing or outdated, then follows the log until `stop`. Resolves when the former is done. */
  async start(): Promise<void> {
    const missing = await outdated(this.pool, readModels);
    if (missing.length > 0) await rebuild(this.pool, this.store, missing, this.options.progress);
    this.running = this.follow();
  }

  /** Resolves when the read models have come to a position, by this projector's work or another's. */
  async reached(position: Position): Promise<void> {
    while (!(await reached(this.pool, position, 1_000)));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  // Whatever fails, the read models stand where the checkpoint says: begin there again.
  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    let retry = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await whileLeading(this.pool, signal, (leading) =>
          this.lead(leading, () => (retry = FIRST_RETRY_MS)),
        );
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Overtaken) continue;
        this.options.log(`Projection failed and is tried again in ${retry} ms: ${(error as Error).message}`);
        await pause(retry, signal);
        retry = Math.min(retry * 2, LAST_RETRY_MS);
      }
    }
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const after = await readCheckpoint(this.pool);
    this.cache.clear();
    this.programs = await programsAt(this.store, after);
    await subscribe(this.store, { after, batchSize: BATCH, signal }, async (events) => {
      await this.project(events);
      succeeded();
    });
  }

  private async project(events: readonly RecordedEvent[]): Promise<void> {
    const upTo = events.at(-1)!.position;
    const touched = await inTransaction(this.pool, async (client) => {
      const checkpoint = await lockCheckpoint(client);
      if (comparePositions(checkpoint, events[0]!.position) >= 0) return undefined;
      const programs = this.touchedPrograms(events);
      const patients = await this.touchedPatients(client, events, checkpoint, programs);
      await write(
        client,
        programReadModels,
        programs,
        ({ before }) => before,
        ({ after }) => after,
      );
      await write(
        client,
        patientReadModels,
        patients,
        ({ before }) => ({ pathway: before, programs: this.programs }),
        ({ after }) => ({ pathway: after, programs: withChanged(this.programs, programs) }),
      );
      await moveCheckpoint(client, upTo);
      return { programs, patients };
    });
    if (!touched) throw new Overtaken();
    this.programs = withChanged(this.programs, touched.programs);
    for (const { key, after } of touched.patients) this.cache.set(key, after);
  }

  private touchedPrograms(events: readonly RecordedEvent[]): Touched<Program>[] {
    return [...keysOf(events, program.category)].map(([key, own]) => {
      const before = this.programs.get(key) ?? program.initialState;
      return { key, before, after: foldAll(program, own as unknown as Fact<ProgramEvent>[], before) };
    });
  }

  // Besides those whose own history grew: everybody who was in a program whose policies changed.
  private async touchedPatients(
    client: PoolClient,
    events: readonly RecordedEvent[],
    checkpoint: Position,
    programs: readonly Touched<Program>[],
  ): Promise<Touched<Pathway>[]> {
    const grown = keysOf(events, pathwayFold.category);
    const concerned =
      programs.length > 0
        ? await patientsOfPrograms(
            client,
            programs.map(({ key }) => key),
          )
        : [];
    const keys = [...new Set([...grown.keys(), ...concerned])];
    const unknown = keys.filter((key) => !this.cache.get(key));
    const histories = await this.store.readStreams(
      unknown.map((key) => streamName(pathwayFold.category, key)),
      checkpoint,
    );
    return keys.map((key) => {
      const history = histories.get(streamName(pathwayFold.category, key)) ?? [];
      const before = this.cache.get(key) ?? foldAll(pathwayFold, history as unknown as Fact<PathwayEvent>[]);
      return {
        key,
        before,
        after: foldAll(pathwayFold, (grown.get(key) ?? []) as unknown as Fact<PathwayEvent>[], before),
      };
    });
  }
}

const write = async <Thing>(
  client: PoolClient,
  models: readonly AnyReadModel[],
  touched: readonly (Thing & { key: string })[],
  before: (thing: Thing) => unknown,
  after: (thing: Thing) => unknown,
): Promise<void> => {
  if (touched.length === 0) return;
  for (const model of models) {
    const changes = touched.map((one) =>
      rowChanges(model, model.rows(before(one), one.key), model.rows(after(one), one.key)),
    );
    await applyChanges(client, model, {
      write: changes.flatMap((change) => change.write),
      remove: changes.flatMap((change) => change.remove),
    });
  }
};

const keysOf = (events: readonly RecordedEvent[], category: string): Map<string, RecordedEvent[]> => {
  const own = events.filter(({ streamId }) => parseStreamName(streamId).category === category);
  return Map.groupBy(own, ({ streamId }) => parseStreamName(streamId).key);
};

const withChanged = (
  programs: ReadonlyMap<string, Program>,
  changed: readonly Touched<Program>[],
): Map<string, Program> => new Map([...programs, ...changed.map(({ key, after }) => [key, after] as const)]);

/** Somebody else, such as a rebuild, has written these events: begin anew where the checkpoint is now. */
class Overtaken extends Error {}
