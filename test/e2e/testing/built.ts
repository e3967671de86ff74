import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Builds programs as `npm start` and `npx stepwell` would; quick when nothing has changed. */
export const build = (...projects: readonly string[]): void => {
  const nx = join(root, 'node_modules/.bin/nx');
  const { status, stdout } = spawnSync(nx, ['run-many', '-t', 'build', '-p', projects.join(',')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}`);
};

export const PLATFORM = join(root, 'apps/platform/dist/main.js');
export const CLI = join(root, 'apps/cli/dist/main.js');

/** A built program in a process of its own. */
export const run = (
  program: string,
  args: readonly string[],
  environment: Record<string, string>,
): ChildProcess & { readonly output: () => string; readonly ended: Promise<number | null> } => {
  const { DATABASE_URL: _, EVENT_STORE: __, EVENTSTORE_URL: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: { ...inherited, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return Object.assign(child, { output: () => output, ended });
};

/** Resolves when a condition holds; throws what the process printed when it takes too long. */
export const until = async (
  holds: () => boolean | Promise<boolean>,
  about: () => string,
  ms = 60_000,
): Promise<void> => {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain:\n${about()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
