import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY = join(import.meta.dirname, '../../../..');

/** Real files that are not part of the project: beside it, or where the environment says. */
export const SHARED_DATA = process.env.STEPWELL_SHARED_DATA ?? join(REPOSITORY, '../shared/data');

/** A suite on a real file; where the file is absent it is skipped and says so. */
export const describeWithFile = (file: string, suite: (path: string) => void): void => {
  const path = join(SHARED_DATA, file);
  if (existsSync(path)) return describe(`real data: ${file}`, () => suite(path));
  // Jest keeps what a wholly skipped file logs to itself.
  process.stderr.write(`SKIPPED the trials on ${file}: no ${path} (STEPWELL_SHARED_DATA names the folder)\n`);
  describe.skip(`real data: ${file}: needs that file in the folder STEPWELL_SHARED_DATA`, () => suite(path));
};
