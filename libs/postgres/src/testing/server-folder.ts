import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openEmbeddedPostgres } from '../embedded/embedded.ts';
import { stopServer } from '../embedded/server.ts';

/** A folder for an embedded PostgreSQL of a test, which may treat it badly. */
export class ServerFolder {
  readonly path: string;
  readonly data: string;

  private constructor(path: string) {
    this.path = path;
    this.data = join(path, 'data');
  }

  static async create(): Promise<ServerFolder> {
    const path = await mkdtemp(join(tmpdir(), 'stepwell-postgres-'));
    await chmod(path, 0o755);
    return new ServerFolder(path);
  }

  /** Makes the database that others are filled from. */
  async make(): Promise<void> {
    const server = await openEmbeddedPostgres({ folder: this.path });
    await server.stop();
  }

  /** A copy of a made one spares most tests the making. */
  fillFrom({ path }: ServerFolder): void {
    execFileSync('cp', ['-a', `${path}/data`, `${path}/password`, this.path]);
  }

  async remove(): Promise<void> {
    await stopServer({ data: this.data });
    await rm(this.path, { recursive: true, maxRetries: 10 });
  }
}

/** The first value of the first row. */
export const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return (rows as unknown[][])[0]?.[0];
  } finally {
    await client.end();
  }
};
