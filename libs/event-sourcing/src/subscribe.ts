import type { Position, RecordedEvent } from './event.ts';
import type { EventStore } from './event-store.ts';

export interface Subscription {
  /** The reader's checkpoint: it is given what comes after. */
  readonly after: Position;
  /** The most events handed over at once. */
  readonly batchSize: number;
  readonly signal: AbortSignal;
}

/**
 * Follows the log from a checkpoint: first what is there, then what comes, batch after batch and in log order, until
 * the signal aborts. The next batch waits for the handler, so a slow reader holds up nobody but itself. What the
 * handler throws ends the subscription; the caller resumes from its own checkpoint.
 */
export const subscribe = async (
  store: EventStore,
  { after, batchSize, signal }: Subscription,
  handler: (events: readonly RecordedEvent[]) => Promise<void>,
): Promise<void> => {
  let position = after;
  while (!signal.aborted) {
    const events = await store.readLog(position, batchSize);
    const last = events.at(-1);
    if (last) {
      await handler(events);
      position = last.position;
    } else {
      await store.grownPast(position, signal);
    }
  }
};
