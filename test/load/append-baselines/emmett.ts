import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { openDatabase } from '@stepwell/postgres';
import { attendance } from '../facts.ts';

/** Of 4, 8, 16, 32 and 64 connections, 16 and 32 served 64 writers best; one writer uses one of them. */
const CONNECTIONS = 32;

/**
 * Emmett's event store, another one in TypeScript on PostgreSQL. It does what ours does for an append, on one call to a
 * function of the server: it checks the expected revision, gives positions and stores data and metadata durably. It has
 * no projections to keep, its statements are its own, and its pool is ours, so that both use the same client.
 */
export const emmett = async (url: string) => {
  const pool = await openDatabase(url, { connections: CONNECTIONS, name: 'emmett' });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    append: async (streamId: string, expected: number): Promise<void> => {
      const { id, type, data, metadata } = attendance();
      const event = { type, data: { ...data }, metadata: { ...metadata, messageId: id } };
      await store.appendToStream(streamId, [event], { expectedStreamVersion: BigInt(expected + 1) });
    },
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};
