import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@stepwell/postgres';
import { quantile } from '../quantile.ts';

const BLOCK = Buffer.alloc(8_192, 1);
const BLOCKS = 1_000;

const SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'wal_sync_method',
  'shared_buffers',
  'max_wal_size',
];

/** Where it was measured, and all that matters for how fast it is there. */
export const machine = async (url: string, folder: string): Promise<Record<string, string>> => {
  const pool = await openDatabase(url, { connections: 1 });
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'SELECT name, current_setting(name) AS setting FROM unnest($1::text[]) AS name',
    [SETTINGS],
  );
  await pool.end();
  const flushes = flushLatencies(folder);
  return {
    processors: `${cpus().length} × ${cpus()[0]!.model.trim()}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    ...Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    'fdatasync of 8 KiB, median': `${quantile(flushes, 0.5).toFixed(2)} ms`,
    'fdatasync of 8 KiB, 99 %': `${quantile(flushes, 0.99).toFixed(2)} ms`,
  };
};

/** Milliseconds that the file system takes to make a block of a file durable. */
const flushLatencies = (folder: string): number[] => {
  const path = join(folder, 'flush.tmp');
  const file = openSync(path, 'w');
  const taken = Array.from({ length: BLOCKS }, (_, n) => {
    writeSync(file, BLOCK, 0, BLOCK.length, (n % 100) * BLOCK.length);
    const began = performance.now();
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  rmSync(path);
  return taken;
};
