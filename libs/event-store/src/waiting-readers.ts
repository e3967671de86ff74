import { comparePositions, START, type Position } from '@stepwell/event-sourcing';

/** How far the log is known to reach, and the readers that wait for it to grow past their positions. */
export class WaitingReaders {
  private readonly waiting = new Map<() => void, Position>();
  private known: Position = START;

  get none(): boolean {
    return this.waiting.size === 0;
  }

  reached(position: Position): void {
    if (comparePositions(position, this.known) <= 0) return;
    this.known = position;
    for (const [wake, after] of [...this.waiting]) if (comparePositions(position, after) > 0) wake();
  }

  /** Resolves when the log has grown past a position, when the signal aborts, or when all are let go. */
  past(position: Position, signal: AbortSignal): Promise<void> {
    if (signal.aborted || comparePositions(this.known, position) > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.set(wake, position);
      signal.addEventListener('abort', wake);
    });
  }

  letGo(): void {
    for (const wake of [...this.waiting.keys()]) wake();
  }
}
