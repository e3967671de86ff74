import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { applied, type Mutant } from './mutants.ts';
import { failureOf } from './specs.ts';

/** What a worker is given: one mutant, or none to see that the specs pass, and the specs in the order of their promise. */
export interface Work {
  readonly mutant?: Mutant;
  readonly specs: readonly string[];
}

/** What failed and what it said; without a spec where none had the time to. */
export interface Failure {
  readonly spec?: string;
  readonly says: string;
}

// Each mutant is tried on modules of its own, by a number behind their names; packages and sources are read once.
let mutant: Mutant | undefined;
let trial = 0;
const ROOMS = ['libs/measures/src/', 'libs/pathway/src/'].map(
  (room) => pathToFileURL(`${resolve(room)}/`).href,
);
const sources = new Map<string, string>();

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const isNamed = found.url.includes('?trial=') || !ROOMS.some((room) => found.url.startsWith(room));
    return isNamed ? found : { ...found, url: `${found.url}?trial=${trial}` };
  },
  load: (url, context, next) => {
    if (!url.includes('?trial=')) return next(url, context);
    const file = fileURLToPath(url.slice(0, url.indexOf('?')));
    const source =
      file === mutant?.file
        ? stripTypeScriptTypes(applied(readFileSync(file, 'utf8'), mutant))
        : sources.getOrInsertComputed(file, () => stripTypeScriptTypes(readFileSync(file, 'utf8')));
    return { format: 'module', source, shortCircuit: true };
  },
});

const tried = async (work: Work): Promise<Failure | null> => {
  mutant = work.mutant;
  trial++;
  for (const spec of work.specs) {
    const says = await failureOf(`${pathToFileURL(spec).href}?trial=${trial}`);
    if (says !== undefined) return { spec, says };
  }
  return null;
};

parentPort!.on('message', (work: Work) => {
  void tried(work).then((failure) => parentPort!.postMessage(failure));
});
