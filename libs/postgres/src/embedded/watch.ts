import type { Cluster } from './cluster.ts';
import { stillRuns, type FoundServer } from './postmaster.ts';
import type { Presence } from './presence.ts';
import { ensureRunning } from './server.ts';

const LOOK_EVERY_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Looks after a server for as long as this process uses it. All that use it do; when it has died, the first at the door
 * starts it again on the same port and the others find it running. Keeps no process alive.
 */
export class Watch {
  private readonly cluster: Cluster;
  private readonly presence: Presence;
  private readonly log: (line: string) => void;
  private server: FoundServer;
  private pause = LOOK_EVERY_MS;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(cluster: Cluster, server: FoundServer, presence: Presence, log: (line: string) => void) {
    this.cluster = cluster;
    this.server = server;
    this.presence = presence;
    this.log = log;
    this.lookLater();
  }

  /** Resolves when it has stopped looking and is starting nothing. */
  async end(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private lookLater(): void {
    if (this.ended) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => this.lookLater());
    }, this.pause).unref();
  }

  private async look(): Promise<void> {
    if (await stillRuns(this.server, this.cluster.data)) return;
    const { port } = this.server;
    const died = Date.now();
    try {
      this.server = await this.presence.atTheDoor(() => ensureRunning(this.cluster, this.log, port));
      this.pause = LOOK_EVERY_MS;
      this.log(`PostgreSQL had died. It is running again, after ${Date.now() - died} ms.`);
    } catch (error) {
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
      this.log(`PostgreSQL has died and cannot be started: ${(error as Error).message}`);
    }
  }
}
