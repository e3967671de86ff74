import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { EQUIVALENT } from './equivalent.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import type { Work } from './worker.ts';

// Moves every boundary of the outcome measures, and of the days that they are counted in, one at a time, and demands that a
// test fails: `npm run test:mutants`, `-- --only retention` for some files, `-- --sample 5` for every fifth, `-- --most 40
// --seed 1` for so many by lot.

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    sample: { type: 'string', default: '1' },
    most: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

// Counted in ticks, which stand still with the process.
const LIMIT_SECONDS = 60;
const MEASURES = resolve('libs/measures/src');
const PATHWAY = resolve('libs/pathway/src');
const sourcesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

const isSpec = (file: string): boolean => file.endsWith('.spec.ts');
const RULES = [
  // Of statistics, which are checked against published examples, many a number only says how exact they are.
  ...sourcesIn(MEASURES).filter((file) => !isSpec(file) && basename(file) !== 'survival.ts'),
  ...['local-date.ts', 'level-of-care.ts', join('care', 'presence.ts')].map((file) => join(PATHWAY, file)),
];

const PATHWAY_SPECS = new Set(['local-date.spec.ts', 'level-of-care.spec.ts']);

/** The specs that may kill a mutant: that of its file first, then those that kill most; laws, which search, last. */
const specsFor = (file: string): string[] => {
  const own = basename(file, '.ts');
  const all = [
    ...sourcesIn(MEASURES),
    ...sourcesIn(PATHWAY).filter((spec) => PATHWAY_SPECS.has(basename(spec))),
  ];
  const promise = (spec: string): number => {
    const name = basename(spec, '.spec.ts');
    return name === own ? 0 : name === 'laws' ? 3 : name === 'boundaries' ? 1 : 2;
  };
  return all.filter(isSpec).sort((a, b) => promise(a) - promise(b));
};

/** Whether a spec failed; a mutant that never ends is noticed too. */
const isKilled = (work: Work): Promise<string | undefined> =>
  new Promise((done, fail) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: work });
    let seconds = 0;
    const timer = setInterval(() => {
      if (++seconds < LIMIT_SECONDS) return;
      done('took too long');
      void worker.terminate();
    }, 1_000);
    worker.once('message', (failure: string | null) => done(failure ?? undefined));
    worker.once('error', (error) => done(String(error)));
    worker.once('exit', () => {
      clearInterval(timer);
      fail(new Error('A worker ended without a word.'));
    });
  });

const nameOf = ({ file, line, says }: Mutant): string => `${basename(file)}:${line} ${says}`;

const isOne = (mutant: Mutant, { file, code, says }: (typeof EQUIVALENT)[number]): boolean => {
  const line = readFileSync(mutant.file, 'utf8').split('\n')[mutant.line - 1]!;
  return basename(mutant.file) === file && mutant.says === says && line.includes(code);
};

const chosen = RULES.filter((file) => !values.only || basename(file).includes(values.only));
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
const unmutated = await isKilled({ specs: specsFor('') });
if (unmutated) throw new Error(`The specs fail without any mutant: ${unmutated}`);

const survivors: Mutant[] = [];
let [done, equivalent] = [0, 0];
const queue = all.values();
await Promise.all(
  Array.from({ length: Math.min(availableParallelism(), 4) }, async () => {
    for (const mutant of queue) {
      if (!(await isKilled({ mutant, specs: specsFor(mutant.file) }))) {
        if (EQUIVALENT.some((one) => isOne(mutant, one))) equivalent++;
        else {
          survivors.push(mutant);
          console.log(`SURVIVED ${nameOf(mutant)}`);
        }
      }
      if (++done % 50 === 0) console.error(`${done} of ${all.length}, ${survivors.length} survived`);
    }
  }),
);
console.log(
  `${all.length} mutants${all.length < every.length ? ` of ${every.length}, by lot ${values.seed}` : ''}: ${all.length - survivors.length - equivalent} killed, ${equivalent} equivalent, ${survivors.length} survived.`,
);
process.exitCode = survivors.length > 0 ? 1 : 0;
