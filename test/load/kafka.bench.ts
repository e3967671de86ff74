import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { streamName, type Fact } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { derivedId } from '@stepwell/edges/ids';
import { DEFAULT_TOPICS, type KafkaSettings } from '@stepwell/edges/kafka';
import { pathway } from '@stepwell/pathway';
import { migrate, openDatabase } from '@stepwell/postgres';
import { KafkaBroker } from '../../infra/kafka/broker.ts';
import { KAFKA_VERSIONS, missingFor } from '../../infra/kafka/distribution.ts';
import { KafkaDestination } from '../../libs/services/src/relay/kafka-destination.ts';
import { relayMigrations } from '../../libs/services/src/relay/relay-checkpoints.ts';
import { Relay } from '../../libs/services/src/relay/relay.ts';
import { median, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { longHistory } from './large-network.ts';
import { quantile } from './quantile.ts';

const PATIENTS = 500;
const EVENTS_PER_SECOND = 1_000;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
const EVENTS = EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS);

/** When each event was seen in the topic, by its id. */
const watch = async (address: string, topic: string) => {
  const seen = new Map<string, number>();
  const kafka = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const now = performance.now();
      for (const { headers } of batch.messages) seen.set(String(headers!['ce_id']), now);
    },
  });
  return { seen, stop: () => consumer.disconnect() };
};

/** Appends events of patients chosen in turn, at random moments; gives when each was acknowledged. */
const arrive = async (store: PostgresEventStore): Promise<Map<string, number>> => {
  const patients = Array.from({ length: PATIENTS }, (_, n) => {
    const patientId = derivedId('relayed', String(n));
    const coming = longHistory(patientId, Math.ceil(EVENTS / PATIENTS)).reverse();
    return { streamId: streamName(pathway.category, patientId), coming, last: Promise.resolve() };
  });
  const appended = new Map<string, number>();
  const append = async (streamId: string, fact: Fact): Promise<void> => {
    await store.append(streamId, [fact], 'any');
    appended.set(fact.id, performance.now());
  };
  let due = performance.now();
  for (let n = 0; n < EVENTS; n++) {
    due += (-Math.log(Math.random()) * 1_000) / EVENTS_PER_SECOND;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    const patient = patients[n % PATIENTS]!;
    const fact = patient.coming.pop()!;
    patient.last = patient.last.then(() => append(patient.streamId, fact));
  }
  await Promise.all(patients.map(({ last }) => last));
  return appended;
};

/** From an event's acknowledgement to the moment at which a consumer of the topic has it. */
const lag = async (bench: Bench): Promise<Figure[]> => {
  const given = process.env['KAFKA_BROKERS']?.split(',')[0];
  const missing = given ? undefined : missingFor(KAFKA_VERSIONS.at(-1)!);
  if (missing) {
    bench.log(`kafka.p99 is skipped: it needs ${missing}, or KAFKA_BROKERS.`);
    return [];
  }
  const broker = given ? undefined : await KafkaBroker.start();
  const address = given ?? broker!.address;
  const url = await bench.database('kafka');
  const store = await PostgresEventStore.open({ url });
  const pool = await openDatabase(url);
  await migrate(pool, 'relay', relayMigrations);
  const settings: KafkaSettings = {
    ...{ brokers: [address], clientId: 'bench', groupId: 'bench', source: '/bench' },
    topics: { ...DEFAULT_TOPICS, pathway: `bench-${Date.now()}` },
  };
  const destination = new KafkaDestination(settings);
  // Makes the topic, so that the consumer can begin before anything is in it.
  await destination.open();
  await destination.close();
  const { seen, stop } = await watch(address, settings.topics.pathway);
  const relay = new Relay(pool, store, destination, bench.log);
  relay.start();

  const appended = await arrive(store);
  while (seen.size < EVENTS) await sleep(20);
  const taken = [...appended]
    .slice(EVENTS_PER_SECOND * WARM_UP_SECONDS)
    .map(([id, at]) => Math.max(0, seen.get(id)! - at));
  await Promise.all([relay.stop(), stop()]);
  await Promise.all([pool.end(), store.close(), broker?.remove()]);
  return [
    { name: 'kafka.p99', value: quantile(taken, 0.99), unit: 'ms', target: 100, lowerIsBetter: true },
    { name: 'kafka.median', value: median(taken), unit: 'ms', target: null },
  ];
};

export const kafkaBenchmarks: Benchmarks = { 'kafka.p99': lag };
