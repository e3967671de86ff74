import { join } from 'node:path';
import { ConfigurationError, readConfiguration } from './configuration.ts';

test('everything has a default', () =>
  expect(readConfiguration({})).toEqual({
    port: 3000,
    quarantineAlertAbove: 100,
    matching: 'merge',
    host: '127.0.0.1',
    dataFolder: join(import.meta.dirname, '../../../.stepwell'),
    databaseUrl: undefined,
    kurrentDbUrl: undefined,
    demo: true,
    siteMapFile: undefined,
    mllp: undefined,
    kafka: undefined,
    origin: { source: '/stepwell', publicUrl: 'http://localhost:3000' },
    webhooks: { allowHttp: false, allowPrivate: false },
    timeZone: Temporal.Now.timeZoneId(),
    services: ['intake', 'projector', 'insights', 'audit', 'relay'],
  }));

test('a database of the user’s own is filled with made-up patients only when asked to', () => {
  const DATABASE_URL = 'postgres://me@db:5432/stepwell';
  expect(readConfiguration({ DATABASE_URL }).demo).toBe(false);
  expect(readConfiguration({ DATABASE_URL, STEPWELL_DEMO: 'on' }).demo).toBe(true);
});

test('the data folder is the project’s, or one that is named from here', () => {
  expect(readConfiguration({}, '/srv/stepwell').dataFolder).toBe('/srv/stepwell/.stepwell');
  expect(readConfiguration({ STEPWELL_DATA: 'data' }, '/srv/stepwell').dataFolder).toBe(
    join(process.cwd(), 'data'),
  );
});

test('a process does what is listed, in whatever order that is written', () => {
  const services = (STEPWELL_SERVICES: string) => readConfiguration({ STEPWELL_SERVICES }).services;
  expect(services('projector')).toEqual(['projector']);
  expect(services('audit, intake,audit')).toEqual(['intake', 'audit']);
});

test('webhooks go to private addresses only where that is asked for', () =>
  expect(readConfiguration({ WEBHOOKS_ALLOW: 'http, private' }).webhooks).toEqual({
    allowHttp: true,
    allowPrivate: true,
  }));

test.each([
  [{ KAFKA_SOURCE: '/old' }, '/old'],
  [{ CLOUDEVENTS_SOURCE: '/new', KAFKA_SOURCE: '/old' }, '/new'],
])('with %j every event that goes out is from %s', (environment, source) => {
  const { origin, kafka } = readConfiguration({ ...environment, KAFKA_BROKERS: 'k:9092' });
  expect([origin.source, kafka!.source]).toEqual([source, source]);
});

test.each([
  [{ PUBLIC_URL: 'https://stepwell.example/api/' }, 'https://stepwell.example/api'],
  [{ HOST: '0.0.0.0', PORT: '8080' }, 'http://localhost:8080'],
  [{ HOST: 'stepwell.internal' }, 'http://stepwell.internal:3000'],
  [{ PORT: '0' }, undefined],
])('with %j the API is at %s', (environment, url) =>
  expect(readConfiguration(environment).origin.publicUrl).toBe(url),
);

