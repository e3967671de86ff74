import type { EventOrigin } from '../cloudevents/event-origin.ts';

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** How to reach a Kafka, and what its topics are called. */
export interface KafkaSettings extends EventOrigin {
  /** `host:port` of some of its brokers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** The group that shares the partitions of the commands. */
  readonly groupId: string;
  /** The files are read when a connection is made, so that they can be renewed. Absent: no TLS. */
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  readonly sasl?: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: string;
  };
  readonly topics: KafkaTopics;
}

export interface KafkaTopics {
  /** Patients' events, keyed by patient. */
  readonly pathway: string;
  /** Programs' events, keyed by program. */
  readonly program: string;
  /** What is taken in, keyed by patient. */
  readonly commands: string;
}

export const DEFAULT_TOPICS: KafkaTopics = {
  pathway: 'stepwell.pathway.v1',
  program: 'stepwell.program.v1',
  commands: 'stepwell.commands.v1',
};
