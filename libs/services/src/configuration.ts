import { join, resolve } from 'node:path';

// The same folder for every command, wherever it is given.
const PROJECT = join(import.meta.dirname, '../../..');

/** What a process can do: take in, derive the read models, answer from them, answer from the log itself. */
export const SERVICES = ['intake', 'projector', 'insights', 'audit'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Everything that is set from outside. Read once, in `main.ts`, and passed on as a value. */
export interface Configuration {
  readonly port: number;
  /** The interface to listen on. */
  readonly host: string;
  /** The folder of everything that Stepwell keeps itself. */
  readonly dataFolder: string;
  /** The user's own PostgreSQL; without it an embedded one is started in the data folder. */
  readonly databaseUrl?: string;
  /** Whether an empty log is filled with the demonstration network. */
  readonly demo: boolean;
  /** The file that says which facility, level and program an HL7 v2 message means. */
  readonly siteMapFile?: string;
  /** What this process does. Others on the same database may do the rest, or the same. */
  readonly services: readonly ServiceName[];
}

/** What is wrong with the environment, a sentence for each. */
export class ConfigurationError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const whole = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

const servicesOf = (text: string = SERVICES.join(), faults: string[]): readonly ServiceName[] => {
  const named = new Set(text.split(',').map((name) => name.trim()));
  const services = SERVICES.filter((service) => named.delete(service));
  if (named.size > 0)
    faults.push(
      `STEPWELL_SERVICES is "${text}": list some of ${SERVICES.join(', ')} with commas between them, or leave it out for all.`,
    );
  return services;
};

/** Reads the environment; throws a `ConfigurationError` that names every fault at once. */
export const readConfiguration = (environment: Environment, folder = PROJECT): Configuration => {
  const faults: string[] = [];
  const { PORT = '3000', HOST = '127.0.0.1', STEPWELL_DATA = join(folder, '.stepwell') } = environment;
  const { DATABASE_URL: databaseUrl, STEPWELL_SITE_MAP: siteMapFile } = environment;
  // A log that somebody made for patients gets made-up ones only when asked to.
  const { STEPWELL_DEMO = databaseUrl === undefined ? 'on' : 'off' } = environment;

  const port = whole(PORT);
  if (port === undefined || port > 65_535)
    faults.push(`PORT is "${PORT}": give a port from 0 to 65535 (0 takes any free one).`);
  if (!['on', 'off'].includes(STEPWELL_DEMO))
    faults.push(`STEPWELL_DEMO is "${STEPWELL_DEMO}": give "on", or "off" to start empty.`);
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    faults.push('DATABASE_URL is no PostgreSQL address: write postgres://user:password@host:5432/database.');
  const services = servicesOf(environment['STEPWELL_SERVICES'], faults);
  if (STEPWELL_DATA.trim() === '')
    faults.push('STEPWELL_DATA is empty: name a folder, or leave it out for ".stepwell" in the project.');
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    port: port!,
    host: HOST,
    dataFolder: resolve(STEPWELL_DATA),
    databaseUrl,
    demo: STEPWELL_DEMO === 'on',
    siteMapFile,
    services,
  };
};
