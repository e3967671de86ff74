import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { EQUIVALENT } from './equivalent.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import type { Failure, Work } from './worker.ts';

// Moves every boundary of the outcome measures and alerts, and of the domain's rules that they stand on, one at a time, and demands that a test fails:
// `npm run test:mutants`, `-- --only retention` for the files whose paths hold that, `-- --sample 5` for every fifth, `-- --most
// 40 --seed 1` for so many by lot.

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    sample: { type: 'string', default: '1' },
    most: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

/** All specs take a tenth of it. */
const LIMIT_SECONDS = 120;
const TRIALS_OF_A_WORKER = 200;
const sourcesOf = (room: string): string[] => globSync(resolve(`libs/${room}/src/**/*.ts`)).sort();
const SOURCES = [...sourcesOf('measures'), ...sourcesOf('pathway')];
const isSpec = (file: string): boolean => file.endsWith('.spec.ts');
const isTesting = (file: string): boolean => isSpec(file) || dirname(file).endsWith('testing');

const pathOf = (file: string): string => relative(resolve('libs'), file).replace('/src/', '/');
// What of the pathway is not tried yet: all but days, levels and presence, and what a payer pays for.
const UNTRIED =
  /^pathway\/(?!compare-text|local-date|level-of-care|care\/presence|payer\/(authoriz|care-day|units-exceeded))/;
// Of statistics, which are checked against published examples, many a number only says how exact they are.
const RULES = SOURCES.filter(
  (file) => !isTesting(file) && basename(file) !== 'survival.ts' && !UNTRIED.test(pathOf(file)),
);
// The examples of stored events are compared with the git history.
const SPECS = SOURCES.filter((file) => isSpec(file) && basename(file) !== 'stored-events.spec.ts');

/** How many mutants of a file each spec has killed. */
const kills = new Map<string, Map<string, number>>();

/** The specs that may kill a mutant: those that have killed others of its file, that of its file, those beside it; laws, which search, last. */
const specsFor = (file: string): string[] => {
  const own = kills.get(file);
  const promise = (spec: string): number => {
    if (own?.has(spec)) return -own.get(spec)!;
    if (spec === file.replace(/\.ts$/, '.spec.ts')) return 1;
    if (basename(spec) === 'laws.spec.ts') return 5;
    if (dirname(spec) === dirname(file)) return 2;
    return basename(spec) === 'boundaries.spec.ts' ? 3 : 4;
  };
  return SPECS.toSorted((a, b) => promise(a) - promise(b));
};

/** Tries one mutant after another, on a thread that is begun anew now and then, as modules are never forgotten. */
class Trials {
  #worker = newWorker();
  #count = 0;

  /** How a spec failed, if one did; a mutant that never ends is noticed too. */
  async failureOf(work: Work): Promise<Failure | undefined> {
    if (++this.#count % TRIALS_OF_A_WORKER === 0) await this.#begin();
    const { promise, resolve: done, reject: fail } = Promise.withResolvers<Failure | undefined>();
    const worker = this.#worker;
    const answered = (failure: Failure | null): void => done(failure ?? undefined);
    const broke = (error: unknown): void => done({ says: String(error) });
    const ended = (): void => fail(new Error('A worker ended without a word.'));
    worker.on('message', answered).on('error', broke).on('exit', ended);
    const timer = afterProcessorSeconds(LIMIT_SECONDS, () => done({ says: 'never ends' }));
    worker.postMessage(work);
    const failure = await promise.finally(() => clearInterval(timer));
    worker.off('message', answered).off('error', broke).off('exit', ended);
    if (failure && !failure.spec) await this.#begin();
    return failure;
  }

  async #begin(): Promise<void> {
    await this.end();
    this.#worker = newWorker();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** By what the process has had of the processors, which on a busy machine is little. */
const afterProcessorSeconds = (limit: number, late: () => void): NodeJS.Timeout => {
  const before = process.cpuUsage();
  return setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if (user + system > limit * 1e6) late();
  }, 1_000);
};

const newWorker = (): Worker => new Worker(new URL('worker.ts', import.meta.url));

const isKilled = async (mutant: Mutant, trials: Trials): Promise<boolean> => {
  const failure = await trials.failureOf({ mutant, specs: specsFor(mutant.file) });
  if (failure && !failure.spec) console.error(`${nameOf(mutant)}: ${failure.says}`);
  if (failure?.spec) {
    const own = kills.getOrInsertComputed(mutant.file, () => new Map<string, number>());
    own.set(failure.spec, (own.get(failure.spec) ?? 0) + 1);
  }
  return failure !== undefined;
};

const nameOf = ({ file, line, says }: Mutant): string => `${pathOf(file)}:${line} ${says}`;

const isOne = (mutant: Mutant, { file, code, says }: (typeof EQUIVALENT)[number]): boolean => {
  const line = readFileSync(mutant.file, 'utf8').split('\n')[mutant.line - 1]!;
  return pathOf(mutant.file) === file && mutant.says === says && line.includes(code);
};

const chosen = RULES.filter((file) => !values.only || pathOf(file).includes(values.only));
/** So many by lot: the same for the same seed. */
const drawn = (mutants: readonly Mutant[], most: number): readonly Mutant[] => {
  const lots = mutants.map((mutant) => ({
    mutant,
    lot: createHash('sha256')
      .update(`${values.seed} ${nameOf(mutant)} ${mutant.from}`)
      .digest('hex'),
  }));
  return lots
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, most)
    .map(({ mutant }) => mutant);
};

const every = chosen.flatMap(mutantsOf).filter((_, n) => n % Number(values.sample) === 0);
const all = values.most ? drawn(every, Number(values.most)) : every;
const threads = Array.from({ length: Math.min(availableParallelism(), 4) }, () => new Trials());
const unmutated = await threads[0]!.failureOf({ specs: SPECS });
if (unmutated) throw new Error(`Without any mutant ${unmutated.spec} fails: ${unmutated.says}`);

const survivors: Mutant[] = [];
let [done, equivalent] = [0, 0];
const queue = all.values();
await Promise.all(
  threads.map(async (trials) => {
    for (const mutant of queue) {
      if (!(await isKilled(mutant, trials))) {
        if (EQUIVALENT.some((one) => isOne(mutant, one))) equivalent++;
        else {
          survivors.push(mutant);
          console.log(`SURVIVED ${nameOf(mutant)}`);
        }
      }
      if (++done % 50 === 0) console.error(`${done} of ${all.length}, ${survivors.length} survived`);
    }
    await trials.end();
  }),
);
console.log(
  `${all.length} mutants${all.length < every.length ? ` of ${every.length}, by lot ${values.seed}` : ''}: ${all.length - survivors.length - equivalent} killed, ${equivalent} equivalent, ${survivors.length} survived.`,
);
process.exitCode = survivors.length > 0 ? 1 : 0;
