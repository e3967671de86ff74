// JavaScript, because jest loads it with Node's own loader and not with swc.
import { holdEmbeddedPostgres } from '../libs/postgres/src/embedded/embedded.ts';
import { TEST_SERVER_FOLDER } from '../libs/postgres/src/testing/test-database.ts';

/** The first suite that needs PostgreSQL starts it; this holds on to it, so that it runs until the last one is done. */
export default async () => {
  if (!process.env.TEST_DATABASE_URL)
    globalThis.letGoOfTestServer = await holdEmbeddedPostgres(TEST_SERVER_FOLDER);
};
