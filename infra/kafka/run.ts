/** Runs a Kafka for developers until it is interrupted: `npm run kafka`, with `-- --version 3.9.1` another release. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KafkaBroker } from './broker.ts';
import { KAFKA_VERSIONS, missingFor } from './distribution.ts';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: KAFKA_VERSIONS.at(-1)! },
    port: { type: 'string', default: '9092' },
    data: { type: 'string', default: join(import.meta.dirname, '../../.stepwell/kafka') },
  },
});
const version = KAFKA_VERSIONS.find((one) => one === values.version);
const missing = version && missingFor(version);
if (!version || missing) {
  console.error(
    version ? `Kafka needs ${missing}.` : `--version must be one of ${KAFKA_VERSIONS.join(', ')}.`,
  );
  process.exit(1);
}
console.error(`Starting Kafka ${version}; the first time Maven fetches it …`);
const broker = await KafkaBroker.start({
  version,
  port: Number(values.port),
  folder: join(values.data, version),
});
console.log(
  `Kafka ${version} listens. In another terminal:\n\n  KAFKA_BROKERS=${broker.address} npm start\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void broker.stop().then(() => process.exit(0)));
