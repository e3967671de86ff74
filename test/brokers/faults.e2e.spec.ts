import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { START, type RecordedEvent } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { COMMAND_EXAMPLES } from '@stepwell/edges/cloudevents';
import { patientIdOf } from '@stepwell/edges/ids';
import type { KafkaSettings } from '@stepwell/edges/kafka';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { PLATFORM, build, run, until } from '../e2e/testing/built.ts';
import { onOwnKafka } from './testing/on-kafka.ts';
import { Receiver } from './testing/receiver.ts';
import { Sender, binary, commandEvent, structured } from './testing/sender.ts';

// Two platforms on one database, each of which reads and may write, under load, while everything is killed in turn.

/** How often each kind of fault happens. One by default, as everywhere; a long run takes more. */
const ROUNDS = Number(process.env['BROKER_ROUNDS'] ?? 1);
const PATIENTS = 40;
const PER_SECOND = 200;
const PLACE = { facilityId: 'mercy-general', timeZone: 'America/Chicago' };
const RECOVERED_MS = 60_000;

onOwnKafka('nothing is lost and nothing happens twice', {}, (kafka) => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let settings: KafkaSettings;
  let sender: Sender;
  let receiver: Receiver;
  const platforms: ReturnType<typeof run>[] = [];
  beforeAll(async () => {
    build('@stepwell/platform');
    database = await testDatabase();
    settings = kafka().settings();
    sender = new Sender(kafka().address, settings.topics.commands);
    platforms.push(await startPlatform(), await startPlatform());
    store = await PostgresEventStore.open({ url: database.url });
    receiver = await Receiver.open(kafka().address, settings.topics.pathway);
  }, 240_000);
  afterAll(async () => {
    for (const platform of platforms) platform.kill('SIGKILL');
    await Promise.all(platforms.map(({ ended }) => ended));
    await store?.close();
    await database?.drop();
    await receiver?.close();
  });

  const startPlatform = async () => {
    const platform = run(PLATFORM, [], {
      DATABASE_URL: database.url,
      PORT: '0',
      STEPWELL_DEMO: 'off',
      KAFKA_BROKERS: kafka().address,
      KAFKA_GROUP_ID: settings.groupId,
      KAFKA_PATHWAY_TOPIC: settings.topics.pathway,
      KAFKA_PROGRAM_TOPIC: settings.topics.program,
      KAFKA_COMMANDS_TOPIC: settings.topics.commands,
    });
    await until(
      () => platform.output().includes('Stepwell is ready') || platform.exitCode !== null,
      platform.output,
    );
    if (platform.exitCode !== null) throw new Error(platform.output());
    return platform;
  };
  const told = () => platforms.map(({ output }) => output().slice(-2_000)).join('\n---\n');

  /** Kills the platform that writes to Kafka, or any, and starts another in its place. */
  const replace = async (platform: ReturnType<typeof run>) => {
    platform.kill('SIGKILL');
    await platform.ended;
    platforms[platforms.indexOf(platform)] = await startPlatform();
  };

  let partitions = 6;
  const FAULTS: Readonly<Record<string, () => Promise<void>>> = {
    'the broker is stopped and started': async () => {
      await kafka().broker.stop();
      await sleep(1_000);
      await kafka().broker.restart();
    },
    'the broker is killed and started': async () => {
      await kafka().broker.kill();
      await kafka().broker.restart();
    },
    'one platform is killed': () => replace(platforms[0]!),
    'the other platform is killed': () => replace(platforms[1]!),
    'partitions are added to the commands': async () => {
      partitions += 2;
      const topic = settings.topics.commands;
      await sender.asAdmin((admin) =>
        admin.createPartitions({ topicPartitions: [{ topic, count: partitions }] }),
      );
    },
  };

  test(
    'while brokers and platforms are stopped and killed under load',
    async () => {
      const load = new Load(kafka().address, settings.topics.commands);
      await load.begin();
      for (let round = 0; round < ROUNDS; round++)
        for (const fault of Object.values(FAULTS)) {
          await load.during(fault);
          await until(() => sender.isDone(settings.groupId).catch(() => false), told, RECOVERED_MS);
        }
      await load.end();
      await until(() => sender.isDone(settings.groupId), told, RECOVERED_MS);

      const log = await wholeLog(store);
      const patients = log.filter(({ streamId }) => streamId.startsWith('pathway-'));
      await until(() => receiver.events.length >= patients.length, told, RECOVERED_MS);
      const { rows } = await database.pool.query('SELECT code, detail FROM intake.quarantine');
      expect(rows).toEqual([]);
      expectEachOnce(patients, load);
      expectAllInOrder(patients, receiver);
      process.stderr.write(
        `broker faults: ${ROUNDS * Object.keys(FAULTS).length}, commands ${load.sent.size}, events ${patients.length}, ` +
          `records ${receiver.records.length}, of them repeated ${receiver.records.length - patients.length}\n`,
      );
    },
    600_000 * ROUNDS,
  );
});

