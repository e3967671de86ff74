/**
 * After an install: puts the Node that came as an optional dependency on the path of npm's scripts. npm 11 links it by
 * itself; npm 10 leaves the link out where several packages, of which one fits the machine, bring a command of one name.
 * Runs on whichever Node npm runs on.
 */
import { existsSync, linkSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../node_modules');
const { platform, arch } = process;
const names = [`node-bin-${platform}-${arch}`, `node-${platform === 'win32' ? 'win' : platform}-${arch}`];
const command = platform === 'win32' ? 'node.exe' : 'node';
const own = names.map((name) => join(modules, name, 'bin', command)).find((path) => existsSync(path));
const link = join(modules, '.bin', command);

if (own && !existsSync(link)) {
  mkdirSync(join(modules, '.bin'), { recursive: true });
  rmSync(link, { force: true });
  if (platform === 'win32') linkSync(own, link);
  else symlinkSync(own, link);
}
if (!own && Number.parseInt(process.versions.node, 10) < 26)
  console.warn('Stepwell brings no Node for this machine: install Node 26 or later yourself.');
