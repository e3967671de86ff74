import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import {
  comparePositions,
  START,
  subscribe,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { pause } from '@stepwell/postgres';
import { STORE } from '../tokens.ts';

/** The events kept for whoever reads along: what is older is read from the log. */
const KEPT = 10_000;
const BATCH = 1_000;
const TRY_AGAIN_MS = 1_000;

/**
 * One subscription to the log for all readers of this process, however many. Each reader asks for what comes after its own
 * position, so a slow one holds up nobody and takes no memory; one that is far behind reads from the log itself. The
 * subscription runs while somebody holds it.
 */
@Injectable()
export class LogFeed implements OnModuleDestroy {
  private readonly store: EventStore;
  private readonly logger = new Logger('log feed');
  private readonly ended = new AbortController();
  private events: RecordedEvent[] = [];
  /** The events kept are all those after this position. */
  private from: Position = START;
  private holders = 0;
  private following: AbortController | undefined;
  private running: Promise<void> = Promise.resolve();
  private waiting = new Set<() => void>();

  constructor(@Inject(STORE) store: EventStore) {
    this.store = store;
  }

  /** Keeps the subscription running until what it returns is called. */
  hold(): () => void {
    if (this.holders++ === 0) this.start();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      if (--this.holders === 0) this.following?.abort();
    };
  }

  /** At most `limit` events after a position, in log order; none at the end of the log. */
  async after(position: Position, limit: number): Promise<readonly RecordedEvent[]> {
    if (!this.isFollowing || comparePositions(position, this.from) < 0)
      return this.store.readLog(position, limit);
    const first = this.firstAfter(position);
    return this.events.slice(first, first + limit);
  }

  /** Resolves when there may be something after a position, or when the signal aborts. */
  async grownPast(position: Position, signal: AbortSignal): Promise<void> {
    const last = this.events.at(-1)?.position ?? this.from;
    if (signal.aborted || (this.isFollowing && comparePositions(last, position) > 0)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.ended.abort();
    this.wake();
    await this.running;
  }

  private isFollowing = false;

  private start(): void {
    const following = new AbortController();
    this.following = following;
    const signal = AbortSignal.any([following.signal, this.ended.signal]);
    this.running = this.running.then(() => this.follow(signal));
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.from = await this.store.head();
        this.events = [];
        this.isFollowing = true;
        this.wake();
        await subscribe(this.store, { after: this.from, batchSize: BATCH, signal }, async (events) =>
          this.keep(events),
        );
      } catch (error) {
        if (!signal.aborted)
          this.logger.warn(`Following the log is tried again: ${(error as Error).message}`);
      }
      this.isFollowing = false;
      this.events = [];
      if (!signal.aborted) await pause(TRY_AGAIN_MS, signal);
    }
  }

  private keep(events: readonly RecordedEvent[]): void {
    this.events.push(...events);
    // Half as much again is let stand, so that it is not copied with every batch.
    if (this.events.length > KEPT * 1.5) {
      const dropped = this.events.length - KEPT;
      this.from = this.events[dropped - 1]!.position;
      this.events = this.events.slice(dropped);
    }
    this.wake();
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }

  private firstAfter(position: Position): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comparePositions(this.events[middle]!.position, position) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
