export { KurrentDbEventStore, type KurrentDbEventStoreOptions } from './kurrentdb-event-store.ts';
export { checkConnectionString } from './connection-string.ts';
