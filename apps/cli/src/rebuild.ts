import {
  discard,
  isAsExpected,
  readBuild,
  readModels,
  summary,
  whileBuilding,
  type Expectation,
  type RebuildOptions,
  type TableDifference,
} from '@stepwell/read-models';
import { SingleBar } from 'cli-progress';
import { say, withFoundation } from './session.ts';
import type { Foundation } from '@stepwell/services';

const UNDER_WAY = 'Another process is making read models: try again when it is done.';

/**
 * `stepwell rebuild [NAME…]`: makes read models anew beside those that answer, all of them when none is named, shows how
 * they differ, and lets them answer if that is as expected.
 */
export const rebuildReadModels = (names: readonly string[], expected: Expectation): Promise<void> =>
  withFoundation((foundation) => {
    checkNames(names);
    const chosen = names.length > 0 ? readModels.filter(({ name }) => names.includes(name)) : readModels;
    checkColumns(expected, chosen);
    return work(foundation, { choose: async () => chosen }, expected);
  });

/** `stepwell projections switch`: lets the new tables answer that a rebuild has left for a decision. */
export const switchTables = (): Promise<void> =>
  withFoundation((foundation) =>
    work(foundation, { choose: (models) => waiting(foundation, models) }, 'any'),
  );

/** `stepwell projections discard`: drops them. */
export const discardTables = (): Promise<void> =>
  withFoundation(async ({ pool, store }) => {
    const onWait = (): never => {
      throw new Error(UNDER_WAY);
    };
    await whileBuilding(pool, store, { choose: async () => [], onWait }, async () => {
      const build = await readBuild(pool);
      if (!build)
        throw new Error('There is nothing to discard: no read models were left beside those that answer.');
      await discard(pool);
      console.log(`Discarded ${Object.keys(build.versions).join(', ')}.`);
    });
  });

export const checkNames = (names: readonly string[]): void => {
  const unknown = names.filter((name) => !readModels.some((model) => model.name === name));
  if (unknown.length > 0)
    throw new Error(
      `There is no read model ${unknown.join(', ')}; there are: ${readModels.map(({ name }) => name).join(', ')}.`,
    );
};

const checkColumns = (expected: Expectation, chosen: typeof readModels): void => {
  if (typeof expected === 'string') return;
  const columns = new Set(chosen.flatMap((model) => Object.keys(model.columns)));
  const unknown = expected.filter((column) => !columns.has(column));
  if (unknown.length > 0)
    throw new Error(
      `--expect: there is no column "${unknown.join('", "')}". Give none, any, or some of: ${[...columns].join(', ')}.`,
    );
};

const waiting = async ({ pool }: Foundation, models: typeof readModels): Promise<typeof readModels> => {
  const build = await readBuild(pool);
  if (!build) throw new Error('There is nothing to switch to: stepwell rebuild makes read models anew.');
  if (!build.filled)
    throw new Error(`It is not finished: stepwell rebuild goes on after ${build.events} events.`);
  const chosen = models.filter(({ name, version }) => build.versions[name] === version);
  if (chosen.length < Object.keys(build.versions).length)
    throw new Error('What was built is of another version of Stepwell: stepwell rebuild makes it anew.');
  return chosen;
};

const work = async (
  { pool, store }: Foundation,
  options: RebuildOptions,
  expected: Expectation,
): Promise<void> => {
  const bar = progressBar();
  const began = performance.now();
  const onWait = (): never => {
    throw new Error(UNDER_WAY);
  };
  const switched = await whileBuilding(
    pool,
    store,
    { ...options, log: say, progress: bar.update, onWait, signal: interrupted() },
    async (building) => {
      await building!.fill().catch(goesOn).finally(bar.stop);
      const seconds = (performance.now() - began) / 1_000;
      say(`${building!.events} events in ${seconds.toFixed(1)} s.`);
      const differences = await building!.differences();
      show(differences);
      if (!differences.every((one) => isAsExpected(one, expected))) return false;
      console.log(`They answer now, up to position ${await building!.switch()}.`);
      return true;
    },
  );
  if (switched) return;
  console.error(`
The new tables are not what was expected, so the old ones go on answering.
  stepwell projections switch     lets the new ones answer
  stepwell projections discard    drops them
  stepwell rebuild --expect …     says what may differ: see --help`);
  process.exitCode = 1;
};

/** Ctrl+C ends the work between two chunks. A second one ends the program. */
const interrupted = (): AbortSignal => {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort(new Error('It was interrupted.')));
  return interrupt.signal;
};

const goesOn = (error: Error): never => {
  throw new Error(`${error.message}\nWhat was done is kept: the same command goes on from there.`);
};

const show = (differences: readonly TableDifference[]): void => {
  for (const difference of differences) {
    console.log(summary(difference));
    for (const { key, before, after } of difference.examples) {
      console.log(`    ${key}`);
      console.log(`      before ${before ? JSON.stringify(before) : 'no row'}`);
      console.log(`      after  ${after ? JSON.stringify(after) : 'no row'}`);
    }
  }
};

/** How far it is, how fast, and how much longer. */
const progressBar = () => {
  let began: { readonly at: number; readonly events: number } | undefined;
  const bar = new SingleBar({
    format: '{phase} {bar} {percentage}% | {value} of {total} events | {rate} a second | {left} left',
    noTTYOutput: true,
    notTTYSchedule: 5_000,
  });
  return {
    update: ({ phase, events, total }: Parameters<NonNullable<RebuildOptions['progress']>>[0]) => {
      const now = performance.now();
      if (!began) bar.start(total ?? events, events, { phase, rate: '–', left: '–' });
      began ??= { at: now, events };
      const rate = Math.round(((events - began.events) * 1_000) / Math.max(1, now - began.at));
      const left = total && rate > 0 ? `${Math.ceil(Math.max(0, total - events) / rate)} s` : 'unknown';
      bar.setTotal(Math.max(total ?? 0, events));
      bar.update(events, { phase, rate: rate || '–', left });
    },
    stop: () => bar.stop(),
  };
};
