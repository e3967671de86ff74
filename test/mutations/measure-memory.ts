import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { testDatabase } from '@stepwell/postgres/testing';
import { PLATFORM, until } from '../e2e/testing/built.ts';
import { MllpClient } from '../e2e/testing/mllp-client.ts';
import { mutatedStream, soundMessages } from './mutate.ts';

const PER_CONNECTION = 50;
const CONNECTIONS = 4;
const POINTS = 10;
/** For what was taken to be in the read models too. */
const SETTLING_MS = 3_000;

const READY = /Stepwell is ready[^]*MLLP +\S+:(\d+)/;
/** As long as all processes of a machine may be stopped for a while. */
const PATIENCE_MS = 600_000;

/** What a process holds after a collection of all garbage, in MiB. */
export interface Held {
  readonly sent: number;
  readonly heap: number;
  readonly external: number;
  readonly rss: number;
}

/** Sends so many mutated messages to a platform in a process of its own, and asks it now and then what it holds. */
export const measureMemory = async (
  count: number,
  seed: number,
  log: (held: Held) => void,
): Promise<readonly Held[]> => {
  const database = await testDatabase();
  const flags = [
    '--expose-gc',
    '--max-semi-space-size=64',
    '--import',
    join(import.meta.dirname, 'memory-probe.js'),
  ];
  const child = spawn(process.execPath, [...flags, PLATFORM], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: database.url, PORT: '0', STEPWELL_DEMO: 'off' },
      ...{ MLLP_PORT: '0', MLLP_FRAME_BYTES: '100000' },
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-50_000)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const told = () => output;
  const held: Held[] = [];

  const measure = async (sent: number): Promise<void> => {
    await sleep(SETTLING_MS);
    output = '';
    child.kill('SIGUSR2');
    await until(() => /^memory .*\n/m.test(output), told, PATIENCE_MS);
    const { heapUsed, external, rss } = JSON.parse(/^memory (.*)$/m.exec(output)![1]!) as NodeJS.MemoryUsage;
    const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
    held.push({ sent, heap: mebibytes(heapUsed), external: mebibytes(external), rss: mebibytes(rss) });
    log(held.at(-1)!);
  };

  try {
    await until(() => READY.test(output), told, PATIENCE_MS);
    const port = Number(READY.exec(output)![1]);
    const stream = mutatedStream(await soundMessages(), PER_CONNECTION);
    await measure(0);
    for (let sent = 0; sent < count;) {
      const some = fc.sample(stream, { seed: seed + sent, numRuns: CONNECTIONS });
      await Promise.all(some.map((packets) => send(port, packets)));
      const before = sent;
      sent += CONNECTIONS * PER_CONNECTION;
      if (Math.floor((before * POINTS) / count) !== Math.floor((sent * POINTS) / count)) await measure(sent);
    }
    return held;
  } finally {
    child.kill('SIGTERM');
    await ended;
    await database.drop();
  }
};

/** Sends packets on one connection, and waits until the listener has answered and ended it. */
const send = async (port: number, packets: readonly Buffer[]): Promise<void> => {
  const client = await MllpClient.connect(port);
  for (const packet of packets) await client.write(packet);
  client.socket.end();
  while ((await client.answer()) !== undefined);
};
