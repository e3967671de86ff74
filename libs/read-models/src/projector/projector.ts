import {
  comparePositions,
  subscribe,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { LedWork, inTransaction } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { readModels } from '../read-models.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { summary } from '../rebuild/difference.ts';
import type { Progress } from '../rebuild/progress.ts';
import type { AnyReadModel } from '../table.ts';
import { withCareIfRefused } from './careful.ts';
import {
  LEADERSHIP,
  Superseded,
  fence,
  lockCheckpointLightly,
  moveCheckpoint,
  noteConsumed,
  ofAnotherLog,
  outdated,
  reached,
  readCheckpoint,
  servingModels,
} from './checkpoint.ts';
import { Follower, type Written } from './follower.ts';
import { retryHeld } from './retry.ts';

const BATCH = 2_000;

export interface ProjectorOptions {
  readonly log: (line: string) => void;
  readonly progress?: Progress;
  readonly models?: readonly AnyReadModel[];
}

/**
 * Follows the log and keeps every read model at one common position. The rows that a batch of events changes are written
 * in one transaction together with the checkpoint: each event takes effect exactly once, whatever dies in between. Of
 * several projectors on one database one leads, the others stand by.
 *
 * A patient whose rows cannot be derived or written holds back nobody else: see `writeCarefully`. What concerns all of
 * them (the database is away, an event of an unknown kind) stops the reader before the event, and is tried again.
 */
export class Projector {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly models: readonly AnyReadModel[];
  private readonly options: ProjectorOptions;
  private readonly following: LedWork;
  private readonly follower: Follower;
  private hasRetried = false;

  constructor(pool: Pool, store: EventStore, options: ProjectorOptions) {
    this.pool = pool;
    this.store = store;
    this.options = options;
    this.models = options.models ?? readModels;
    this.follower = new Follower({ store, models: this.models, building: false, log: options.log });
    this.following = new LedWork(pool, {
      lock: LEADERSHIP.following,
      title: 'Projection',
      log: options.log,
      isInterruption: (error) => error instanceof Overtaken,
      isLasting: (error) => error instanceof Superseded,
    });
  }

  /** Fills what is missing or outdated, then follows the log until `stop`. Resolves when the former is done. */
  async start(): Promise<void> {
    // Whoever has nothing to make need not wait until another is done with it.
    if ((await outdated(this.pool, this.models)).length > 0) await this.make();
    // Whatever else is wrong is tried again; this needs somebody's hand.
    await this.refuseAnotherLog().catch((error) => {
      if (error instanceof AnotherLog) throw error;
    });
    // Whatever fails, the read models stand where the checkpoint says: begin there again.
    this.following.start((signal, succeeded) => this.lead(signal, succeeded));
  }

  private async make(): Promise<void> {
    const { log, progress } = this.options;
    await rebuild(this.pool, this.store, {
      choose: (models) => outdated(this.pool, models),
      models: this.models,
      progress,
      signal: this.following.signal,
      log,
      onWait: () => log('Another process is making read models: waiting for it.'),
      onDifferences: (all) => all.filter((one) => !one.isNew).forEach((one) => log(summary(one))),
    });
  }

  /** Why this projector cannot go on at present; undefined while it does, or stands by. */
  get fault(): string | undefined {
    return this.following.fault;
  }

  /** Resolves when the read models have come to a position, by this projector's work or another's. */
  async reached(position: Position): Promise<void> {
    while (!(await reached(this.pool, position, 1_000)));
  }

  stop(): Promise<void> {
    return this.following.stop();
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    fence(this.models, await servingModels(this.pool));
    await this.refuseAnotherLog();
    await this.retryOnce();
    const after = await readCheckpoint(this.pool);
    await this.follower.begin(after);
    if (comparePositions(await this.store.head(), after) <= 0) succeeded();
    await subscribe(this.store, { after, batchSize: BATCH, signal }, async (events) => {
      await this.project(events);
      succeeded();
    });
  }

  // Of another log, or of one that was put back to an earlier day, they would show what is not recorded.
  private async refuseAnotherLog(): Promise<void> {
    const checkpoint = await readCheckpoint(this.pool);
    const head = await this.store.head();
    if (comparePositions(checkpoint, head) > 0) throw new AnotherLog(ofAnotherLog(checkpoint, head));
  }

  // This code may know better than the one that had trouble with them; later it knows no better than before.
  private async retryOnce(): Promise<void> {
    if (this.hasRetried) return;
    await retryHeld(this.pool, this.store, this.models);
    this.hasRetried = true;
  }

  private async project(events: readonly RecordedEvent[]): Promise<void> {
    const written = await withCareIfRefused((carefully) => this.write(events, carefully));
    if (!written) throw new Overtaken();
    written.settle();
  }

  private write(events: readonly RecordedEvent[], carefully: boolean): Promise<Written | undefined> {
    return inTransaction(this.pool, async (client) => {
      const from = await lockCheckpointLightly(client);
      if (comparePositions(from, events[0]!.position) >= 0) return undefined;
      const serving = await servingModels(client);
      fence(this.models, serving);
      const written = await this.follower.write(client, { from, events, carefully });
      await noteConsumed(client, serving, written.consumed);
      await moveCheckpoint(client, events.at(-1)!.position);
      return written;
    });
  }
}

/** Somebody else, such as a rebuild, has written these events: begin anew where the checkpoint is now. */
class Overtaken extends Error {}

class AnotherLog extends Error {}
