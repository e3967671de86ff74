import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { KAFKA_VERSIONS, classPath, type KafkaVersion } from './distribution.ts';
import { SCRAM_MECHANISMS, makeCredentials, securityProperties, type Credentials } from './security.ts';

export interface BrokerOptions {
  readonly version?: KafkaVersion;
  /** Where to keep its data; by default in a temporary folder that goes when it stops for good. */
  readonly folder?: string;
  /** The port to listen on; by default any free one. */
  readonly port?: number;
  /** Whether it has another port for TLS and SASL, and asks for rights there. */
  readonly isSecure?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

interface Ports {
  readonly port: number;
  readonly controller: number;
  readonly secure: number;
  readonly mutual: number;
}

const READY_MS = 60_000;
// Small, quick to start, and content with a part of a core.
const JVM = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

/** A real Kafka of one node (KRaft), on ports of the loopback interface that it keeps when it is started again. */
export class KafkaBroker {
  readonly address: string;
  /** For TLS and SASL, and for TLS with a certificate of the client; present when it was asked for. */
  readonly secure: ({ readonly address: string; readonly mutual: string } & Credentials) | undefined;
  private readonly folder: string;
  private readonly classPath: string;
  private readonly isTemporary: boolean;
  private process: ChildProcess | undefined;
  private output = '';

  /** Fetches it if need be, makes its folder, starts it, and waits until it can be used. */
  static async start(options: BrokerOptions = {}): Promise<KafkaBroker> {
    const { version = KAFKA_VERSIONS.at(-1)!, isSecure = false, settings = {} } = options;
    const jars = await classPath(version);
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'stepwell-kafka-')));
    await mkdir(folder, { recursive: true });
    const [port, controller, secure, mutual] = (await freePorts(4)) as [number, number, number, number];
    const ports = { port: options.port ?? port, controller, secure, mutual };
    const credentials = isSecure ? makeCredentials(folder) : undefined;
    const broker = new KafkaBroker(folder, jars, ports, credentials, options.folder === undefined);
    await writeFile(
      broker.propertiesFile,
      propertiesText({ ...broker.properties(ports, credentials), ...settings }),
    );
    await broker.format(credentials);
    await broker.restart();
    return broker;
  }

  private constructor(
    folder: string,
    classPath: string,
    ports: Ports,
    credentials: Credentials | undefined,
    isTemporary: boolean,
  ) {
    this.folder = folder;
    this.classPath = classPath;
    this.isTemporary = isTemporary;
    this.address = `127.0.0.1:${ports.port}`;
    this.secure = credentials && {
      ...{ address: `127.0.0.1:${ports.secure}`, mutual: `127.0.0.1:${ports.mutual}` },
      ...credentials,
    };
  }

  /** Starts it again after `stop` or `kill`. */
  async restart(): Promise<void> {
    this.output = '';
    const child = spawn('java', [...JVM, '-cp', this.classPath, 'kafka.Kafka', this.propertiesFile], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)));
    this.process = child;
    const killed = () => child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    await this.ready(child);
  }

  /** Lets it shut down in order. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** As when the machine fails. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it for good. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.isTemporary) await rm(this.folder, { recursive: true, maxRetries: 10 });
  }

  private get propertiesFile(): string {
    return join(this.folder, 'server.properties');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  private properties(
    { port, controller, secure, mutual }: Ports,
    credentials: Credentials | undefined,
  ): Record<string, string> {
    const listeners = [`PLAINTEXT://127.0.0.1:${port}`];
    if (credentials) listeners.push(`SECURE://127.0.0.1:${secure}`, `MUTUAL://127.0.0.1:${mutual}`);
    return {
      'process.roles': 'broker,controller',
      'node.id': '1',
      'controller.quorum.voters': `1@127.0.0.1:${controller}`,
      'controller.listener.names': 'CONTROLLER',
      listeners: [...listeners, `CONTROLLER://127.0.0.1:${controller}`].join(),
      'advertised.listeners': listeners.join(),
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL',
      'inter.broker.listener.name': 'PLAINTEXT',
      'log.dirs': join(this.folder, 'data'),
      'num.partitions': '6',
      'offsets.topic.num.partitions': '3',
      'offsets.topic.replication.factor': '1',
      'transaction.state.log.num.partitions': '3',
      'transaction.state.log.replication.factor': '1',
      'transaction.state.log.min.isr': '1',
      'group.initial.rebalance.delay.ms': '0',
      // One that is killed may begin anew when the controller, which is itself, has forgotten it.
      'broker.session.timeout.ms': '2000',
      'broker.heartbeat.interval.ms': '500',
      'auto.create.topics.enable': 'false',
      ...(credentials ? securityProperties(this.folder, credentials) : {}),
    };
  }

  // A folder of an earlier run is formatted already.
  private async format(credentials: Credentials | undefined): Promise<void> {
    const users = credentials
      ? SCRAM_MECHANISMS.flatMap((mechanism) => [
          '--add-scram',
          `${mechanism}=[name=${credentials.username},password=${credentials.password}]`,
        ])
      : [];
    const id = randomBytes(16).toString('base64url');
    // In one word: an id may begin as an option does.
    const args = ['format', '--ignore-formatted', `--cluster-id=${id}`, '--config', this.propertiesFile];
    await promisify(execFile)('java', [
      ...JVM,
      '-cp',
      this.classPath,
      'kafka.tools.StorageTool',
      ...args,
      ...users,
    ]);
  }

  private async ready(child: ChildProcess): Promise<void> {
    const admin = new Kafka({
      brokers: [this.address],
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
    }).admin();
    for (const deadline = Date.now() + READY_MS; ;) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
        throw new Error(`Kafka did not start:\n${this.output}`);
      try {
        await admin.connect();
        const { brokers } = await admin.describeCluster();
        if (brokers.length > 0) return;
      } catch {
        await sleep(100);
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    }
  }
}

const propertiesText = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** Ports that were free a moment ago, all different. */
const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
};
