import { join } from 'node:path';
import type { EventStore } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { migrate, openDatabase, openEmbeddedPostgres } from '@stepwell/postgres';
import { readModelMigrations } from '@stepwell/read-models';
import type { Pool } from 'pg';
import type { Configuration } from './configuration.ts';
import { quarantineMigrations } from './intake/quarantine.ts';

/** What every service stands on. */
export interface Foundation {
  readonly pool: Pool;
  readonly store: EventStore;
  close(): Promise<void>;
}

/** Opens the database (the user's own, or the embedded one), brings its tables up to date, and opens the log. */
export const openFoundation = async (
  { databaseUrl, dataFolder }: Pick<Configuration, 'databaseUrl' | 'dataFolder'>,
  log: (line: string) => void,
): Promise<Foundation> => {
  const embedded = databaseUrl
    ? undefined
    : await openEmbeddedPostgres({ folder: join(dataFolder, 'postgres'), log });
  const opened: (() => Promise<unknown>)[] = [async () => embedded?.stop()];
  const close = async () => {
    for (const shut of opened.toReversed()) await shut();
  };
  try {
    const url = databaseUrl ?? embedded!.url;
    const store = await PostgresEventStore.open({ url, log });
    opened.push(() => store.close());
    const pool = await openDatabase(url, { log });
    opened.push(() => pool.end());
    await migrate(pool, 'read-models', readModelMigrations);
    await migrate(pool, 'intake', quarantineMigrations);
    return { pool, store, close };
  } catch (error) {
    await close();
    throw error;
  }
};
