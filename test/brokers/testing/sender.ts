import { CloudEvent, Kafka as KafkaBinding } from 'cloudevents';
import { Kafka, logLevel, type Message } from 'kafkajs';
import { until } from '../../e2e/testing/built.ts';
import { COMMAND_EXAMPLES, type CommandData } from '@stepwell/edges/cloudevents';

/** Somebody who sends to a topic, with a client and a CloudEvents SDK that are not ours. */
export class Sender {
  private readonly kafka: Kafka;
  private readonly topic: string;
  constructor(address: string, topic: string) {
    this.kafka = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING });
    this.topic = topic;
  }

  async send(...messages: readonly Message[]): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      await producer.send({ topic: this.topic, messages: [...messages] });
    } finally {
      await producer.disconnect();
    }
  }

  /** Makes topics, and waits until they can be used: a broker learns of them a moment after they are made. */
  async makeTopics(names: readonly string[], numPartitions: number): Promise<void> {
    const topics = names.map((topic) => ({ topic, numPartitions }));
    await this.asAdmin(async (admin) => {
      await admin.createTopics({ topics, waitForLeaders: false });
      const areThere = () => Promise.all(names.map((name) => admin.fetchTopicOffsets(name)));
      await until(
        () =>
          areThere().then(
            () => true,
            () => false,
          ),
        () => `no topics ${names.join(', ')}`,
      );
    });
  }

  /** The offsets that a group has committed, by partition; -1 where it has none. */
  async committed(groupId: string): Promise<Record<number, string>> {
    return this.asAdmin(async (admin) => {
      const [of] = await admin.fetchOffsets({ groupId, topics: [this.topic] });
      return Object.fromEntries(of!.partitions.map(({ partition, offset }) => [partition, offset]));
    });
  }

  /** Whether a group has committed everything that is in the topic; a broker that begins may not know yet. */
  async isDone(groupId: string): Promise<boolean> {
    const committed = await this.committed(groupId).catch(() => undefined);
    if (!committed) return false;
    const ends = await this.asAdmin((admin) => admin.fetchTopicOffsets(this.topic));
    return ends.every(({ partition, high }) => high === '0' || committed[partition] === high);
  }

  async asAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

let made = 0;
/** An event that asks for a command, about one of the patients of a hospital. */
export const commandEvent = (
  command: keyof CommandData,
  patient: string,
  over: object = {},
): CloudEvent<object> =>
  new CloudEvent({
    id: `k-${process.pid}-${made++}`,
    source: 'urn:ehr:mercy',
    type: `stepwell.pathway.${command}.v1`,
    subject: `mercy-general|${patient}`,
    time: '2026-03-01T15:00:00.000Z',
    partitionkey: patient,
    data: COMMAND_EXAMPLES[command],
    ...over,
  });

export const structured = (event: CloudEvent<object>): Message => {
  const { headers, value } = KafkaBinding.structured(event);
  return { key: String(event['partitionkey']), headers: present(headers), value: String(value) };
};

export const binary = (event: CloudEvent<object>): Message => {
  const { headers, value } = KafkaBinding.binary(event);
  return {
    key: String(event['partitionkey']),
    headers: present(headers),
    value: JSON.stringify(value),
  };
};

// The SDK names attributes that are not there.
const present = (headers: object): NonNullable<Message['headers']> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
