import { spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine } from './account.ts';
import type { Cluster } from './cluster.ts';
import { findServer, type FoundServer } from './postmaster.ts';
import { settingArguments } from './settings.ts';

/** After a crash the server first replays up to `max_wal_size` of its journal. */
const PATIENCE_MS = 5 * 60_000;
const LOG_LIMIT = 10_000_000;

/** What a killed server was doing may go on for as long as this before it notices. */
const ORPHANS_MS = 30_000;

/**
 * The cluster's server, which runs when this returns: on the port given, or else on that of last time or another. Only
 * one process at a time may do this.
 */
export const ensureRunning = async (
  cluster: Cluster,
  log: (line: string) => void,
  givenPort?: number,
): Promise<FoundServer> => {
  const remembered = join(cluster.folder, 'port');
  let port = givenPort ?? (Number(await readFile(remembered, 'utf8').catch(() => '0')) || (await freePort()));
  const deadline = Date.now() + ORPHANS_MS;
  while (Date.now() < deadline) {
    const running = (await settled(cluster, log)) ?? (await start(cluster, port));
    if (running === 'server-exists') await sleep(100);
    else if (running !== 'port-taken') {
      await writeFile(remembered, `${running.port}\n`);
      return running;
    } else if (givenPort) throw new Error(`Port ${port}, where everybody looks for it, is taken.`);
    else port = await freePort();
  }
  throw new Error(`PostgreSQL could not be started. Its log is ${logFile(cluster)}.`);
};

/** Disconnects everybody, writes everything out, and returns when the server is gone. */
export const stopServer = async ({ data }: Pick<Cluster, 'data'>): Promise<void> => {
  const server = await findServer(data);
  if (!server) return;
  process.kill(server.pid, 'SIGINT');
  const deadline = Date.now() + PATIENCE_MS;
  while ((await findServer(data))?.pid === server.pid) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${server.pid}) does not stop.`);
    await sleep(20);
  }
};

/** The server that somebody left running, once it has finished starting or stopping. */
const settled = async ({ data }: Cluster, log: (line: string) => void): Promise<FoundServer | undefined> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (let waits = 0; Date.now() < deadline; waits++) {
    const server = await findServer(data);
    if (!server || server.ready) return server;
    if (waits === 50) log(`Waiting for PostgreSQL (process ${server.pid}) to be ready`);
    await sleep(20);
  }
  throw new Error(
    `The PostgreSQL in ${data} is neither ready nor gone. Its log is server.log beside that folder.`,
  );
};

/**
 * `server-exists`: a process that was killed has started a server so shortly before that its pid file was not there
 * yet, or a killed server has left connections at work. PostgreSQL itself sees to it that nothing is written by two.
 */
type GivenUp = 'port-taken' | 'server-exists';

const GIVEN_UP: readonly [RegExp, GivenUp][] = [
  [/could not create any TCP\/IP sockets/, 'port-taken'],
  [/lock file "postmaster.pid" already exists|pre-existing shared memory block/, 'server-exists'],
];

const start = async (cluster: Cluster, port: number): Promise<FoundServer | GivenUp> => {
  // A file that is left names a process that is gone or is something else, which PostgreSQL itself may not see.
  await rm(join(cluster.data, 'postmaster.pid'), { force: true });
  const before = await trimLog(cluster);
  const child = await launch(cluster, port);
  // Asked and not listened for: it may have ended before anybody could listen.
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const deadline = Date.now() + PATIENCE_MS;
  while (!ended() && Date.now() < deadline) {
    const server = await findServer(cluster.data);
    if (server?.ready && server.pid === child.pid) return server;
    await sleep(10);
  }
  const said = (await readFile(logFile(cluster), 'utf8')).slice(before).trim();
  const known = GIVEN_UP.find(([pattern]) => pattern.test(said));
  if (known) return known[1];
  throw new Error(`PostgreSQL ${ended() ? 'did not start' : 'does not become ready'}. It said:\n${said}`);
};

/** In a session of its own, so that Ctrl-C reaches this program and not the server under it. */
const launch = async (cluster: Cluster, port: number) => {
  const output = await open(logFile(cluster), 'a', 0o600);
  const args = ['-D', cluster.data, '-p', String(port), ...settingArguments()];
  const [command, rest, options] = commandLine(cluster.account, cluster.binaries.postgres, args);
  const stdio = ['ignore' as const, output.fd, output.fd];
  const child = spawn(command, rest, { ...options, cwd: '/', detached: true, stdio });
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  await output.close();
  return child;
};

const logFile = ({ folder }: Cluster): string => join(folder, 'server.log');

/** The length of the log, after setting aside one that has grown long. */
const trimLog = async (cluster: Cluster): Promise<number> => {
  const size = (await stat(logFile(cluster)).catch(() => undefined))?.size ?? 0;
  if (size < LOG_LIMIT) return size;
  await rename(logFile(cluster), `${logFile(cluster)}.old`);
  return 0;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
