import { Partitioners, type Admin, type Producer } from 'kafkajs';
import { letGo, openClient } from './client.ts';
import { sizeOf, type KafkaMessage } from './event-to-message.ts';
import { kafkaFault } from './fault.ts';
import type { KafkaSettings } from './settings.ts';
import { ensureTopics, mostBytes } from './topics.ts';

/** Of what a topic takes, for the batch around the records. */
const SHARE = 0.9;

/**
 * Writes to topics, in order. After an error the writer is of no use: another one, opened anew, begins again at what was
 * not acknowledged, so that nothing of what follows overtakes it.
 */
export class KafkaWriter {
  private readonly producer: Producer;
  private readonly limit: number;

  /** Connects, and makes sure that the topics are there. Throws `KafkaFault`. */
  static async open(settings: KafkaSettings, topics: readonly string[]): Promise<KafkaWriter> {
    const client = await openClient(settings);
    const admin = client.admin();
    const producer = client.producer({
      // The broker drops what comes twice from one producer; kafkajs keeps that order only with one request at a time.
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // As all clients in Java do: what others write under the same key comes to the same partition.
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    const about = `the topics ${topics.join(', ')}`;
    try {
      const limit = await whileConnected(admin, async () => {
        await ensureTopics(admin, topics);
        return mostBytes(admin, topics);
      });
      await producer.connect();
      return new KafkaWriter(producer, limit * SHARE);
    } catch (error) {
      await letGo(producer);
      throw kafkaFault(error, about);
    }
  }

  private constructor(producer: Producer, limit: number) {
    this.producer = producer;
    this.limit = limit;
  }

  /** Resolves when every in-sync replica has all of them. Throws `KafkaFault`; some may then have been written. */
  async write(messages: readonly KafkaMessage[]): Promise<void> {
    for (const some of inRequests(messages, this.limit)) {
      const byTopic = Map.groupBy(some, ({ topic }) => topic);
      const topicMessages = [...byTopic].map(([topic, records]) => ({
        topic,
        // Without a time of their own: topics forget by it, and what happened years ago is new to the topic.
        messages: records.map(({ key, headers, value }) => ({ key, headers: { ...headers }, value })),
      }));
      await this.producer.sendBatch({ topicMessages, acks: -1 }).catch((error: unknown) => {
        throw kafkaFault(error, `the topic ${[...byTopic.keys()].join(', ')}`);
      });
    }
  }

  async close(): Promise<void> {
    await letGo(this.producer);
  }
}

const whileConnected = async <T>(admin: Admin, work: () => Promise<T>): Promise<T> => {
  try {
    await admin.connect();
    return await work();
  } finally {
    await letGo(admin);
  }
};

/** Cuts messages into requests that a topic takes; one that is larger than that is alone, and the broker judges it. */
export const inRequests = (messages: readonly KafkaMessage[], limit: number): KafkaMessage[][] => {
  const requests: KafkaMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (size > room) {
      requests.push([]);
      room = limit;
    }
    requests.at(-1)!.push(message);
    room -= size;
  }
  return requests;
};
