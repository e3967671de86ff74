import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, IHeaders } from 'kafkajs';
import { letGo, openClient } from './client.ts';
import { kafkaFault } from './fault.ts';
import type { KafkaRecord } from './record-to-event.ts';
import type { KafkaSettings } from './settings.ts';
import { ensureTopics } from './topics.ts';

/** After so long without a sign of life, a reader's partitions go to the others of its group. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;
const PARTITIONS_AT_ONCE = 4;
/** Partitions that are added are noticed after at most so long. */
const METADATA_MS = 10_000;

export interface Reading {
  /**
   * Takes records of one partition, in order. When it resolves they are durable elsewhere: only then is their offset
   * committed. The signal aborts when the partition may be another reader's; what it throws ends the reading.
   */
  readonly take: (records: readonly KafkaRecord[], signal: AbortSignal) => Promise<void>;
  /** Called whenever records could be read, or there were none to read. */
  readonly onFetched: () => void;
  readonly signal: AbortSignal;
}

/**
 * Reads a topic as one of a group, from its start where the group is new, until the signal aborts. Throws `KafkaFault`;
 * whatever was not committed by then comes again, to this reader or another.
 */
export const readTopic = async (
  settings: KafkaSettings,
  topic: string,
  { take, onFetched, signal }: Reading,
): Promise<void> => {
  const about = `the topic ${topic} and the group ${settings.groupId}`;
  const client = await openClient(settings);
  const admin = client.admin();
  const consumer = client.consumer({
    groupId: settings.groupId,
    sessionTimeout: SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    metadataMaxAge: METADATA_MS,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4, restartOnFailure: async () => false },
  });
  const ended = endOf(consumer, signal);
  try {
    await admin.connect();
    await ensureTopics(admin, [topic]);
    await admin.disconnect();
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    consumer.on(consumer.events.FETCH, onFetched);
    await consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (batch) => takeBatch(batch, take, signal),
    });
    await ended;
  } catch (error) {
    throw kafkaFault(error, about);
  } finally {
    await letGo(admin, consumer);
  }
};

/** Resolves when the signal aborts, rejects when the client gives up. */
const endOf = (consumer: Consumer, signal: AbortSignal): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  // Nobody may wait for it yet.
  promise.catch(() => undefined);
  return promise;
};

// The group is told that this reader lives for as long as the work takes.
const takeBatch = async (
  { batch, heartbeat, resolveOffset, isRunning, isStale }: EachBatchPayload,
  take: Reading['take'],
  stopping: AbortSignal,
): Promise<void> => {
  if (!isRunning() || isStale()) return;
  const { topic, partition } = batch;
  const records = batch.messages.map(({ offset, key, headers, value }) => ({
    ...{ topic, partition, offset, key, value },
    headers: textsOf(headers),
  }));
  const expelled = new AbortController();
  const work = take(records, AbortSignal.any([stopping, expelled.signal]));
  const done = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([done, sleep(HEARTBEAT_MS, false, { ref: false })])))
    await heartbeat().catch(async (error) => {
      expelled.abort();
      await done;
      throw error;
    });
  await work;
  resolveOffset(batch.lastOffset());
};

const textsOf = (headers: IHeaders = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(Array.isArray(value) ? value[0] : value)]],
    ),
  );
