import { comparePositions, type Position } from '@stepwell/event-sourcing';
import { ofAnotherLog } from '@stepwell/read-models';

const PATIENCE_MS = 10_000;

/** Notices read models that nobody keeps up with the log, from what is seen of both now and then. */
export class Standstill {
  private readonly now: () => number;
  private seen: { readonly projected: Position; readonly at: number } | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Why they stand still; undefined while they move, have nothing to do, or have only just been seen to stand. */
  fault(head: Position, projected: Position): string | undefined {
    const behind = comparePositions(head, projected);
    if (behind < 0) return ofAnotherLog(projected, head);
    if (behind === 0 || this.seen?.projected !== projected) {
      this.seen = behind === 0 ? undefined : { projected, at: this.now() };
      return undefined;
    }
    const seconds = Math.floor((this.now() - this.seen.at) / 1_000);
    if (seconds * 1_000 < PATIENCE_MS) return undefined;
    return (
      `The read models have stood at position ${projected} for ${seconds} s or longer, and the log goes on to ${head}: ` +
      'is a process with the service "projector" running?'
    );
  }
}
