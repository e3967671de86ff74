import { eventTypeFilter, START as LOG_START, type Position as VendorPosition } from '@eventstore/db-client';
import { START, type Position } from '@stepwell/event-sourcing';
import type { VendorClient } from './connection.ts';
import { toFault } from './faults.ts';
import { isSystemEvent, positionOf, type StoredEvent } from './stored-events.ts';

/** Tells of every event after a position, live, until the signal aborts. It rejects when the subscription is dropped. */
export const followLog = (
  client: VendorClient,
  after: Position,
  arrived: (position: Position) => void,
  signal: AbortSignal,
): Promise<void> => {
  const subscription = client.subscribeToAll({
    fromPosition:
      after === START ? LOG_START : ({ commit: BigInt(after), prepare: BigInt(after) } as VendorPosition),
    filter: eventTypeFilter({ regex: '^[^$]' }),
    requiresLeader: true,
  });
  const end = new Promise<void>((resolve, reject) => {
    subscription.on('data', ({ event }) => {
      if (event && !isSystemEvent(event as StoredEvent)) arrived(positionOf(event as StoredEvent));
    });
    subscription.on('error', (error) => reject(toFault(error)));
    subscription.on('end', () => reject(new Error('KurrentDB ended the subscription.')));
    const closed = () => resolve();
    subscription.on('close', () => signal.removeEventListener('abort', closed));
    signal.addEventListener('abort', closed);
    if (signal.aborted) resolve();
  });
  return end.finally(() => {
    subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  });
};
