import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { classPath, type KafkaVersion } from '../../../infra/kafka/distribution.ts';

/** Has the client that comes with Kafka write lines to a topic, in batches that it compresses in each of these ways in turn. */
export const produceWithJava = async (
  version: KafkaVersion,
  address: string,
  topic: string,
  codecs: readonly string[],
  lines: string,
): Promise<void> => {
  const program = join(import.meta.dirname, 'JavaProducer.java');
  const args = ['-cp', await classPath(version), program, address, topic, ...codecs];
  const producing = promisify(execFile)('java', args);
  producing.child.stdin!.end(lines);
  await producing;
};
