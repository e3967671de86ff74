/**
 * Breaks a running Stepwell again and again, and looks each time whether it keeps its promises:
 * `npm run test:faults`, with `-- --rounds 200` for long, `-- --seed 42` to try the same again, `-- --report FOLDER` for
 * where to write. Not a part of `npm test`.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from '../e2e/testing/built.ts';
import { diskFull } from './disk-full.ts';
import { KINDS } from './kinds.ts';
import { chanceOf, type Chance } from './load.ts';
import { Postgres } from './postgres.ts';
import { textOf, type Report } from './report.ts';
import { verify } from './verify.ts';
import { World, newFolder } from './world.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    report: { type: 'string', default: '.stepwell/faults' },
  },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
if (!(Number.isInteger(rounds) && rounds > 0) || !Number.isInteger(seed))
  throw new Error('--rounds takes a number from 1 on, and --seed a number.');

/** A world grows, and with it the time that checks take: after so many rounds there is a new one. */
const ROUNDS_OF_A_WORLD = 15;
const SENDERS = 8;

/** Every kind as often as the others, in an order that the seed decides. */
const shuffledKinds = (chance: Chance): string[] => {
  const bag: string[] = [];
  return Array.from({ length: rounds }, () => {
    if (bag.length === 0) bag.push(...Object.keys(KINDS));
    return bag.splice(Math.floor(chance() * bag.length), 1)[0]!;
  });
};

const playRound = async (world: World, kind: string, chance: Chance) => {
  const { load } = world;
  const before = load.acknowledged.size;
  load.start(SENDERS, () => world.platforms.map(({ base }) => base));
  await sleep(100 + chance() * 500);
  const began = performance.now();
  await KINDS[kind]!(world, chance);
  await world.recovered();
  const recoveryMs = performance.now() - began;
  await load.stop();
  const verified = await verify(world);
  return { recoveryMs, ...verified, acknowledged: load.acknowledged.size - before };
};

console.log(
  `Fault rounds: ${rounds}, seed ${seed}. The same again: npm run test:faults -- --rounds ${rounds} --seed ${seed}`,
);
build('@stepwell/platform');
const chance = chanceOf(seed);
const made = await newFolder();
await Postgres.make(made);
const report: Report = {
  seed,
  began: new Date().toISOString(),
  rounds: [],
  answers: {},
  unclear: [],
  scenarios: [],
};
let world: World | undefined;
const leave = async (): Promise<void> => {
  if (!world) return;
  for (const [status, count] of world.load.answers)
    report.answers[status] = (report.answers[status] ?? 0) + count;
  report.unclear.push(...world.load.unclear);
  await world
    .close()
    .catch((error: Error) => console.log(`A world could not be left in order: ${error.message}`));
  world = undefined;
};

for (const [n, kind] of shuffledKinds(chance).entries()) {
  const number = n + 1;
  if (n % ROUNDS_OF_A_WORLD === 0) await leave();
  try {
    world ??= await World.create(made, chance);
    const done = await playRound(world, kind, chance);
    report.rounds.push({ number, kind, ...done });
    console.log(
      `${String(number).padStart(4)}  ${kind.padEnd(44)} recovered after ${Math.round(done.recoveryMs)} ms, ` +
        `${done.acknowledged} orders acknowledged, ${done.events} events and ${done.rows} rows as they should be`,
    );
  } catch (error) {
    const failure = (error as Error).stack ?? String(error);
    report.rounds.push({ number, kind, failure });
    console.log(`${String(number).padStart(4)}  ${kind.padEnd(44)} FAILED\n${failure}`);
    await leave();
  }
}
await leave();
report.scenarios.push(...(await diskFull(made, chance)));
await rm(made, { recursive: true, force: true });

await mkdir(values.report, { recursive: true });
await writeFile(join(values.report, 'faults.json'), `${JSON.stringify(report, null, 2)}\n`);
await writeFile(join(values.report, 'faults.txt'), textOf(report));
console.log(`\n${textOf(report)}`);
const failed =
  report.rounds.some(({ failure }) => failure) || report.scenarios.some(({ failure }) => failure);
process.exit(failed || report.unclear.length > 0 ? 1 : 0);
