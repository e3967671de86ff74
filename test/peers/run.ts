/**
 * HL7 clients that others wrote send to a running listener: `npm run test:peers`. They are fetched by their own package
 * managers into `.stepwell/peers`; one whose means are absent is skipped, and said to be.
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { MllpListener } from '@stepwell/services';
import { SHARED_DATA } from '../../libs/edges/src/testing/shared-data.ts';
import { admission } from '../e2e/testing/admissions.ts';
import { runPlatform } from '../e2e/testing/running-platform.ts';

const run = promisify(execFile);
const FOLDER = resolve('.stepwell/peers');
const HERE = import.meta.dirname;

interface Peer {
  readonly name: string;
  /** Rejects where the peer cannot be had. */
  fetch(): Promise<unknown>;
  /** A program that sends a file and prints MSA-1 and MSA-2 of each answer. */
  command(port: number, file: string): [program: string, ...args: string[]];
}

const python = join(FOLDER, 'python');
const hapi = join(FOLDER, 'hapi');

const PEERS: readonly Peer[] = [
  {
    name: 'python-hl7 0.4.5 (Python, PyPI)',
    fetch: async () => {
      if (existsSync(join(python, 'bin/mllp_send'))) return;
      await run('python3', ['-m', 'venv', python]);
      await run(join(python, 'bin/pip'), ['install', '--quiet', 'hl7==0.4.5']);
    },
    command: (port, file) => [join(python, 'bin/python'), join(HERE, 'python-peer.py'), String(port), file],
  },
  {
    name: 'HAPI HL7v2 2.6.0 (Java, Maven)',
    fetch: async () => {
      await run('java', ['-version']);
      if (existsSync(join(hapi, 'hapi-base-2.6.0.jar'))) return;
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${hapi}`];
      await run('mvn', ['--batch-mode', '--quiet', '--file', join(HERE, 'pom.xml'), ...goal]);
    },
    command: (port, file) => [
      ...(['java', '--class-path', join(hapi, '*'), join(HERE, 'HapiPeer.java')] as const),
      String(port),
      file,
    ],
  },
];

const built = Array.from({ length: 20 }, (_, n) => admission(n));
const discharge = admission(0).replace('ADT^A01|K0', 'ADT^A03|D0').replace(/$/, '|20260309100000');
const unknown = admission(1).replace('ADT^A01|K1|', 'ADT^A99|U1|');
const messages = [...built, discharge, unknown, built[3]!];
const expected = [...built.map((_, n) => `AA K${n}`), 'AA D0', 'AR U1', 'AA K3'];

const count = (lines: readonly string[]): string =>
  [...Map.groupBy(lines, (line) => line.slice(0, 2))]
    .map(([code, all]) => `${all.length} ${code}`)
    .join(', ');

const trial = async ({ name, command }: Peer): Promise<boolean> => {
  const platform = await runPlatform();
  try {
    const bounds = { frameBytes: 1_000_000, connections: 4, waiting: 16, idleMs: 60_000 };
    const { port } = await platform.app.get(MllpListener).listen({ port: 0, host: '127.0.0.1', ...bounds });
    const send = async (file: string): Promise<string[]> => {
      const [program, ...args] = command(port, file);
      return (await run(program, args, { timeout: 120_000 })).stdout.trim().split('\n');
    };
    const file = join(FOLDER, 'built.hl7');
    await writeFile(file, `${messages.join('\r')}\r`);
    const told = await send(file);
    let isRight = told.join() === expected.join();
    console.log(
      `${name}: ${told.length} messages, ${count(told)}${isRight ? '' : `, but expected ${expected.join()}`}`,
    );
    const real = join(SHARED_DATA, 'hl7v2/accmgr-adt.hl7');
    if (existsSync(real)) {
      const counts = count(await send(real));
      isRight &&= counts === '116 AA, 8 AE';
      console.log(`${name}: accmgr-adt.hl7, ${counts}`);
    } else console.log(`SKIPPED accmgr-adt.hl7: no ${real} (STEPWELL_SHARED_DATA names the folder)`);
    return isRight;
  } finally {
    await platform.stop();
  }
};

await mkdir(FOLDER, { recursive: true });
let isRight = true;
for (const peer of PEERS) {
  try {
    await peer.fetch();
  } catch (error) {
    console.log(`SKIPPED ${peer.name}: ${(error as Error).message.split('\n')[0]}`);
    continue;
  }
  isRight = (await trial(peer)) && isRight;
}
process.exit(isRight ? 0 : 1);
