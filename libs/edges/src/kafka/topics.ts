// Node finds not every name that this CommonJS package exports.
import kafkajs, { type Admin } from 'kafkajs';
import { kafkaFault } from './fault.ts';

/** What a topic takes at once where that cannot be asked: the default of Kafka. */
const DEFAULT_MOST_BYTES = 1_048_588;

/**
 * Makes sure that the topics are there: one that is missing is created with the cluster's own settings for new topics.
 * Throws `KafkaFault` where that is not allowed.
 */
export const ensureTopics = async (admin: Admin, topics: readonly string[]): Promise<void> => {
  const present = new Set(await admin.listTopics());
  for (const topic of topics) {
    if (present.has(topic)) continue;
    // −1: as the cluster has it for new topics.
    const wanted = { topic, numPartitions: -1, replicationFactor: -1 };
    await admin.createTopics({ topics: [wanted], waitForLeaders: true }).catch((error: unknown) => {
      throw kafkaFault(firstOf(error), `the topic ${topic}`);
    });
  }
};

// The vendor puts what went wrong for each topic together in one error.
const firstOf = (error: unknown): unknown => (error as { errors?: unknown[] }).errors?.[0] ?? error;

/** The most bytes that every one of the topics takes in one request. */
export const mostBytes = async (admin: Admin, topics: readonly string[]): Promise<number> => {
  const resources = topics.map((name) => ({
    type: kafkajs.ConfigResourceTypes.TOPIC,
    name,
    configNames: ['max.message.bytes'],
  }));
  // Whoever may write to a topic need not be allowed to look at its settings.
  const described = await admin
    .describeConfigs({ resources, includeSynonyms: false })
    .catch(() => ({ resources: [] }));
  const limits = described.resources.flatMap(({ configEntries }) =>
    configEntries.map(({ configValue }) => Number(configValue)).filter((limit) => limit > 0),
  );
  return limits.length === topics.length ? Math.min(...limits) : DEFAULT_MOST_BYTES;
};
