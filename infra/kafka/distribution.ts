import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The releases that Stepwell is tried on: the last that knows the old protocol, and one that dropped it. */
export const KAFKA_VERSIONS = ['3.9.1', '4.1.0'] as const;
export type KafkaVersion = (typeof KAFKA_VERSIONS)[number];

const OLDEST_JAVA = 17;
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/stepwell/kafka');

const jarsOf = (version: KafkaVersion): string => join(CACHE, version);

/** What a broker of this release still needs here; undefined when it can run. */
export const missingFor = (version: KafkaVersion): string | undefined => {
  const java = javaVersion();
  if (java === undefined || java < OLDEST_JAVA) return `Java ${OLDEST_JAVA} or later`;
  return existsSync(jarsOf(version)) || runs('mvn') ? undefined : 'Maven';
};

const javaVersion = (): number | undefined => {
  try {
    const told = execFileSync('java', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/^\S+ (\d+)/.exec(told)?.[1]);
  } catch {
    return undefined;
  }
};

const runs = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The class path of a release, fetched with Maven the first time and kept. */
export const classPath = async (version: KafkaVersion): Promise<string> => {
  const jars = jarsOf(version);
  if (!existsSync(jars)) await fetchInto(jars, version);
  return join(jars, '*');
};

// Several processes may fetch at once: whichever is done first is taken.
const fetchInto = async (jars: string, version: KafkaVersion): Promise<void> => {
  const coming = `${jars}.${randomUUID()}`;
  await mkdir(coming, { recursive: true });
  const settings = [`-Dkafka.version=${version}`, '-DincludeScope=runtime', `-DoutputDirectory=${coming}`];
  const pom = join(import.meta.dirname, 'pom.xml');
  await promisify(execFile)('mvn', [
    '--quiet',
    '--batch-mode',
    `--file=${pom}`,
    ...settings,
    'dependency:copy-dependencies',
  ]).catch((error: Error & { stdout?: string }) => {
    throw new Error(`Maven could not fetch Kafka ${version}: ${error.stdout || error.message}`);
  });
  await rename(coming, jars).catch(async (error) => {
    if (!existsSync(jars)) throw error;
    await rm(coming, { recursive: true });
  });
};
