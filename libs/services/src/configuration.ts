import { join, resolve } from 'node:path';

// The same folder for every command, wherever it is given.
const PROJECT = join(import.meta.dirname, '../../..');

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
}

/** What is wrong with the environment, a sentence for each. */
export class ConfigurationError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const whole = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

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
  };
};
