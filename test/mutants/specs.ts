import { expect } from 'expect';
import fc from 'fast-check';

// As much of Jest's globals as the specs of pure rooms use: specs are imported, which collects their tests, and run without
// anything around them, so that a mutant costs a tenth of a second and not three.

type Test = () => unknown;
const tests: Test[] = [];

type Rows = readonly unknown[];
const argumentsOf = (row: unknown): readonly unknown[] => (Array.isArray(row) ? row : [row]);

const each =
  (run: (name: string, body: Test) => void) =>
  (rows: Rows) =>
  (name: string, body: (...row: never[]) => unknown) => {
    for (const row of rows) run(name, () => body(...(argumentsOf(row) as never[])));
  };

const test = (_name: string, body: Test): void => void tests.push(body);
const describe = (_name: string, body: Test): void => void body();

Object.assign(globalThis, {
  expect,
  test: Object.assign(test, { each: each(test) }),
  describe: Object.assign(describe, { each: each(describe) }),
});

// The same search at every run: what is killed today is killed tomorrow.
fc.configureGlobal({ seed: 1 });

/** Runs the tests of a spec one after another; what the first to fail said, if any. */
export const failureOf = async (spec: string): Promise<string | undefined> => {
  tests.length = 0;
  try {
    await import(spec);
    if (tests.length === 0) throw new Error(`${spec} has no tests.`);
    for (const one of tests) await one();
  } catch (error) {
    return String(error);
  }
  return undefined;
};
