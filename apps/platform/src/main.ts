import { join } from 'node:path';
import {
  SITE_MAP_FILE,
  createServer,
  everyService,
  openFoundation,
  readConfiguration,
  readSiteMap,
  type Configuration,
} from '@stepwell/services';
import { loadDemonstration } from './load-demonstration.ts';

const dashboardFolder = join(import.meta.dirname, '../../dashboard/dist');

/** Every service in one process. */
const start = async (configuration: Configuration): Promise<void> => {
  const siteMap = await readSiteMap(configuration.siteMapFile ?? SITE_MAP_FILE);
  const foundation = await openFoundation(configuration, console.error);
  const stopFoundation = () => foundation.close();
  try {
    await loadDemonstration(configuration, foundation, siteMap);
    const app = await createServer(everyService(foundation, siteMap), { dashboardFolder });
    await app.listen(configuration.port, configuration.host);
    console.log(`
  Stepwell is ready.

    Dashboard          ${await app.getUrl()}/
    API documentation  ${await app.getUrl()}/docs

  Ctrl+C stops it; what was recorded stays in ${configuration.databaseUrl ? 'your database' : configuration.dataFolder}.
`);
    stopOnSignal(async () => {
      await app.close();
      await stopFoundation();
    });
  } catch (error) {
    await stopFoundation();
    throw error;
  }
};

const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: Error) => fail(error),
      );
    });
};

// What stops a start is told in its sentence: a stack helps nobody who did not write this.
const fail = (error: Error): void => {
  console.error(`Stepwell could not start or stop.\n${error.message}`);
  process.exit(1);
};

try {
  await start(readConfiguration(process.env));
} catch (error) {
  fail(error as Error);
}
