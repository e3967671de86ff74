#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

// npm puts the project's own Node on the path of `npx` and of its scripts; called by another one, hand over to it.
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..');
const main = join(root, 'apps/cli/dist/main.js');
const run = (command, ...args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

if (Number.parseInt(process.versions.node, 10) < 24) {
  const node = join(root, 'node_modules/.bin/node');
  if (!existsSync(node)) {
    console.error('Stepwell needs Node 24 or later. `npm ci` in its folder brings one.');
    process.exit(1);
  }
  const { status } = spawnSync(
    node,
    [import.meta.filename ?? new URL(import.meta.url).pathname, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  process.exit(status ?? 1);
}
if (!existsSync(main)) {
  console.error('Building Stepwell, once …');
  const status = run(
    join(root, 'node_modules/.bin/nx'),
    'run',
    '@stepwell/cli:build',
    '--output-style=static-failures-only',
  );
  if (status !== 0) process.exit(status);
}
await import(main).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('Stepwell is being built by another command: try again in a moment, or run `npm run build`.');
  process.exit(1);
});
