import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseAccount, commandLine, giveTo, type Account } from './account.ts';
import { findBinaries, type Binaries, type Release } from './binaries.ts';

/** A database cluster on disk, ready to be started. */
export interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly account: Account;
}

export const USER = 'stepwell';

const HALF_MADE = 'data.half-made-';

/** Finds the cluster of a folder, or makes it. Only one process at a time may do this. */
export const prepareCluster = async (
  given: string,
  release: Release,
  log: (line: string) => void,
): Promise<Cluster> => {
  await mkdir(given, { recursive: true, mode: 0o755 });
  const folder = await realpath(given);
  const data = join(folder, 'data');
  const binaries = await findBinaries(release);
  const account = await chooseAccount(folder, data, binaries.postgres);
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(absent);
  if (version === undefined) {
    log(`Making a database in ${folder}`);
    await makeCluster({ folder, data, binaries, account }, release);
  } else if (version.trim() !== release.major) {
    throw new Error(
      `The data in ${data} was written by PostgreSQL ${version.trim()}, and this program brings PostgreSQL ` +
        `${release.major}. Nothing was changed. Move that folder away to begin with an empty log, or move its contents over ` +
        `with the pg_dump of PostgreSQL ${version.trim()}.`,
    );
  }
  return { folder, data, binaries, account, password: await readPassword(folder) };
};

/**
 * initdb works in a folder of another name, which gets its right name when it is whole. So what is called `data` is
 * never half made; what an interrupted attempt left is removed here.
 */
const makeCluster = async (
  { folder, data, binaries, account }: Omit<Cluster, 'password'>,
  { locale }: Release,
): Promise<void> => {
  for (const name of await readdir(folder))
    if (name.startsWith(HALF_MADE))
      await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  const half = join(folder, HALF_MADE + randomBytes(4).toString('hex'));
  await mkdir(half, { mode: 0o700 });
  await giveTo(account, half);
  const passwordFile = await writePassword(folder, account);
  const [command, args, options] = commandLine(account, binaries.initdb, [
    ...['-D', half, '--username', USER, '--auth=scram-sha-256', '--pwfile', passwordFile],
    ...['--encoding=UTF8', ...locale, '--data-checksums', '--no-instructions'],
  ]);
  await promisify(execFile)(command, args, { ...options, cwd: folder }).catch((error) => {
    throw new Error(
      `PostgreSQL could not make its data folder in ${folder}: ${error.stderr || error.message}`,
    );
  });
  await rename(half, data);
  await syncFolder(folder);
};

const writePassword = async (folder: string, account: Account): Promise<string> => {
  const path = join(folder, 'password');
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(randomBytes(24).toString('base64url'));
  await file.sync();
  await file.close();
  await giveTo(account, path);
  return path;
};

const readPassword = async (folder: string): Promise<string> => {
  const path = join(folder, 'password');
  const password = await readFile(path, 'utf8').catch(absent);
  if (!password)
    throw new Error(
      `The database in ${folder} cannot be opened: its password, ${path}, is missing. Put it back.`,
    );
  return password.trim();
};

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
};

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};
