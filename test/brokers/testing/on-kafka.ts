import { randomBytes } from 'node:crypto';
import { KafkaBroker, type BrokerOptions } from '../../../infra/kafka/broker.ts';
import { KAFKA_VERSIONS, missingFor } from '../../../infra/kafka/distribution.ts';
import type { KafkaSettings } from '@stepwell/edges/kafka';

/** A Kafka that a suite uses. Topics are named anew each time, so it may be one that others use too. */
export interface TestKafka {
  readonly address: string;
  /** Settings with topics and a group that nobody used before. */
  settings(more?: Partial<KafkaSettings>): KafkaSettings;
}

/** One that nobody else uses: it can be stopped, killed and made to ask who is there. */
export interface OwnKafka extends TestKafka {
  readonly broker: KafkaBroker;
}

/** Of a Kafka that runs already its brokers; they take the place of one that is fetched and started. */
const GIVEN = process.env['KAFKA_BROKERS'];

/** Declares a suite on the Kafka that is given, else on a broker of its own. */
export const onKafka = (
  title: string,
  options: BrokerOptions,
  suite: (kafka: () => TestKafka) => void,
): void => {
  if (!GIVEN) return onOwnKafka(title, options, suite);
  const brokers = GIVEN.split(',').map((broker) => broker.trim());
  describe(`${title}, on the Kafka at ${GIVEN}`, () =>
    suite(() => ({
      address: brokers[0]!,
      settings: (more = {}) => ({ ...newSettings(brokers), ...more }),
    })));
};

/** Declares a suite on a broker of its own; without what that needs, one skipped test that says so. */
export const onOwnKafka = (
  title: string,
  options: BrokerOptions,
  suite: (kafka: () => OwnKafka) => void,
): void => {
  const { version = KAFKA_VERSIONS.at(-1)! } = options;
  const missing = missingFor(version);
  if (missing) {
    test.skip(`${title}, on Kafka ${version}: this needs ${missing}`, () => undefined);
    return;
  }
  describe(`${title}, on Kafka ${version}`, () => {
    let broker: KafkaBroker;
    beforeAll(async () => {
      broker = await KafkaBroker.start(options);
    }, 180_000);
    suite(() => ({
      broker,
      address: broker.address,
      settings: (more = {}) => ({ ...newSettings([broker.address]), ...more }),
    }));
    // Last: hooks run in the order in which they are declared, and whoever uses the broker lets go of it first.
    afterAll(() => broker?.remove());
  });
};

export const newSettings = (brokers: readonly string[]): KafkaSettings => {
  const id = randomBytes(4).toString('hex');
  return {
    brokers,
    clientId: 'stepwell-test',
    groupId: `group-${id}`,
    topics: { pathway: `pathway-${id}`, program: `program-${id}`, commands: `commands-${id}` },
    source: '/stepwell/test',
  };
};
