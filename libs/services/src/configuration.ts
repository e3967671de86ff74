import { join, resolve } from 'node:path';
import { checkConnectionString } from '@stepwell/event-store/kurrentdb-address';
import type { EventOrigin } from '@stepwell/edges/cloudevents';
import type { KafkaSettings } from '@stepwell/edges/kafka';
import { isTimeZone } from '@stepwell/pathway';
import { readKafkaSettings } from './kafka-configuration.ts';
import { DEFAULT_SETTINGS, MATCHING_MODES, type MatchingMode } from './tokens.ts';
import { readOrigin } from './origin-configuration.ts';
import { readMllpConfiguration, type MllpConfiguration } from './mllp-configuration.ts';
import { readWebhookRules, type WebhookRules } from './webhook-configuration.ts';

// The same folder for every command, wherever it is given.
const PROJECT = join(import.meta.dirname, '../../..');

/** What a process can do: take in, derive the read models, answer from them or from the log itself, carry the log on. */
export const SERVICES = ['intake', 'projector', 'insights', 'audit', 'relay'] as const;
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
  /** The KurrentDB that holds the log; without it the log is in PostgreSQL, where everything else is in any case. */
  readonly kurrentDbUrl?: string;
  /** Whether an empty log is filled with the demonstration network. */
  readonly demo: boolean;
  /** The file that says which facility, level and program an HL7 v2 message means. */
  readonly siteMapFile?: string;
  /** With more messages in quarantine than this, it asks for attention. */
  readonly quarantineAlertAbove: number;
  /** Where intake takes HL7 v2 over MLLP; without it, it does not. */
  readonly mllp?: MllpConfiguration;
  /** The Kafka to read from and to write to; absent: none. */
  readonly kafka?: KafkaSettings;
  /** Where events that go out say that they are from. */
  readonly origin: EventOrigin;
  /** What the addresses of webhooks may be. */
  readonly webhooks: WebhookRules;
  /** The IANA time zone by whose calendar it is today, where a query names no day. */
  readonly timeZone: string;
  /** What is done of itself about records that one payer knows by one number. */
  readonly matching: MatchingMode;
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

const alertOf = (text: string | undefined, faults: string[]): number => {
  const above = text === undefined ? DEFAULT_SETTINGS.quarantineAlertAbove : whole(text);
  if (above === undefined)
    faults.push(
      `STEPWELL_QUARANTINE_ALERT is "${text}": give the number of waiting messages above which to ask for attention.`,
    );
  return above ?? 0;
};

const matchingOf = (text: string = DEFAULT_SETTINGS.matching, faults: string[]): MatchingMode => {
  const mode = MATCHING_MODES.find((one) => one === text);
  if (!mode)
    faults.push(
      `STEPWELL_MATCHING is "${text}": give "merge" (records that one payer knows by one number, if nothing speaks against it), "report" or "off".`,
    );
  return mode ?? DEFAULT_SETTINGS.matching;
};

/** The zone of the machine's clocks, where none is named. */
const timeZoneOf = (text: string = Temporal.Now.timeZoneId(), faults: string[]): string => {
  if (!isTimeZone(text))
    faults.push(`TIME_ZONE is "${text}": give a name of the IANA time zones, such as America/New_York.`);
  return text;
};

/** Reads the environment; throws a `ConfigurationError` that names every fault at once. */
export const readConfiguration = (environment: Environment, folder = PROJECT): Configuration => {
  const faults: string[] = [];
  const { PORT = '3000', HOST = '127.0.0.1', STEPWELL_DATA = join(folder, '.stepwell') } = environment;
  const { DATABASE_URL: databaseUrl, STEPWELL_SITE_MAP: siteMapFile } = environment;
  const { EVENTSTORE_URL: kurrentDbUrl } = environment;
  // A log that somebody made for patients gets made-up ones only when asked to.
  const { STEPWELL_DEMO = (databaseUrl ?? kurrentDbUrl) === undefined ? 'on' : 'off' } = environment;

  const port = whole(PORT);
  if (port === undefined || port > 65_535)
    faults.push(`PORT is "${PORT}": give a port from 0 to 65535 (0 takes any free one).`);
  if (!['on', 'off'].includes(STEPWELL_DEMO))
    faults.push(`STEPWELL_DEMO is "${STEPWELL_DEMO}": give "on", or "off" to start empty.`);
  const quarantineAlertAbove = alertOf(environment['STEPWELL_QUARANTINE_ALERT'], faults);
  const origin = readOrigin(environment, { host: HOST, port }, faults);
  const kafka = readKafkaSettings(environment, origin, faults);
  const services = servicesOf(environment['STEPWELL_SERVICES'], faults);
  const webhooks = readWebhookRules(environment, faults);
  if (STEPWELL_DATA.trim() === '')
    faults.push('STEPWELL_DATA is empty: name a folder, or leave it out for ".stepwell" in the project.');
  const timeZone = timeZoneOf(environment['TIME_ZONE'], faults);
  const matching = matchingOf(environment['STEPWELL_MATCHING'], faults);
  const mllp = readMllpConfiguration(environment, HOST, faults);
  faults.push(...databaseFaults(databaseUrl), ...eventStoreFaults(environment));
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    port: port!,
    host: HOST,
    dataFolder: resolve(STEPWELL_DATA),
    databaseUrl,
    kurrentDbUrl,
    demo: STEPWELL_DEMO === 'on',
    siteMapFile,
    quarantineAlertAbove,
    mllp,
    kafka,
    origin,
    webhooks,
    timeZone,
    matching,
    services,
  };
};

const databaseFaults = (url: string | undefined): string[] =>
  url === undefined || /^postgres(ql)?:\/\//.test(url)
    ? []
    : ['DATABASE_URL is no PostgreSQL address: write postgres://user:password@host:5432/database.'];

/** Without the address itself, which holds a password. */
const eventStoreFaults = ({ EVENT_STORE = 'postgres', EVENTSTORE_URL: url }: Environment): string[] => {
  if (EVENT_STORE === 'postgres' && url !== undefined)
    return [
      'EVENTSTORE_URL is set but the log is in PostgreSQL: set EVENT_STORE to "kurrentdb", or unset it.',
    ];
  if (EVENT_STORE === 'postgres') return [];
  if (EVENT_STORE !== 'kurrentdb')
    return [`EVENT_STORE is "${EVENT_STORE}": give "postgres" or "kurrentdb".`];
  if (url === undefined)
    return [
      'EVENT_STORE is "kurrentdb": give its address in EVENTSTORE_URL, like esdb://user:password@host:2113.',
    ];
  const wrong = checkConnectionString(url);
  return wrong ? [`EVENTSTORE_URL ${wrong}`] : [];
};
