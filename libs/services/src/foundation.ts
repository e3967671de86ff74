import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EventStore } from '@stepwell/event-sourcing';
import { migrate, openDatabase, openEmbeddedPostgres, type EmbeddedPostgres } from '@stepwell/postgres';
import { readModelMigrations } from '@stepwell/read-models';
import type { Pool } from 'pg';
import type { Configuration } from './configuration.ts';
import { whatIfInThreads, type WhatIf } from './insights/what-if/judging-threads.ts';
import { quarantineMigrations } from './intake/quarantine.ts';
import { openStore } from './open-store.ts';
import { alertNoticeMigrations } from './outgoing/alert-notices.ts';
import { relayMigrations } from './relay/relay-checkpoints.ts';
import { webhookMigrations } from './relay/webhooks/subscriptions.ts';

/** What every service stands on. */
export interface Foundation {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly whatIf: WhatIf;
  close(): Promise<void>;
}

/** What of it the services are given. */
export type FoundationPorts = Pick<Foundation, 'pool' | 'store' | 'whatIf'>;

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
    const sayWhich = (error: Error): Error =>
      databaseUrl ? new Error(`The database of DATABASE_URL cannot be used: ${error.message}`) : error;
    const place = { url, kurrentDbUrl };
    const store = await openStore(place, log).catch((error: Error) => {
      throw kurrentDbUrl === undefined ? sayWhich(error) : error;
    });
    opened.push(() => store.close());
    const pool = await openDatabase(url, { log }).catch((error: Error) => {
      throw sayWhich(error);
    });
    opened.push(() => pool.end());
    await migrate(pool, 'read-models', readModelMigrations);
    await migrate(pool, 'intake', quarantineMigrations);
    await migrate(pool, 'relay', relayMigrations);
    await migrate(pool, 'alerts', alertNoticeMigrations);
    await migrate(pool, 'webhooks', webhookMigrations);
    return { pool, store, close, whatIf: whatIfInThreads(place, store) };
  } catch (error) {
    await close();
    throw error;
  }
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
