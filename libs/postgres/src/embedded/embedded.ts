import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { CURRENT, type Release } from './binaries.ts';
import { prepareCluster, USER, type Cluster } from './cluster.ts';
import { Presence } from './presence.ts';
import { ensureRunning, stopServer } from './server.ts';
import { Watch } from './watch.ts';

export interface EmbeddedPostgres {
  /** Names the database `stepwell`, whose user is a superuser of this server. */
  readonly url: string;
  /** Lets go of the server, which stops when nobody else is using it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The database's folder: data, password, port and the server's log stand in it. */
  readonly folder: string;
  readonly release?: Release;
  readonly log?: (line: string) => void;
}

const DATABASE = 'stepwell';

/**
 * Opens the PostgreSQL of a folder. The first process to open it starts the server, any other joins, and the last to
 * let go stops it; a process that dies has let go. A server that nobody stopped is found running and joined. One that
 * dies while it is in use is started again at the same address.
 */
export const openEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const { folder, release = CURRENT, log = () => undefined } = options;
  const presence = new Presence(folder);
  const { cluster, server } = await presence
    .atTheDoor(async () => {
      presence.enter();
      const prepared = await prepareCluster(folder, release, log);
      const running = await ensureRunning(prepared, log);
      await ensureDatabase(prepared, running.port);
      return { cluster: prepared, server: running };
    })
    .catch((error) => {
      presence.close();
      throw error;
    });
  const watch = new Watch(cluster, server, presence, log);
  const stop = async () => {
    await watch.end();
    await letGo(presence, folder);
  };
  return { url: urlOf(cluster, server.port, DATABASE), stop: once(stop) };
};

/** Takes part in the use of a folder's server without starting one: what it returns stops the server as `stop` does. */
export const holdEmbeddedPostgres = async (folder: string): Promise<() => Promise<void>> => {
  const presence = new Presence(folder);
  await presence.atTheDoor(async () => presence.enter());
  return once(() => letGo(presence, folder));
};

const letGo = async (presence: Presence, folder: string): Promise<void> => {
  await presence.atTheDoor(async () => {
    if (presence.leave()) await stopServer({ data: join(folder, 'data') });
  });
  presence.close();
};

const once = (fn: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return () => (done ??= fn());
};

const urlOf = ({ password }: Cluster, port: number, database: string): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

const NO_SUCH_DATABASE = '3D000';

const ensureDatabase = async (cluster: Cluster, port: number): Promise<void> => {
  const connect = async (database: string) => {
    const client = new Client({ connectionString: urlOf(cluster, port, database) });
    await client.connect();
    return client;
  };
  const client = await connect(DATABASE).catch(async (error) => {
    if (!(error instanceof DatabaseError) || error.code !== NO_SUCH_DATABASE) throw error;
    const maintenance = await connect('postgres');
    await maintenance.query(`CREATE DATABASE ${DATABASE}`);
    return maintenance;
  });
  await client.end();
};
