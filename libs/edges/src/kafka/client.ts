import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type KafkaConfig, type RetryOptions } from 'kafkajs';
import { knowCompressions } from './compression.ts';
import { KafkaFault } from './fault.ts';
import type { KafkaSettings } from './settings.ts';

const CONNECT_MS = 5_000;
const REQUEST_MS = 15_000;

// Whoever uses the client begins anew after its own pauses, and tells why: so it gives up soon.
const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 };

/** The vendor's client for a Kafka; nothing is connected yet. Throws `KafkaFault` where a file cannot be read. */
export const openClient = async (settings: KafkaSettings): Promise<Kafka> => {
  knowCompressions();
  const { brokers, clientId } = settings;
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ssl: await tlsOf(settings),
    sasl: saslOf(settings),
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: RETRY,
    logLevel: logLevel.NOTHING,
  });
};

const tlsOf = async ({ tls }: KafkaSettings): Promise<KafkaConfig['ssl']> => {
  if (!tls) return undefined;
  const [ca, cert, key] = await Promise.all([
    contentOf('KAFKA_SSL_CA', tls.caFile),
    contentOf('KAFKA_SSL_CERT', tls.certFile),
    contentOf('KAFKA_SSL_KEY', tls.keyFile),
  ]);
  return { ca, cert, key };
};

const contentOf = async (variable: string, file: string | undefined): Promise<string | undefined> => {
  if (file === undefined) return undefined;
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new KafkaFault('kafka-file-unreadable', `${variable} cannot be read: ${error.message}`);
  });
};

// The type of the vendor is a union by mechanism, and each member has the same two fields.
const saslOf = ({ sasl }: KafkaSettings): KafkaConfig['sasl'] => sasl && ({ ...sasl } as KafkaConfig['sasl']);

const LET_GO_MS = 5_000;

/** Ends connections, for a while: a client may wait long for brokers that are gone, and nothing hangs on it. */
export const letGo = async (...clients: readonly { disconnect(): Promise<void> }[]): Promise<void> => {
  const ended = Promise.allSettled(clients.map((client) => client.disconnect()));
  await Promise.race([ended, sleep(LET_GO_MS, undefined, { ref: false })]);
};
