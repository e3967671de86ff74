import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, START, type Position } from '@stepwell/event-sourcing';

const POLL_MS = 50;

/** Tells waiting readers that the log has grown: at once by this process's appends, by asking for everyone else's. */
export class Growth {
  private readonly readHead: () => Promise<Position>;
  private readonly waiting = new Map<() => void, Position>();
  private known: Position = START;
  private polling = false;
  private closed = false;

  constructor(readHead: () => Promise<Position>) {
    this.readHead = readHead;
  }

  /** The log is known to reach this far. */
  reached(position: Position): void {
    if (comparePositions(position, this.known) <= 0) return;
    this.known = position;
    for (const [wake, after] of [...this.waiting]) if (comparePositions(position, after) > 0) wake();
  }

  past(position: Position, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.closed || comparePositions(this.known, position) > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.set(wake, position);
      signal.addEventListener('abort', wake);
      void this.poll();
    });
  }

  close(): void {
    this.closed = true;
    for (const wake of [...this.waiting.keys()]) wake();
  }

  /** One at a time, and only while somebody waits. While the database is away, they wait. */
  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    while (this.waiting.size > 0 && !this.closed) {
      await this.readHead().then(
        (head) => this.reached(head),
        () => undefined,
      );
      await sleep(POLL_MS);
    }
    this.polling = false;
  }
}
