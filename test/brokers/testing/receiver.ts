import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type Consumer, type EachMessagePayload } from 'kafkajs';
import { until } from '../../e2e/testing/built.ts';
import { newSettings } from './on-kafka.ts';

/** One record of a topic, as a receiver sees it. */
export interface Received {
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Somebody who reads a topic from its start, and goes on whatever happens to the broker. */
export class Receiver {
  readonly records: Received[] = [];
  private readonly admin: Admin;
  private readonly consumer: Consumer;

  static async open(address: string, topic: string): Promise<Receiver> {
    const receiver = new Receiver(address);
    await receiver.admin.connect();
    await until(
      async () => (await receiver.admin.listTopics()).includes(topic),
      () => `no topic ${topic}`,
    );
    await receiver.admin.disconnect();
    await receiver.consumer.connect();
    await receiver.consumer.subscribe({ topic, fromBeginning: true });
    await receiver.consumer.run({ eachMessage: async (message) => receiver.take(message) });
    return receiver;
  }

  private constructor(address: string) {
    const kafka = new Kafka({
      brokers: [address],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 1_000 },
    });
    this.admin = kafka.admin();
    this.consumer = kafka.consumer({
      groupId: newSettings([]).groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 50,
      metadataMaxAge: 1_000,
    });
  }

  private take({ partition, message }: EachMessagePayload): void {
    const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
    this.records.push({
      partition,
      offset: message.offset,
      key: String(message.key),
      headers: Object.fromEntries(headers),
      value: String(message.value),
    });
  }

  /** Each event once, as a receiver that remembers the ids keeps them. */
  get events(): Received[] {
    const first = new Map<string, Received>();
    for (const record of this.records) {
      const id = record.headers['ce_id']!;
      if (!first.has(id)) first.set(id, record);
    }
    return [...first.values()];
  }

  async close(): Promise<void> {
    // The client may wait long for a broker that is gone.
    await Promise.race([this.consumer.disconnect(), sleep(5_000, undefined, { ref: false })]);
  }
}
