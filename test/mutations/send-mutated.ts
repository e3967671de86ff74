import fc from 'fast-check';
import { BatchReader, isBatchFile } from '@stepwell/edges/hl7v2';
import { FrameDecoder } from '@stepwell/edges/mllp';
import { Hl7v2Intake, MllpListener, toProblem } from '@stepwell/services';
import { MllpClient, toldIn } from '../e2e/testing/mllp-client.ts';
import { runPlatform, type RunningPlatform } from '../e2e/testing/running-platform.ts';
import { mutatedStream, soundMessages } from './mutate.ts';

const FRAME_BYTES = 100_000;
const PER_CONNECTION = 50;
const CONNECTIONS = 4;
/** What one connection may take. */
const HANGS_MS = 60_000;

export interface Report {
  mutated: number;
  /** What these amount to in frames and batches: what has to be accounted for. */
  sent: number;
  /** What was handed to intake, by what became of it. */
  readonly outcomes: Record<'accepted' | 'known' | 'quarantined', number>;
  /** What came in no whole frame. */
  refused: number;
  /** What met a database that was not there for it. */
  resend: number;
  /** Answers by MSA-1. */
  readonly answers: Record<string, number>;
  readonly byCode: Record<string, number>;
  /** MiB in use before, and after each tenth. */
  readonly rss: number[];
  seconds: number;
  readonly faults: string[];
}

const add = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

/** Sees what intake takes and what becomes of it, between the listener and intake. */
const countOutcomes = (platform: RunningPlatform, report: Report): void => {
  const intake = platform.app.get(Hl7v2Intake);
  const receive = intake.receive.bind(intake);
  intake.receive = async (bytes) => {
    const received = await receive(bytes).catch((error: Error) => {
      // Answered with AR, and sent again by whoever sent it: what a machine under load may do.
      if (toProblem(error).getStatus() === 503) report.resend++;
      else report.faults.push(`${error.stack}\non ${shown(bytes)}`);
      throw error;
    });
    report.outcomes[received.outcome]++;
    if ('refusal' in received) add(report.byCode, received.refusal.code);
    return received;
  };
};

const shown = (bytes: Uint8Array): string =>
  JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 2_000));

const messagesIn = (frame: Buffer): number =>
  isBatchFile(frame) ? [...new BatchReader().messages(frame)].length : 1;

/** Adds what a stream amounts to. */
const countSent = (packets: readonly Buffer[], report: Report): void => {
  const decoder = new FrameDecoder(FRAME_BYTES);
  const found = [...packets.flatMap((packet) => decoder.push(packet)), ...decoder.end()];
  for (const one of found) report.sent += one.kind === 'frame' ? messagesIn(one.bytes) : 1;
  report.refused += found.filter(({ kind }) => kind !== 'frame').length;
};

const sendStream = async (port: number, packets: readonly Buffer[], report: Report): Promise<void> => {
  const client = await MllpClient.connect(port);
  const hangs = setTimeout(() => {
    report.faults.push('a connection hung');
    client.socket.destroy();
  }, HANGS_MS);
  const sending = (async () => {
    for (const packet of packets) await client.write(packet);
    client.socket.end();
  })();
  for (let answer = await client.answer(); answer !== undefined; answer = await client.answer())
    for (const one of answer.split(/(?<=\r)(?=MSH)/).filter((text) => text.startsWith('MSH')))
      add(report.answers, toldIn(one).split(' ')[0] || 'none');
  await sending;
  clearTimeout(hangs);
};

/** Sends so many mutated messages; what was handed over, and what came in no whole frame, must all be accounted for. */
export const sendMutated = async (
  count: number,
  seed: number,
  log: (line: string) => void,
): Promise<Report> => {
  const platform = await runPlatform();
  const bounds = { frameBytes: FRAME_BYTES, connections: CONNECTIONS, waiting: 64, idleMs: 60_000 };
  const { port } = await platform.app.get(MllpListener).listen({ port: 0, host: '127.0.0.1', ...bounds });
  const report: Report = {
    mutated: 0,
    sent: 0,
    outcomes: { accepted: 0, known: 0, quarantined: 0 },
    ...{ refused: 0, resend: 0, answers: {}, byCode: {}, rss: [], seconds: 0, faults: [] },
  };
  countOutcomes(platform, report);
  const stream = mutatedStream(await soundMessages(), PER_CONNECTION);
  const began = performance.now();
  const memory = () => report.rss.push(Math.round(process.memoryUsage().rss / 2 ** 20));
  try {
    memory();
    const streams = Math.ceil(count / PER_CONNECTION);
    for (let n = 0; n < streams; n += CONNECTIONS) {
      const some = fc.sample(stream, { seed: seed + n, numRuns: Math.min(CONNECTIONS, streams - n) });
      for (const packets of some) countSent(packets, report);
      await Promise.all(some.map((packets) => sendStream(port, packets, report)));
      report.mutated += some.length * PER_CONNECTION;
      if (Math.floor((n * 10) / streams) !== Math.floor(((n + CONNECTIONS) * 10) / streams)) {
        memory();
        log(`${report.mutated} sent, ${report.rss.at(-1)} MiB`);
      }
    }
    const { accepted, known, quarantined } = report.outcomes;
    if (accepted + known + quarantined + report.refused + report.resend !== report.sent)
      report.faults.push(`${report.sent} were sent`);
    const { rows } = await platform.foundation.pool.query<{ seen: number }>(
      'SELECT coalesce(sum(times_seen), 0)::int AS seen FROM intake.quarantine',
    );
    if (rows[0]!.seen !== quarantined) report.faults.push(`${rows[0]!.seen} are in quarantine`);
    report.seconds = (performance.now() - began) / 1_000;
  } finally {
    await platform.stop();
  }
  return report;
};

export const table = ({
  mutated,
  sent,
  outcomes,
  refused,
  resend,
  answers,
  byCode,
  rss,
  seconds,
  faults,
}: Report): string =>
  [
    `${mutated} mutated messages, ${sent} by their frames, in ${seconds.toFixed(0)} s`,
    ...Object.entries({ ...outcomes, refused, resend }).map(([name, count]) => `${name.padEnd(14)}${count}`),
    `answers: ${JSON.stringify(answers)}`,
    `quarantined for: ${JSON.stringify(byCode)}`,
    `MiB: ${rss.join(', ')}`,
    ...(faults.length > 0 ? [`FAULTS: ${faults.length}`, ...faults.slice(0, 5)] : ['no faults']),
  ].join('\n');
