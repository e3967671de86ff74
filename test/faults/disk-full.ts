import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './load.ts';
import type { Scenario } from './report.ts';
import { verify } from './verify.ts';
import { World, newFolder } from './world.ts';

const SIZE_MB = 400;
const FULL_FOR_MS = 4_000;

/** Fills a disk under the running database, makes room again, and looks whether everything goes on by itself. */
export const diskFull = async (made: string, chance: Chance): Promise<Scenario[]> => {
  const folder = await newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'tmpfs', folder], {
      stdio: 'pipe',
    });
  } catch {
    return NAMES.map((name) => ({ name, seen: [], skipped: 'this user may not mount a small disk' }));
  }
  const world = await World.create(made, chance, folder);
  try {
    return [await played(world, 'tables'), await played(world, 'journal')];
  } finally {
    await world.close().catch(() => undefined);
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
};

const NAMES = ['The disk is full, no room for tables', 'The disk is full, no room for the journal either'];

const played = async (world: World, what: 'tables' | 'journal'): Promise<Scenario> => {
  const name = NAMES[what === 'tables' ? 0 : 1]!;
  const seen: string[] = [];
  try {
    await play(world, what, (line) => seen.push(line));
    return { name, seen };
  } catch (error) {
    return { name, seen, failure: `${(error as Error).stack}\n${world.keeper.output()}` };
  }
};

const play = async (
  world: World,
  what: 'tables' | 'journal',
  tell: (line: string) => void,
): Promise<void> => {
  const { load, folder } = world;
  const ballast = join(folder, 'ballast');
  load.reasons.clear();
  load.start(8, () => world.platforms.map(({ base }) => base));
  await sleep(500);
  fill(folder, ballast, what === 'tables' ? 256 : 0);
  const acknowledged = load.acknowledged.size;
  if (what === 'journal') await exhaustJournal(world);
  await sleep(FULL_FOR_MS);
  const reasons = [...load.reasons].map(([reason, count]) => `${reason} ${count}×`).join(', ');
  tell(
    `for ${FULL_FOR_MS / 1_000} s: ${load.acknowledged.size - acknowledged} orders acknowledged, refused: ${reasons}`,
  );
  const expected = what === 'tables' ? 'storage-full' : 'database-unavailable';
  assert(load.reasons.has(expected), `somebody was told ${expected}; they were told: ${reasons}`);
  assert.deepEqual(load.unclear, []);

  rmSync(ballast);
  const began = performance.now();
  await world.recovered();
  tell(`recording again ${Math.round(performance.now() - began)} ms after there was room`);
  await load.stop();
  const { events, rows } = await verify(world);
  tell(`${events} events and ${rows} rows as they should be`);
};

/** Leaves so many kB. */
const fill = (folder: string, ballast: string, kilobytes: number): void => {
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - kilobytes * 1024)));
  } catch (error) {
    // The database was quicker, and there is nothing left.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
};

/** Goes on to the next segment of the journal until there is none to be had, which PostgreSQL does not survive. */
const exhaustJournal = async ({ pool }: World): Promise<void> => {
  for (let n = 0; n < 64; n++) {
    const went = await pool
      .query(`SELECT pg_logical_emit_message(false, 'faults', repeat('x', 8000000))`)
      .then(
        () => true,
        () => false,
      );
    if (!went) return;
  }
};
