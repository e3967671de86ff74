import { createHash } from 'node:crypto';
import {
  START,
  comparePositions,
  subscribe,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { LedWork } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { moveRelayCheckpoint, readRelayCheckpoint } from './relay-checkpoints.ts';

const BATCH = 1_000;

/** Somewhere that events are carried to. */
export interface Destination {
  /** Names its checkpoint, for ever: under another name it is another destination. */
  readonly name: string;
  /** Which events it gets when it is new: all that ever were, or those that come from now on. */
  readonly begins: 'at-the-start' | 'at-the-head';
  /** Called when this process begins to lead, and again after every failure. */
  open?(signal: AbortSignal): Promise<void>;
  /**
   * Carries events further, in the order in which they stand. Resolves when the other side has acknowledged all of them;
   * what it throws is told, and the same events come again later. So they may come twice, and must bear it.
   */
  deliver(events: readonly RecordedEvent[], signal: AbortSignal): Promise<void>;
  /** Called when this process leads no longer, after `open` or a failure of it. */
  close?(): Promise<void>;
}

/**
 * Carries the log to one destination: a name, a checkpoint and a handler. The log itself is the outbox, and the checkpoint
 * moves after the destination has acknowledged, so whatever dies in between, every event arrives at least once. Of
 * several processes on one database one leads, the others stand by.
 */
export class Relay {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly destination: Destination;
  private readonly work: LedWork;

  constructor(pool: Pool, store: EventStore, destination: Destination, log: (line: string) => void) {
    this.pool = pool;
    this.store = store;
    this.destination = destination;
    this.work = new LedWork(pool, {
      lock: lockOf(destination.name),
      title: `The relay ${destination.name}`,
      log,
    });
  }

  /** Why nothing is carried at present; undefined while it is, or while another process leads. */
  get fault(): string | undefined {
    return this.work.fault;
  }

  start(): void {
    this.work.start((signal, succeeded) => this.lead(signal, succeeded));
  }

  /** Resolves when what was under way is delivered, or given up. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { destination } = this;
    try {
      const after = await this.checkpoint();
      await destination.open?.(signal);
      if (comparePositions(await this.store.head(), after) <= 0) succeeded();
      await subscribe(this.store, { after, batchSize: BATCH, signal }, async (events) => {
        await destination.deliver(events, signal);
        await moveRelayCheckpoint(this.pool, destination.name, events.at(-1)!.position);
        succeeded();
      });
    } finally {
      await destination.close?.();
    }
  }

  // A log that was put back to an earlier day has other events at the same positions.
  private async checkpoint(): Promise<Position> {
    const { name, begins } = this.destination;
    const head = await this.store.head();
    const known = await readRelayCheckpoint(this.pool, name);
    if (known === undefined) {
      const first = begins === 'at-the-start' ? START : head;
      await moveRelayCheckpoint(this.pool, name, first);
      return first;
    }
    if (comparePositions(known, head) > 0)
      throw new Error(
        `The relay ${name} stands at position ${known}, but the log ends at ${head}: it carried another log. ` +
          'Decide what its receivers shall get again, and set its position in the table relay.checkpoints.',
      );
    return known;
  }
}

// 48 bits of the name's digest: other names, other locks.
const lockOf = (name: string): number =>
  createHash('sha256').update(`stepwell relay ${name}`).digest().readUIntBE(0, 6);
