import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than a server takes to recover or to write out its memory. */
const PATIENCE_MS = 5 * 60_000;

/**
 * Who is using a folder, across processes. Two SQLite files serve as nothing but file locks: the kernel drops them with
 * the process that holds them, however it dies, so there is no owner's pid to mistrust and nothing to clean up.
 *
 * Everyone inside holds the `users` lock shared; whoever comes or goes holds the `door` lock alone while doing so.
 */
export class Presence {
  private readonly door: DatabaseSync;
  private readonly users: DatabaseSync;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.door = new DatabaseSync(join(folder, 'door.lock'), { timeout: 0 });
    this.users = new DatabaseSync(join(folder, 'users.lock'), { timeout: 0 });
  }

  /** Runs `fn` while nobody else comes or goes. */
  async atTheDoor<T>(fn: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!locks(this.door, 'BEGIN EXCLUSIVE')) {
      if (Date.now() > deadline)
        throw new Error('Another process has been starting PostgreSQL for too long.');
      await sleep(20);
    }
    try {
      return await fn();
    } finally {
      this.door.exec('ROLLBACK');
    }
  }

  enter(): void {
    this.users.exec('BEGIN');
    this.users.prepare('SELECT 1 FROM sqlite_schema').all();
  }

  /** Leaves, and tells whether nobody is left inside. Only at the door. */
  leave(): boolean {
    if (this.users.isTransaction) this.users.exec('ROLLBACK');
    const alone = locks(this.users, 'BEGIN EXCLUSIVE');
    if (alone) this.users.exec('ROLLBACK');
    return alone;
  }

  close(): void {
    this.users.close();
    this.door.close();
  }
}

const SQLITE_BUSY = 5;

const locks = (database: DatabaseSync, begin: string): boolean => {
  try {
    database.exec(begin);
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
};
