import { comparePositions, type EventStore, type Position } from '@stepwell/event-sourcing';
import { inTransaction } from '@stepwell/postgres';
import type { Pool, PoolClient } from 'pg';
import { withCareIfRefused } from '../projector/careful.ts';
import { lockCheckpoint, moveCheckpoint, readCheckpoint, servingModels } from '../projector/checkpoint.ts';
import { Follower } from '../projector/follower.ts';
import { readModels } from '../read-models.ts';
import { replaceTable, type AnyReadModel } from '../table.ts';
import { beginBuild, discardBuild, isBuildOf, noteBuild, takeBuild, type BuildState } from './build-state.ts';
import { differences, type TableDifference } from './difference.ts';
import { fill } from './filling.ts';
import type { Progress } from './progress.ts';

const BATCH = 2_000;

export interface BuildOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** New tables of some read models, filled beside those that answer, which live projection goes on to keep. */
export class Building {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly models: readonly AnyReadModel[];
  private readonly options: BuildOptions;
  private readonly follower: Follower;
  private state: BuildState;

  /** Goes on with a build of the same read models that was interrupted, or begins one. */
  static async open(
    pool: Pool,
    store: EventStore,
    models: readonly AnyReadModel[],
    options: BuildOptions,
  ): Promise<Building> {
    const state = await inTransaction(pool, async (client) => {
      const earlier = await takeBuild(client);
      const isFirst = (await servingModels(client)).size === 0;
      const [checkpoint, head] = [await readCheckpoint(client), await store.head()];
      // Of a log that was put back to an earlier day, tables show what is not recorded.
      const end = isFirst || comparePositions(head, checkpoint) < 0 ? head : checkpoint;
      // A switch that was cut off may have left it ahead of the tables that it is to be compared with.
      const isAhead = !isFirst && earlier && comparePositions(earlier.position, end) > 0;
      if (earlier && isBuildOf(earlier, models) && !isAhead) return earlier;
      if (earlier) options.log(`Dropping what was built of ${Object.keys(earlier.versions).join(', ')}.`);
      await discardBuild(client);
      await beginBuild(client, models, end);
      return (await takeBuild(client))!;
    });
    if (state.filled)
      options.log(
        `The tables built since ${state.startedAt} are brought up to date: discard them to begin anew.`,
      );
    else if (state.events > 0)
      options.log(`Going on after ${state.events} events with the build begun ${state.startedAt}.`);
    return new Building(pool, store, models, options, state);
  }

  private constructor(
    pool: Pool,
    store: EventStore,
    models: readonly AnyReadModel[],
    options: BuildOptions,
    state: BuildState,
  ) {
    this.pool = pool;
    this.store = store;
    this.models = models;
    this.options = options;
    this.state = state;
    this.follower = new Follower({ store, models, building: true, log: options.log });
  }

  get events(): number {
    return this.state.events;
  }

  /** Fills the tables and brings them near the position where the others stand. */
  async fill(): Promise<void> {
    const { pool, store, models } = this;
    const { progress, signal, log } = this.options;
    const total = Math.max(
      0,
      ...(await servingModels(pool)).values().map(({ consumed }) => consumed?.events ?? 0),
    );
    const filling = { pool, store, models, progress, signal, log, total: total || undefined };
    if (!this.state.filled) this.state = await fill(filling, this.state);
    await this.follower.begin(this.state.position);
    for (let before = -Infinity; this.state.events - before >= BATCH;) {
      before = this.state.events;
      progress({ phase: 'catching-up', events: before, total: filling.total });
      // Where more is recorded all the time this has no end: little enough is left to whoever compares or switches.
      await this.catchUp(await readCheckpoint(pool));
    }
  }

  /** What the tables hold otherwise than those that answer, both at the same position. */
  async differences(): Promise<TableDifference[]> {
    const reader = await this.pool.connect();
    try {
      // Nobody moves the checkpoint until the reader has its view of both.
      await inTransaction(this.pool, async (client) => {
        await this.catchUp(await lockCheckpoint(client));
        await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT FROM read.checkpoint');
      });
      const found = await differences(reader, this.models);
      await reader.query('COMMIT');
      reader.release();
      return found;
    } catch (error) {
      reader.release(true);
      throw error;
    }
  }

  /** Puts the tables in the place of those that answer; the position where all of them stand now. */
  switch(): Promise<Position> {
    return inTransaction(this.pool, async (client) => {
      const checkpoint = await lockCheckpoint(client);
      const serving = await servingModels(client);
      const isAll = serving.keys().every((name) => this.models.some((model) => model.name === name));
      // Nothing else stands at the checkpoint then.
      const target = isAll ? await this.store.head() : checkpoint;
      await this.catchUp(target);
      await noteBuild(client, this.state);
      if (isAll) await moveCheckpoint(client, this.state.position);
      // In the order of `readModels`: from here on queries wait until all are in their places.
      for (const { name } of readModels) {
        const model = this.models.find((one) => one.name === name);
        if (model) await this.replace(client, model);
      }
      await discardBuild(client);
      return this.state.position;
    });
  }

  private async replace(client: PoolClient, model: AnyReadModel): Promise<void> {
    const { name, version } = model;
    await replaceTable(client, model);
    await client.query(
      `INSERT INTO read.models (name, version, consumed) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET version = $2, consumed = $3, rebuilt_at = now()`,
      [name, version, JSON.stringify(this.state.consumed.get(name))],
    );
    await client.query('DELETE FROM read.held WHERE model = $1 AND NOT building', [name]);
    await client.query('UPDATE read.held SET building = false WHERE model = $1', [name]);
  }

  private async catchUp(target: Position): Promise<void> {
    while (comparePositions(this.state.position, target) < 0) {
      this.options.signal.throwIfAborted();
      const page = await this.store.readLog(this.state.position, BATCH);
      const events = page.filter(({ position }) => comparePositions(position, target) <= 0);
      // The log ends before the target: see `open`.
      if (events.length === 0) return;
      const write = (carefully: boolean) =>
        inTransaction(this.pool, async (client) => {
          const from = this.state.position;
          const written = await this.follower.write(client, { from, events, carefully });
          const consumed = new Map(this.state.consumed);
          for (const [name, tally] of written.consumed)
            consumed.set(name, consumed.get(name)?.plus(tally) ?? tally);
          const position = events.at(-1)!.position;
          const state = { ...this.state, position, consumed, events: this.state.events + events.length };
          await noteBuild(client, state);
          return { state, settle: written.settle };
        });
      const written = await withCareIfRefused(write);
      written.settle();
      this.state = written.state;
    }
  }
}
