import { execFile, type SpawnOptions } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How to run PostgreSQL's programs, which refuse to run as root. */
export interface Account {
  /** Goes before a program and its arguments. */
  readonly prefix: readonly string[];
  /** The user to become. Absent: the one that runs this process. */
  readonly ids?: { readonly uid: number; readonly gid: number };
}

const MYSELF: Account = { prefix: [] };

/**
 * Root with another name: in a user namespace of its own the server is `nobody` to itself and keeps root's access to
 * files. So it needs no system user, and it reaches a checkout in root's home. Many containers do not allow it.
 */
const NAMESPACE: Account = { prefix: ['unshare', '--user', '--map-user=65534'] };

/** The account for this data folder: its owner's if there is data, else the first that can reach everything. */
export const chooseAccount = async (folder: string, data: string, program: string): Promise<Account> => {
  if (process.getuid?.() !== 0) return MYSELF;
  const reaches = (account: Account) => canReach(account, folder, program);
  const owner = await stat(data).catch(() => undefined);
  const existing = owner ? accountOf(owner) : await systemUser();
  if (existing && (await reaches(existing))) return existing;
  if ((!owner || owner.uid === 0) && (await reaches(NAMESPACE))) return NAMESPACE;
  const created = owner || existing ? undefined : await createSystemUser();
  if (created && (await reaches(created))) return created;
  throw new Error(
    `PostgreSQL refuses to run as root, and no other user can reach both ${folder} and ${program}. ` +
      "Let others pass through the folders above them (for root's home: chmod o+x /root), " +
      'or run this as an ordinary user, or give the URL of a PostgreSQL of your own.',
  );
};

/** Hands a file or folder to the account that the server runs under. */
export const giveTo = async ({ ids }: Account, path: string): Promise<void> => {
  if (ids) await chown(path, ids.uid, ids.gid);
};

export const commandLine = (
  account: Account,
  program: string,
  args: readonly string[],
): [string, string[], SpawnOptions] => {
  const [command, ...rest] = [...account.prefix, program, ...args];
  // eslint-disable-next-line no-restricted-properties -- what a program inherits, not what configures this one
  const { PATH, TZ } = process.env;
  return [command!, rest, { ...account.ids, env: { PATH, TZ, LC_ALL: 'C' } }];
};

const accountOf = ({ uid, gid }: { uid: number; gid: number }): Account =>
  uid === 0 ? NAMESPACE : { prefix: [], ids: { uid, gid } };

const systemUser = async (): Promise<Account | undefined> => {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const found = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users);
  return found ? { prefix: [], ids: { uid: Number(found[1]), gid: Number(found[2]) } } : undefined;
};

const createSystemUser = async (): Promise<Account | undefined> => {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  await run('useradd', [...options, 'postgres']).catch(() => undefined);
  return systemUser();
};

const canReach = async (account: Account, folder: string, program: string): Promise<boolean> => {
  const enter = ['-c', 'cd "$1" && exec "$2" --version', 'sh', folder, program];
  const [command, args, options] = commandLine(account, '/bin/sh', enter);
  return run(command, args, { ...options, cwd: '/' }).then(
    () => true,
    () => false,
  );
};
