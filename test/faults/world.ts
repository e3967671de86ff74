import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { openDatabase } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { Load, type Chance } from './load.ts';
import { admit } from './orders.ts';
import { Platform } from './platform.ts';
import { Postgres } from './postgres.ts';
import { Proxy } from './proxy.ts';

const quiet = { log: () => undefined };

/**
 * Two processes of the platform on one database: the first keeps the embedded PostgreSQL and brings it back, the second
 * reaches it by its address, over a wire that can fail. Both take in, both project, both answer.
 */
export class World {
  readonly folder: string;
  readonly postgres: Postgres;
  readonly keeper: Platform;
  readonly guest: Platform;
  readonly wire: Proxy;
  readonly store: PostgresEventStore;
  readonly pool: Pool;
  readonly load: Load;
  private probes = 1_000_000;

  static async create(made: string, chance: Chance, given?: string): Promise<World> {
    const folder = given ?? (await newFolder());
    Postgres.copy(made, folder);
    const keeper = new Platform('keeper', { STEPWELL_DATA: folder });
    await keeper.start();
    const postgres = new Postgres(folder);
    const wire = await Proxy.to(postgres.port);
    const guest = new Platform('guest', { STEPWELL_DATA: folder, DATABASE_URL: postgres.url(wire.port) });
    await guest.start();
    const url = postgres.url();
    const store = await PostgresEventStore.open({ url, connections: 2, ...quiet });
    const pool = await openDatabase(url, { connections: 4, name: 'faults', ...quiet });
    return new World({ folder, postgres, keeper, guest, wire, store, pool }, chance);
  }

  private constructor(
    parts: Pick<World, 'folder' | 'postgres' | 'keeper' | 'guest' | 'wire' | 'store' | 'pool'>,
    chance: Chance,
  ) {
    this.folder = parts.folder;
    this.postgres = parts.postgres;
    this.keeper = parts.keeper;
    this.guest = parts.guest;
    this.wire = parts.wire;
    this.store = parts.store;
    this.pool = parts.pool;
    this.load = new Load(chance);
  }

  get platforms(): readonly Platform[] {
    return [this.keeper, this.guest];
  }

  /** Resolves when every process is ready and has recorded something. */
  async recovered(ms = 60_000): Promise<void> {
    const deadline = Date.now() + ms;
    for (const platform of this.platforms) {
      const probe = admit(this.probes++);
      while (!(await platform.isReady()) || !(await this.load.give(probe, platform.base))) {
        if (Date.now() > deadline)
          throw new Error(`${platform.name} does not recover:\n${platform.output()}`);
        await sleep(20);
      }
    }
  }

  async close(): Promise<void> {
    await this.load.stop();
    await this.store.close().catch(() => undefined);
    await this.pool.end();
    this.wire.close();
    await this.guest.kill();
    await this.keeper.kill('SIGTERM');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Directly under the system's temporary folder: the server's user must be able to reach it. */
export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-faults-'));
  await chmod(folder, 0o755);
  return folder;
};
