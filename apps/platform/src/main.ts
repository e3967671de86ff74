import { join } from 'node:path';
import {
  FollowedSiteMap,
  SERVICES,
  SITE_MAP_FILE,
  chosenServices,
  createServer,
  openFoundation,
  readConfiguration,
  systemClock,
  type Configuration,
} from '@stepwell/services';
import { loadDemonstration } from './load-demonstration.ts';

const dashboardFolder = join(import.meta.dirname, '../../dashboard/dist');

/** The chosen services in one process: all of them, where nothing else is said. */
const start = async (configuration: Configuration): Promise<void> => {
  const siteMap = await FollowedSiteMap.of(configuration.siteMapFile ?? SITE_MAP_FILE, console.error);
  const foundation = await openFoundation(configuration, console.error);
  const stopFoundation = () => foundation.close();
  try {
    if (configuration.services.includes('intake'))
      await loadDemonstration(configuration, foundation, siteMap);
    const { services } = configuration;
    const hasDashboard = services.includes('insights');
    const app = await createServer(
      chosenServices(services, foundation, siteMap, systemClock, configuration),
      {
        dashboardFolder: hasDashboard ? dashboardFolder : undefined,
      },
    );
    await listen(app, configuration);
    const url = await app.getUrl();
    console.log(`
  Stepwell is ready${services.length < SERVICES.length ? ` for ${services.join(', ')}` : ''}.
${hasDashboard ? `\n    Dashboard          ${url}/` : ''}
    API documentation  ${url}/docs

  Ctrl+C stops it; what was recorded stays in ${placeOfLog(configuration)}.
`);
    stopOnSignal(async () => {
      siteMap.stop();
      await app.close();
      await stopFoundation();
    });
  } catch (error) {
    await stopFoundation();
    throw error;
  }
};

const placeOfLog = ({ kurrentDbUrl, databaseUrl, dataFolder }: Configuration): string => {
  if (kurrentDbUrl) return 'your KurrentDB';
  return databaseUrl ? 'your database' : dataFolder;
};

const NOT_LISTENING: Record<string, string> = {
  EADDRINUSE: 'it is taken: set PORT to another',
  EACCES: 'this user may not: set PORT to one from 1024 on',
  EADDRNOTAVAIL: 'HOST is no address of this machine',
  ENOTFOUND: 'HOST is no address of this machine',
};

const listen = async (
  app: Awaited<ReturnType<typeof createServer>>,
  { port, host }: Configuration,
): Promise<void> => {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Error(`Port ${port} of ${host} cannot be listened on: ${NOT_LISTENING[code] ?? message}.`);
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
        (error: Error) => fail('Stepwell could not stop in order.', error),
      );
    });
};

// What stops a start is told in its sentence: a stack helps nobody who did not write this.
const fail = (what: string, error: Error): void => {
  console.error(`${what}\n${error.message}`);
  process.exit(1);
};

try {
  await start(readConfiguration(process.env));
} catch (error) {
  fail('Stepwell could not start.', error as Error);
}
