import { spawnSync } from 'node:child_process';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { KafkaFault, KafkaWriter, SASL_MECHANISMS, type KafkaSettings } from '@stepwell/edges/kafka';
import { until } from '../e2e/testing/built.ts';
import { runPlatform, type RunningPlatform } from '../e2e/testing/running-platform.ts';
import { newSettings, onOwnKafka } from './testing/on-kafka.ts';
import { Sender, commandEvent, structured } from './testing/sender.ts';

/** The fault that stops a writer with these settings. */
const faultOf = async (settings: KafkaSettings): Promise<KafkaFault> => {
  try {
    const writer = await KafkaWriter.open(settings, [settings.topics.pathway]);
    await writer.close();
  } catch (error) {
    if (error instanceof KafkaFault) return error;
    throw error;
  }
  throw new Error('Nothing is wrong with these settings.');
};

onOwnKafka('a broker that asks for TLS and a user', { isSecure: true }, (kafka) => {
  const running: RunningPlatform[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())));
  const secure = (more: Partial<KafkaSettings> = {}): KafkaSettings => {
    const { address, caFile, username, password } = kafka().broker.secure!;
    return {
      ...kafka().settings(),
      brokers: [address],
      tls: { caFile },
      sasl: { mechanism: 'scram-sha-512', username, password },
      ...more,
    };
  };
  const user = () => `User:${kafka().broker.secure!.username}`;
  /** Lets somebody do things with whatever is named so. */
  const grant = (
    resourceType: AclResourceTypes,
    names: readonly string[],
    operations: readonly (keyof typeof AclOperationTypes)[] = ['ALL'],
    principal = user(),
  ) =>
    new Sender(kafka().address, '').asAdmin((admin) =>
      admin.createAcls({
        acl: names.flatMap((resourceName) =>
          operations.map((operation) => ({
            ...{ resourceType, resourceName, principal, host: '*' },
            resourcePatternType: ResourcePatternTypes.LITERAL,
            operation: AclOperationTypes[operation],
            permissionType: AclPermissionTypes.ALLOW,
          })),
        ),
      }),
    );
  const { TOPIC, GROUP } = AclResourceTypes;

  test.each(SASL_MECHANISMS)('takes messages from one who knows it by %s', async (mechanism) => {
    const settings = secure();
    await grant(TOPIC, [settings.topics.pathway]);
    const writer = await KafkaWriter.open({ ...settings, sasl: { ...settings.sasl!, mechanism } }, [
      settings.topics.pathway,
    ]);
    await writer.write([{ topic: settings.topics.pathway, key: 'k', headers: {}, value: '{}' }]);
    await writer.close();
  });

  /** The rights that docs/event-apis.md names, and no others. */
  const grantAsDocumented = async ({ topics, groupId }: KafkaSettings, principal: string) => {
    await grant(TOPIC, [topics.pathway, topics.program], ['DESCRIBE', 'WRITE'], principal);
    await grant(TOPIC, [topics.commands], ['DESCRIBE', 'READ'], principal);
    await grant(GROUP, [groupId], ['READ'], principal);
  };
  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

  const readsAndWrites = async (isMutual: boolean) => {
    const { mutual, caFile, client } = kafka().broker.secure!;
    const settings = secure(
      isMutual ? { brokers: [mutual], tls: { caFile, ...client }, sasl: undefined } : {},
    );
    const sender = new Sender(kafka().address, settings.topics.commands);
    await sender.makeTopics(Object.values(settings.topics), 2);
    await grantAsDocumented(settings, isMutual ? client!.principal : user());
    const platform = await runPlatform({ kafka: settings });
    running.push(platform);
    await sender.send(structured(commandEvent('RegisterPatient', 'secret')));
    await until(
      () => sender.isDone(settings.groupId),
      () => 'not read',
    );
    await until(
      async () => {
        const offsets = await sender.asAdmin((admin) => admin.fetchTopicOffsets(settings.topics.pathway));
        return offsets.some(({ high }) => high === '1');
      },
      () => 'not written',
    );
    expect((await platform.get('/health/ready')).body).toMatchObject({ status: 'ok' });
  };
  test('the platform reads and writes there as a user, with the rights that are named', () =>
    readsAndWrites(false));
  const withCertificate = hasOpenssl ? test : test.skip;
  const lacking = hasOpenssl ? '' : ' (skipped: needs openssl)';
  withCertificate(`the platform reads and writes there with a certificate of its own${lacking}`, () =>
    readsAndWrites(true),
  );
  withCertificate(`who shows no certificate where one is asked for is told so${lacking}`, async () => {
    const { mutual } = kafka().broker.secure!;
    expect(await faultOf(secure({ brokers: [mutual], sasl: undefined }))).toMatchObject({
      code: 'kafka-certificate-needed',
      message: expect.stringMatching(/name one that it trusts in KAFKA_SSL_CERT, with its KAFKA_SSL_KEY/),
    });
  });

  test('is told apart by what is wrong', async () => {
    const settings = secure();
    const { sasl, ...withoutUser } = settings;
    expect(await faultOf({ ...settings, sasl: { ...sasl!, password: 'wrong' } })).toMatchObject({
      code: 'kafka-authentication-failed',
      message: expect.stringMatching(
        /check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD/,
      ),
    });
    expect(await faultOf({ ...settings, tls: {} })).toMatchObject({
      code: 'kafka-certificate-refused',
      message: expect.stringMatching(/name its authority in KAFKA_SSL_CA/),
    });
    expect(await faultOf({ ...settings, tls: { caFile: '/nowhere/ca.pem' } })).toMatchObject({
      code: 'kafka-file-unreadable',
      message: expect.stringMatching(/^KAFKA_SSL_CA cannot be read: ENOENT/),
    });
    expect((await faultOf({ ...settings, tls: undefined })).code).toBe('kafka-unreachable');
    expect((await faultOf({ ...withoutUser, sasl: undefined })).code).toBe('kafka-unreachable');
    const refused = await faultOf(settings);
    expect(refused).toMatchObject({
      code: 'kafka-not-allowed',
      message: `Kafka does not let this user use the topic ${settings.topics.pathway} (TOPIC_AUTHORIZATION_FAILED): grant it, or set another user.`,
    });
    expect(refused.message).not.toContain(sasl!.password);
  }, 60_000);

  test('a message that is larger than the topic takes is told of, and those before it are written', async () => {
    const settings = kafka().settings();
    const { pathway } = settings.topics;
    const writer = await KafkaWriter.open(settings, [pathway]);
    const message = (value: string) => ({ topic: pathway, key: 'k', headers: {}, value });
    const large = message('x'.repeat(1_100_000));
    await expect(writer.write([message('first'), large, message('after')])).rejects.toMatchObject({
      code: 'kafka-message-too-large',
      message: expect.stringContaining('raise its max.message.bytes'),
    });
    await writer.close();
    const offsets = await new Sender(kafka().address, pathway).asAdmin((admin) =>
      admin.fetchTopicOffsets(pathway),
    );
    expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBe(1);
  });
});

describe('a platform whose Kafka is away', () => {
  let platform: RunningPlatform;
  beforeAll(async () => {
    const kafka = newSettings(['127.0.0.1:1']);
    platform = await runPlatform({ kafka });
  });
  afterAll(() => platform.stop());

  test('takes in over HTTP, and says what is away', async () => {
    const { status } = await platform.post('/v1/patients', {
      name: { family: 'Rivera', given: 'Ana' },
      identifiers: [{ system: 'mercy', value: '1' }],
      occurredAt: '2026-01-01T08:00:00-05:00',
    });
    expect(status).toBe(201);
    const health = async () => (await platform.get('/health/ready')).body;
    await until(
      async () => String((await health()).fault).split('\n').length === 2,
      () => 'not degraded',
    );
    const { status: word, fault } = await health();
    expect(word).toBe('degraded');
    expect(fault).toMatch(/^No broker of KAFKA_BROKERS answers as it should: is it up,/);
  }, 60_000);
});
