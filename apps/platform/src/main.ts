import { join } from 'node:path';
import {
  FollowedSiteMap,
  MllpListener,
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
    const mllp = await listenToHospitals(app, configuration);
    const url = await app.getUrl();
    console.log(`
  Stepwell is ready${services.length < SERVICES.length ? ` for ${services.join(', ')}` : ''}.
${hasDashboard ? `\n    Dashboard          ${url}/` : ''}
    API documentation  ${url}/docs
${mllp ? `    HL7 v2 over MLLP   ${mllp}\n` : ''}
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

const NOT_LISTENING: Record<string, (prefix: string) => string> = {
  EADDRINUSE: (prefix) => `it is taken: set ${prefix}PORT to another`,
  EACCES: (prefix) => `this user may not: set ${prefix}PORT to one from 1024 on`,
  EADDRNOTAVAIL: (prefix) => `${prefix}HOST is no address of this machine`,
  ENOTFOUND: (prefix) => `${prefix}HOST is no address of this machine`,
};

type App = Awaited<ReturnType<typeof createServer>>;

/** `prefix`: of the variables that name the place. */
const listening = async <T>(
  app: App,
  { port, host }: { readonly port: number; readonly host: string },
  prefix: string,
  begin: () => Promise<T>,
): Promise<T> => {
  try {
    return await begin();
  } catch (error) {
    await app.close();
    const { code = '', message, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const reason = NOT_LISTENING[code]?.(prefix) ?? message;
    throw new Error(`Port ${port} of ${host} cannot be listened on: ${reason}.`);
  }
};

const listen = (app: App, { port, host }: Configuration): Promise<unknown> =>
  listening(app, { port, host }, '', () => app.listen(port, host));

/** The address for HL7 v2 over MLLP, where this process takes it. */
const listenToHospitals = async (
  app: App,
  { mllp, services }: Configuration,
): Promise<string | undefined> => {
  if (!mllp || !services.includes('intake')) return undefined;
  const { address, port } = await listening(app, mllp, 'MLLP_', () => app.get(MllpListener).listen(mllp));
  return `${address}:${port}${mllp.tls ? ' (TLS)' : ''}`;
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
