import { CompressionFault } from './compression.ts';

/** Why Kafka cannot be used at present, in a sentence that says what to do. */
export class KafkaFault extends Error {
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What is known of the vendor's errors. */
interface VendorError extends Error {
  /** The protocol's name of an error that a broker answered. */
  readonly type?: string;
  readonly code?: string;
  readonly originalError?: Error;
}

/** The fault that an error of the vendor's client stands for. `about` is what was used: a topic, a group. */
export const kafkaFault = (thrown: unknown, about: string): KafkaFault => {
  if (thrown instanceof KafkaFault) return thrown;
  const error = rootOf(thrown as VendorError);
  const [code, sentence] = sentenceOf(error, about);
  return new KafkaFault(code, sentence, thrown);
};

// What failed too often is wrapped, sometimes more than once.
const rootOf = (error: VendorError): VendorError => {
  const inner = (error.cause ?? error.originalError) as VendorError | undefined;
  return inner instanceof Error ? rootOf(inner) : error;
};

const sentenceOf = (error: VendorError, about: string): readonly [code: string, sentence: string] => {
  const { name, type = '', message } = error;
  const known = OF_BROKERS[type];
  if (known) return [known[0], known[1].replaceAll('{about}', about)];
  if (/AUTHORIZATION_FAILED$/.test(type))
    return [
      'kafka-not-allowed',
      `Kafka does not let this user use ${about} (${type}): grant it, or set another user.`,
    ];
  if (name === 'KafkaJSSASLAuthenticationError' || type === 'SASL_AUTHENTICATION_FAILED')
    return [
      'kafka-authentication-failed',
      `Kafka refuses to let this user in: check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD. (${message})`,
    ];
  if (error instanceof CompressionFault)
    return [
      'kafka-record-unreadable',
      `A batch of ${about} cannot be decompressed (${message}): step over it with kafka-consumer-groups.sh --reset-offsets, and have it sent again.`,
    ];
  if (ALERT.test(message))
    return [
      'kafka-certificate-needed',
      `The broker asks for a certificate, or does not trust the one that it was shown: name one that it trusts in KAFKA_SSL_CERT, with its KAFKA_SSL_KEY. (${message})`,
    ];
  if (CERTIFICATE.test(`${error.code ?? ''} ${message}`))
    return [
      'kafka-certificate-refused',
      `The broker's certificate is not trusted: name its authority in KAFKA_SSL_CA. (${message})`,
    ];
  if (
    /^KafkaJS(Connection|BrokerNotFound|RequestTimeout|NumberOfRetries|LockTimeout|NoBrokerAvailable)/.test(
      name,
    )
  )
    return [
      'kafka-unreachable',
      `No broker of KAFKA_BROKERS answers as it should: is it up, and does it ask for TLS (KAFKA_SSL) or a user (KAFKA_SASL_MECHANISM)? (${message})`,
    ];
  return ['kafka-failed', `Kafka failed at ${about}: ${message}`];
};

// What the other side says of ours.
const ALERT = /alert.*(certificate|unknown ca)/i;
const CERTIFICATE = /certificate|self.signed|SELF_SIGNED|UNABLE_TO_VERIFY|CERT_|altnames/i;

const OF_BROKERS: Readonly<Record<string, readonly [code: string, sentence: string]>> = {
  UNKNOWN_TOPIC_OR_PARTITION: [
    'kafka-topic-missing',
    'Kafka has no {about}, or this user may not see it: create it, or grant Describe.',
  ],
  MESSAGE_TOO_LARGE: [
    'kafka-message-too-large',
    'A message is larger than {about} takes: raise its max.message.bytes. What follows waits until then, so that nothing is left out.',
  ],
  UNSUPPORTED_SASL_MECHANISM: [
    'kafka-authentication-failed',
    'Kafka does not know this KAFKA_SASL_MECHANISM: set one that it offers.',
  ],
};
