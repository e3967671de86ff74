import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { applied, type Mutant } from './mutants.ts';
import { failureOf } from './specs.ts';

/** What a worker is given: one mutant, or none to see that the specs pass, and the specs in the order of their promise. */
export interface Work {
  readonly mutant?: Mutant;
  readonly specs: readonly string[];
}

const { mutant, specs } = workerData as Work;

if (mutant)
  registerHooks({
    load: (url, context, next) => {
      if (!url.startsWith('file:') || fileURLToPath(url) !== mutant.file) return next(url, context);
      const source = applied(readFileSync(mutant.file, 'utf8'), mutant);
      return { ...next(url, context), source };
    },
  });

let failure: string | undefined;
for (const spec of specs) if ((failure ??= await failureOf(spec))) break;
parentPort!.postMessage(failure ?? null);
