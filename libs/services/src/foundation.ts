import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EventStore } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { migrate, openDatabase, openEmbeddedPostgres, type EmbeddedPostgres } from '@stepwell/postgres';
import { readModelMigrations } from '@stepwell/read-models';
import type { Pool } from 'pg';
import type { Configuration } from './configuration.ts';
import { quarantineMigrations } from './intake/quarantine.ts';
import { alertNoticeMigrations } from './outgoing/alert-notices.ts';
import { relayMigrations } from './relay/relay-checkpoints.ts';
import { webhookMigrations } from './relay/webhooks/subscriptions.ts';

/** What every service stands on. */
export interface Foundation {
  readonly pool: Pool;
  readonly store: EventStore;
  close(): Promise<void>;
}

type Places = Pick<Configuration, 'databaseUrl' | 'dataFolder' | 'kurrentDbUrl'>;

/** Opens the database (the user's own, or the embedded one), brings its tables up to date, and opens the log. */
export const openFoundation = async (
  { databaseUrl, dataFolder, kurrentDbUrl }: Places,
  log: (line: string) => void,
): Promise<Foundation> => {
  const embedded = databaseUrl ? undefined : await openOwnDatabase(dataFolder, log);
  const opened: (() => Promise<unknown>)[] = [async () => embedded?.stop()];
  const close = async () => {
    for (const shut of opened.toReversed()) await shut();
  };
  try {
    const url = databaseUrl ?? embedded!.url;
    const sayWhich = (error: Error): never => {
      throw databaseUrl ? new Error(`The database of DATABASE_URL cannot be used: ${error.message}`) : error;
    };
    const store =
      kurrentDbUrl === undefined
        ? await PostgresEventStore.open({ url, log }).catch(sayWhich)
        : await openKurrentDb(kurrentDbUrl, log);
    opened.push(() => store.close());
    const pool = await openDatabase(url, { log }).catch(sayWhich);
    opened.push(() => pool.end());
    await migrate(pool, 'read-models', readModelMigrations);
    await migrate(pool, 'intake', quarantineMigrations);
    await migrate(pool, 'relay', relayMigrations);
    await migrate(pool, 'alerts', alertNoticeMigrations);
    await migrate(pool, 'webhooks', webhookMigrations);
    return { pool, store, close };
  } catch (error) {
    await close();
    throw error;
  }
};

// Loaded when it is used: a start on PostgreSQL need not wait for the vendor's client.
const openKurrentDb = async (url: string, log: (line: string) => void): Promise<EventStore> => {
  const { KurrentDbEventStore } = await import('@stepwell/event-store/kurrentdb');
  return KurrentDbEventStore.open({ url, log }).catch((error: Error) => {
    throw new Error(`The KurrentDB of EVENTSTORE_URL cannot be used: ${error.message}`);
  });
};

const openOwnDatabase = async (
  dataFolder: string,
  log: (line: string) => void,
): Promise<EmbeddedPostgres> => {
  try {
    // Not recursively where the folder above is there: in a file system that takes no folders that would never end.
    if (!existsSync(dataFolder)) await mkdir(dataFolder, { recursive: !existsSync(dirname(dataFolder)) });
    await access(dataFolder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `STEPWELL_DATA: ${dataFolder} cannot be written (${(error as Error).message}). Name another folder.`,
    );
  }
  return openEmbeddedPostgres({ folder: join(dataFolder, 'postgres'), log });
};
