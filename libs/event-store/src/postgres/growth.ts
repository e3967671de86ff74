import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@stepwell/event-sourcing';
import { WaitingReaders } from '../waiting-readers.ts';

const POLL_MS = 50;

/** Tells waiting readers that the log has grown: at once by this process's appends, by asking for everyone else's. */
export class Growth {
  private readonly readHead: () => Promise<Position>;
  private readonly readers = new WaitingReaders();
  private polling = false;
  private closed = false;

  constructor(readHead: () => Promise<Position>) {
    this.readHead = readHead;
  }

  /** The log is known to reach this far. */
  reached(position: Position): void {
    this.readers.reached(position);
  }

  past(position: Position, signal: AbortSignal): Promise<void> {
    if (this.closed) return Promise.resolve();
    const grown = this.readers.past(position, signal);
    void this.poll();
    return grown;
  }

  close(): void {
    this.closed = true;
    this.readers.letGo();
  }

  /** One at a time, and only while somebody waits. While the database is away, they wait. */
  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    while (!this.readers.none && !this.closed) {
      await this.readHead().then(
        (head) => this.reached(head),
        () => undefined,
      );
      await sleep(POLL_MS);
    }
    this.polling = false;
  }
}
