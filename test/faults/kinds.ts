import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './load.ts';
import type { World } from './world.ts';

/** Does something bad to a world, and lifts it where it does not pass by itself. */
export type Fault = (world: World, chance: Chance) => Promise<void>;

const between = (chance: Chance, least: number, most: number): number => least + chance() * (most - least);

/** What is tried, by the name under which it is reported. What is killed is killed with SIGKILL. */
export const KINDS: Readonly<Record<string, Fault>> = {
  'one application process killed': async (world, chance) => {
    const one = chance() < 0.5 ? world.keeper : world.guest;
    await one.kill();
    await one.start();
  },
  'all application processes killed': async (world) => {
    await Promise.all(world.platforms.map((platform) => platform.kill()));
    await Promise.all(world.platforms.map((platform) => platform.start()));
  },
  'PostgreSQL killed, all of it': (world) => world.postgres.killAll(),
  'a connection’s process of PostgreSQL killed': async (world, chance) => {
    if (!world.postgres.killBackend(chance))
      throw new Error('No connection has a process: nothing was killed.');
  },
  'applications and PostgreSQL killed': async (world) => {
    await Promise.all([...world.platforms.map((platform) => platform.kill()), world.postgres.killAll()]);
    // The one that has the database first.
    await world.keeper.start();
    await world.guest.start();
  },
  'connections cut': async (world, chance) => {
    world.wire.cut();
    await sleep(between(chance, 50, 1_200));
    world.wire.restore();
  },
  'connections silent, then as before': async (world, chance) => {
    world.wire.silence();
    await sleep(between(chance, 200, 1_500));
    world.wire.restore();
  },
  'connections silent, then cut': async (world, chance) => {
    world.wire.silence();
    await sleep(between(chance, 200, 1_500));
    world.wire.cut();
    await sleep(100);
    world.wire.restore();
  },
  'a hung transaction holds the log': async (world, chance) => {
    const die = await world.postgres.hang();
    await sleep(between(chance, 300, 1_500));
    die();
  },
};
