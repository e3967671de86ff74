import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedPostgres } from '@stepwell/postgres';
import { Client } from 'pg';

/** The server that platforms keep in a data folder, as somebody with kill and a password meets it. */
export class Postgres {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'postgres');
  }

  /** Makes the database once, that others may be filled from it. */
  static async make(dataFolder: string): Promise<void> {
    const server = await openEmbeddedPostgres({ folder: join(dataFolder, 'postgres') });
    await server.stop();
  }

  static copy(from: string, to: string): void {
    execFileSync('cp', ['-a', `${from}/.`, to]);
  }

  url(port = this.port): string {
    const password = readFileSync(join(this.folder, 'password'), 'utf8').trim();
    return `postgres://stepwell:${password}@127.0.0.1:${port}/stepwell`;
  }

  get port(): number {
    return Number(readFileSync(join(this.folder, 'port'), 'utf8'));
  }

  private get postmaster(): number {
    return Number(readFileSync(join(this.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** The server and everything under it at one moment, as when its machine's power fails but its disk's does not. */
  async killAll(): Promise<void> {
    const { postmaster } = this;
    const all = [postmaster, ...childrenOf(postmaster)];
    for (const pid of all) kill(pid);
    while (all.some(isRunning)) await sleep(5);
  }

  /** One of its processes that serve a client; false when there is none. */
  killBackend(chance: () => number): boolean {
    const backends = childrenOf(this.postmaster).filter((pid) =>
      /stepwell stepwell 127/.test(commandOf(pid)),
    );
    const chosen = backends[Math.floor(chance() * backends.length)];
    if (chosen) kill(chosen);
    return chosen !== undefined;
  }

  /** A transaction of somebody who takes the head of the log and says nothing more, until that somebody dies. */
  async hang(): Promise<() => void> {
    const client = new Client({ connectionString: this.url() });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT * FROM log.head FOR UPDATE');
    return () =>
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
};

const statOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
  } catch {
    return [];
  }
};
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};
const isRunning = (pid: number): boolean => ![undefined, 'Z', 'X'].includes(statOf(pid)[0]);

const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(Number(name))[1] === String(parent))
    .map(Number);
