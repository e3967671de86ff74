import type { EventStore } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';

/** Where the log is. */
export interface LogPlace {
  /** The PostgreSQL that has it where there is no KurrentDB. */
  readonly url: string;
  readonly kurrentDbUrl?: string | undefined;
}

export const openStore = (
  { url, kurrentDbUrl }: LogPlace,
  log: (line: string) => void,
): Promise<EventStore> =>
  kurrentDbUrl === undefined ? PostgresEventStore.open({ url, log }) : openKurrentDb(kurrentDbUrl, log);

// Loaded when it is used: a start on PostgreSQL need not wait for the vendor's client.
const openKurrentDb = async (url: string, log: (line: string) => void): Promise<EventStore> => {
  const { KurrentDbEventStore } = await import('@stepwell/event-store/kurrentdb');
  return KurrentDbEventStore.open({ url, log }).catch((error: Error) => {
    throw new Error(`The KurrentDB of EVENTSTORE_URL cannot be used: ${error.message}`);
  });
};
