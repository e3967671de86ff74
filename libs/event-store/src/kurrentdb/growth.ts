import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@stepwell/event-sourcing';
import { WaitingReaders } from '../waiting-readers.ts';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

/** Where news of the log comes from. */
export interface News {
  head(): Promise<Position>;
  /** Tells of every event after a position, until the signal aborts. It rejects when the connection is lost. */
  follow(after: Position, arrived: (position: Position) => void, signal: AbortSignal): Promise<void>;
}

/**
 * Tells waiting readers that the log has grown. It follows the log live from the first time that somebody waits; after
 * a lost connection it follows on from where the log was then, with growing pauses, and asks for the head each time, so
 * nothing that was appended in between is missed.
 */
export class Growth {
  private readonly news: News;
  private readonly log: (line: string) => void;
  private readonly readers = new WaitingReaders();
  private readonly closing = new AbortController();
  private running: Promise<void> | undefined;

  constructor(news: News, log: (line: string) => void) {
    this.news = news;
    this.log = log;
  }

  /** The log is known to reach this far. */
  reached(position: Position): void {
    this.readers.reached(position);
  }

  past(position: Position, signal: AbortSignal): Promise<void> {
    if (this.closing.signal.aborted) return Promise.resolve();
    const grown = this.readers.past(position, signal);
    if (!this.readers.none) this.running ??= this.run();
    return grown;
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.readers.letGo();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    let retry = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        const head = await this.news.head();
        this.reached(head);
        if (retry > FIRST_RETRY_MS) this.log('KurrentDB: following the log again.');
        retry = FIRST_RETRY_MS;
        await this.news.follow(head, (position) => this.reached(position), signal);
      } catch (error) {
        if (signal.aborted) return;
        if (retry === FIRST_RETRY_MS)
          this.log(`KurrentDB: the log is not followed for now. ${(error as Error).message}`);
      }
      await sleep(retry, undefined, { signal }).catch(() => undefined);
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    }
  }
}