test.each([
  [
    { STEPWELL_SERVICES: 'intake,reports' },
    'STEPWELL_SERVICES is "intake,reports": list some of intake, proj',
  ],
  [{ STEPWELL_SERVICES: '' }, 'STEPWELL_SERVICES is ""'],
  [{ PORT: 'abc' }, 'PORT is "abc"'],
  [{ PORT: '65536' }, 'PORT is "65536"'],
  [{ STEPWELL_DEMO: 'maybe' }, 'STEPWELL_DEMO is "maybe"'],
  [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL is no PostgreSQL address'],
  [{ STEPWELL_DATA: ' ' }, 'STEPWELL_DATA is empty'],
  [{ KAFKA_SOURCE: '' }, 'KAFKA_SOURCE is ""'],
  [{ CLOUDEVENTS_SOURCE: '' }, 'CLOUDEVENTS_SOURCE is "": give a URI or a path'],
  [{ PUBLIC_URL: 'stepwell.example' }, 'PUBLIC_URL is "stepwell.example": give the address of the API'],
  [{ TIME_ZONE: 'EST5' }, 'TIME_ZONE is "EST5": give a name of the IANA time zones'],
  [{ WEBHOOK_SECRETS_KEY: 'c2hvcnQ=' }, 'WEBHOOK_SECRETS_KEY is no key: give 32 bytes in base64'],
  [{ WEBHOOK_SECRETS_KEY: `${'A'.repeat(43)}=,` }, 'WEBHOOK_SECRETS_KEY is no key: give 32 bytes in base64'],
  [{ WEBHOOKS_ALLOW: 'http,all' }, 'WEBHOOKS_ALLOW is "http,all": list some of http, private'],
  [{ EVENT_STORE: 'kafka' }, 'EVENT_STORE is "kafka": give "postgres" or "kurrentdb"'],
  [{ EVENT_STORE: 'kurrentdb' }, 'give its address in EVENTSTORE_URL'],
  [{ EVENTSTORE_URL: 'esdb://localhost' }, 'EVENTSTORE_URL is set but the log is in PostgreSQL'],
  [
    { EVENT_STORE: 'kurrentdb', EVENTSTORE_URL: 'http://localhost' },
    'EVENTSTORE_URL is no KurrentDB address',
  ],
])('%j is told in a sentence', (environment, sentence) =>
  expect(() => readConfiguration(environment)).toThrow(sentence),
);

describe('a log in KurrentDB', () => {
  const EVENTSTORE_URL = 'kurrentdb://me:secret@log:2113?tls=true';

  test('is chosen and named, and filled with made-up patients only when asked to', () =>
    expect(readConfiguration({ EVENT_STORE: 'kurrentdb', EVENTSTORE_URL })).toMatchObject({
      kurrentDbUrl: EVENTSTORE_URL,
      databaseUrl: undefined,
      demo: false,
    }));

  test('whose address is wrong is not told with its password', () => {
    const read = () =>
      readConfiguration({ EVENT_STORE: 'kurrentdb', EVENTSTORE_URL: `${EVENTSTORE_URL}&ssl=yes` });
    expect(read).toThrow('EVENTSTORE_URL has a setting "ssl"');
    expect(read).not.toThrow('secret');
  });
});

describe('a Kafka', () => {
  const KAFKA_BROKERS = 'k1:9092, k2:9092';
  const USER = { KAFKA_SASL_USERNAME: 'me', KAFKA_SASL_PASSWORD: 'secret' };

  test('is off until brokers are named, and then has names for everything', () => {
    expect(readConfiguration({ KAFKA_SSL: 'on' }).kafka).toBeUndefined();
    expect(readConfiguration({ KAFKA_BROKERS }).kafka).toEqual({
      brokers: ['k1:9092', 'k2:9092'],
      clientId: 'stepwell',
      groupId: 'stepwell',
      tls: undefined,
      sasl: undefined,
      topics: {
        pathway: 'stepwell.pathway.v1',
        program: 'stepwell.program.v1',
        commands: 'stepwell.commands.v1',
      },
      source: '/stepwell',
      publicUrl: 'http://localhost:3000',
    });
  });

  test('is spoken to in secret, and as a user, where that is said', () => {
    const secure = { KAFKA_BROKERS, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', ...USER };
    expect(readConfiguration({ ...secure, KAFKA_SSL: 'on' }).kafka).toMatchObject({
      tls: {},
      sasl: { mechanism: 'scram-sha-512', username: 'me', password: 'secret' },
    });
    expect(readConfiguration({ ...secure, KAFKA_SSL_CA: '/ca.pem' }).kafka?.tls).toEqual({
      caFile: '/ca.pem',
    });
  });

  test.each([
    [{ KAFKA_BROKERS: 'kafka' }, 'KAFKA_BROKERS is "kafka": list host:port'],
    [{ KAFKA_SSL: 'yes' }, 'KAFKA_SSL is "yes"'],
    [{ KAFKA_SSL: 'off', KAFKA_SSL_CA: '/ca.pem' }, 'KAFKA_SSL is "off" but files for TLS are named'],
    [{ KAFKA_SSL_CERT: '/cert.pem' }, 'KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together'],
    [
      { KAFKA_SASL_MECHANISM: 'gssapi', ...USER },
      'KAFKA_SASL_MECHANISM is "gssapi": give one of plain, scram',
    ],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASS'],
    [USER, 'A user for Kafka needs KAFKA_SASL_MECHANISM'],
    [{ KAFKA_COMMANDS_TOPIC: 'a topic' }, 'KAFKA_COMMANDS_TOPIC is "a topic"'],
    [{ KAFKA_COMMANDS_TOPIC: 'stepwell.pathway.v1' }, 'must be three different ones'],
  ])('of which %j is told in a sentence', (environment, sentence) => {
    const read = () => readConfiguration({ KAFKA_BROKERS, ...environment });
    expect(read).toThrow(sentence);
    expect(read).not.toThrow('secret');
  });
});

test('all that is wrong is told at once', () => {
  const read = () => readConfiguration({ PORT: '-1', STEPWELL_DEMO: '' });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(/PORT[^]*STEPWELL_DEMO/);
});

test('HL7 v2 over MLLP is taken where a port is given for it, on the interface of HTTP', () => {
  expect(readConfiguration({ HOST: '10.0.0.1', MLLP_PORT: '2575' }).mllp).toEqual({
    ...{ port: 2575, host: '10.0.0.1', tls: undefined },
    ...{ frameBytes: 4_194_304, connections: 100, waiting: 64, idleMs: 3_600_000 },
  });
  const tls = { MLLP_TLS_KEY: 'k', MLLP_TLS_CERT: 'c', MLLP_TLS_CLIENT_CA: 'a' };
  expect(readConfiguration({ MLLP_PORT: '0', MLLP_HOST: '::', ...tls }).mllp).toMatchObject({
    host: '::',
    tls: { key: 'k', certificate: 'c', clientCa: 'a' },
  });
});

test.each([
  [{ MLLP_PORT: 'mllp' }, 'MLLP_PORT is "mllp": give a number from 0 to 65535.'],
  [{ MLLP_PORT: '1', MLLP_IDLE_SECONDS: '0' }, 'MLLP_IDLE_SECONDS is "0": give a number from 1 to 604800.'],
  [{ MLLP_PORT: '1', MLLP_TLS_KEY: 'k' }, 'For TLS give both MLLP_TLS_KEY and MLLP_TLS_CERT'],
])('%j stops the start', (environment, sentence) =>
  expect(() => readConfiguration(environment)).toThrow(sentence),
);
