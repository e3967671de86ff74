import type { EventOrigin } from '@stepwell/edges/cloudevents';
import { DEFAULT_TOPICS, SASL_MECHANISMS, type KafkaSettings } from '@stepwell/edges/kafka';

type Environment = Readonly<Record<string, string | undefined>>;

const BROKER = /^[^\s,:]+:\d{1,5}$/;
const TOPIC = /^[A-Za-z0-9._-]{1,249}$/;

/** How to reach Kafka; undefined where KAFKA_BROKERS names none. What is wrong is added to the faults, a sentence each. */
export const readKafkaSettings = (
  environment: Environment,
  origin: EventOrigin,
  faults: string[],
): KafkaSettings | undefined => {
  const { KAFKA_BROKERS, KAFKA_CLIENT_ID = 'stepwell', KAFKA_GROUP_ID = 'stepwell' } = environment;
  if (KAFKA_BROKERS === undefined) return undefined;
  const brokers = KAFKA_BROKERS.split(',').map((broker) => broker.trim());
  if (!brokers.every((broker) => BROKER.test(broker)))
    faults.push(
      `KAFKA_BROKERS is "${KAFKA_BROKERS}": list host:port of some brokers with commas between them.`,
    );
  return {
    brokers,
    clientId: KAFKA_CLIENT_ID,
    groupId: KAFKA_GROUP_ID,
    tls: tlsOf(environment, faults),
    sasl: saslOf(environment, faults),
    topics: topicsOf(environment, faults),
    ...origin,
  };
};

const tlsOf = (environment: Environment, faults: string[]): KafkaSettings['tls'] => {
  const { KAFKA_SSL_CA: caFile, KAFKA_SSL_CERT: certFile, KAFKA_SSL_KEY: keyFile } = environment;
  const isNamed = [caFile, certFile, keyFile].some((file) => file !== undefined);
  const { KAFKA_SSL = isNamed ? 'on' : 'off' } = environment;
  if (!['on', 'off'].includes(KAFKA_SSL))
    faults.push(`KAFKA_SSL is "${KAFKA_SSL}": give "on" for TLS, or "off".`);
  if (KAFKA_SSL === 'off' && isNamed)
    faults.push('KAFKA_SSL is "off" but files for TLS are named: unset it, or the files.');
  if ((certFile === undefined) !== (keyFile === undefined))
    faults.push('KAFKA_SSL_CERT and KAFKA_SSL_KEY belong together: name both files, or neither.');
  return KAFKA_SSL === 'on' ? { caFile, certFile, keyFile } : undefined;
};

// Without the password, which nobody is told.
const saslOf = (environment: Environment, faults: string[]): KafkaSettings['sasl'] => {
  const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = environment;
  if (KAFKA_SASL_MECHANISM === undefined) {
    if (username !== undefined || password !== undefined)
      faults.push(`A user for Kafka needs KAFKA_SASL_MECHANISM: give one of ${SASL_MECHANISMS.join(', ')}.`);
    return undefined;
  }
  const mechanism = SASL_MECHANISMS.find((one) => one === KAFKA_SASL_MECHANISM.toLowerCase());
  if (!mechanism)
    faults.push(
      `KAFKA_SASL_MECHANISM is "${KAFKA_SASL_MECHANISM}": give one of ${SASL_MECHANISMS.join(', ')}.`,
    );
  if (!username || !password)
    faults.push('KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.');
  return { mechanism: mechanism!, username: username!, password: password! };
};

const topicsOf = (environment: Environment, faults: string[]): KafkaSettings['topics'] => {
  const topics = {
    pathway: environment['KAFKA_PATHWAY_TOPIC'] ?? DEFAULT_TOPICS.pathway,
    program: environment['KAFKA_PROGRAM_TOPIC'] ?? DEFAULT_TOPICS.program,
    commands: environment['KAFKA_COMMANDS_TOPIC'] ?? DEFAULT_TOPICS.commands,
  };
  for (const [name, topic] of Object.entries(topics))
    if (!TOPIC.test(topic))
      faults.push(
        `KAFKA_${name.toUpperCase()}_TOPIC is "${topic}": name a topic of letters, digits, ".", "_" and "-".`,
      );
  // What goes out must not come in again.
  if (new Set(Object.values(topics)).size < 3)
    faults.push('The topics of Kafka must be three different ones.');
  return topics;
};