const wholeLog = async (store: PostgresEventStore): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for (;;) {
    const some = await store.readLog(all.at(-1)?.position ?? START, 5_000);
    if (some.length === 0) return all;
    all.push(...some);
  }
};

/** Every command that was sent has its one event, on the stream of its patient. */
const expectEachOnce = (events: readonly RecordedEvent[], load: Load): void => {
  const bySender = Map.groupBy(events, ({ metadata }) => metadata.source.messageId);
  expect(bySender.size).toBe(load.sent.size);
  for (const [id, patient] of load.sent) {
    const own = bySender.get(id) ?? [];
    expect([id, own.length]).toEqual([id, 1]);
    expect(own[0]!.streamId).toBe(`pathway-${patientIdOf({ system: 'mercy-general', value: patient })}`);
  }
};

/** Every event came; what came of one patient came, repetitions left out, in the order of the patient's history. */
const expectAllInOrder = (events: readonly RecordedEvent[], receiver: Receiver): void => {
  const came = Map.groupBy(receiver.events, ({ key }) => `pathway-${key}`);
  for (const [streamId, own] of Map.groupBy(events, (event) => event.streamId)) {
    const theirs = came.get(streamId) ?? [];
    expect(theirs.map(({ headers }) => headers['ce_id'])).toEqual(own.map(({ id }) => id));
  }
};

/** A hospital that sends at a steady rate and repeats what the broker has not acknowledged. */
class Load {
  /** What the broker has acknowledged: the event's id and its patient. */
  readonly sent = new Map<string, string>();
  private readonly producer: Producer;
  private readonly topic: string;
  private sessions = 0;

  constructor(address: string, topic: string) {
    this.topic = topic;
    this.producer = new Kafka({
      brokers: [address],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 1_000 },
    }).producer({ allowAutoTopicCreation: false, metadataMaxAge: 2_000 });
  }

  async begin(): Promise<void> {
    await this.producer.connect();
    const events = Array.from({ length: PATIENTS }, (_, n) => commandEvent('RegisterPatient', `f-${n}`));
    await this.send(events);
    const admissions = events.map((event) =>
      commandEvent('AdmitPatient', String(event['partitionkey']), {
        time: '2026-03-01T16:00:00.000Z',
        data: { ...PLACE, level: 'intensive-outpatient' },
      }),
    );
    await this.send(admissions);
  }

  /** Sends while a fault happens, and for a second before and after it. */
  async during(fault: () => Promise<void>): Promise<void> {
    let isOver = false;
    const sending = (async () => {
      while (!isOver) await Promise.all([this.sendSome(PER_SECOND / 10), sleep(100)]);
    })();
    await sleep(1_000);
    await fault();
    await sleep(1_000);
    isOver = true;
    await sending;
  }

  async end(): Promise<void> {
    await this.producer.disconnect();
  }

  private async sendSome(count: number): Promise<void> {
    await this.send(
      Array.from({ length: count }, () => {
        const n = this.sessions++;
        return commandEvent('RecordAttendance', `f-${n % PATIENTS}`, {
          time: new Date(Date.UTC(2026, 2, 2) + n * 1_000).toISOString(),
          data: {
            ...COMMAND_EXAMPLES.RecordAttendance,
            programId: undefined,
            ...PLACE,
            sessionId: `session-${n}`,
          },
        });
      }),
    );
  }

  private async send(events: readonly ReturnType<typeof commandEvent>[]): Promise<void> {
    const messages = events.map((event, n) => (n % 2 ? binary(event) : structured(event)));
    await this.producer.send({ topic: this.topic, messages });
    for (const event of events) this.sent.set(event.id, String(event['partitionkey']));
  }
}
