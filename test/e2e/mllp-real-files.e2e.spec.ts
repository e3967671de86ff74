import { createReadStream } from 'node:fs';
import { START } from '@stepwell/event-sourcing';
import { splitMessages } from '@stepwell/edges/hl7v2';
import { MllpListener } from '@stepwell/services';
import { describeWithFile } from '../../libs/edges/src/testing/shared-data.ts';
import { MllpClient, toldIn } from './testing/mllp-client.ts';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// Public sample files, sent as fast as the listener takes them. The counts are those of `stepwell import hl7v2`.

let platform: RunningPlatform;
let port: number;
beforeEach(async () => {
  platform = await runPlatform();
  const bounds = { frameBytes: 1_000_000, connections: 20, waiting: 64, idleMs: 60_000 };
  ({ port } = await platform.app.get(MllpListener).listen({ port: 0, host: '127.0.0.1', ...bounds }));
}, 60_000);
afterEach(() => platform.stop());

/** How often each code of MSA-1 was answered. */
const sendAll = async (path: string): Promise<Record<string, number>> => {
  const client = await MllpClient.connect(port);
  let sent = 0;
  const sending = (async () => {
    for await (const { bytes } of splitMessages(createReadStream(path))) {
      await client.send(bytes);
      sent++;
    }
    client.socket.end();
  })();
  const codes: string[] = [];
  for (let answer = await client.answer(); answer; answer = await client.answer())
    codes.push(toldIn(answer).slice(0, 2));
  await sending;
  expect(codes).toHaveLength(sent);
  return Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]));
};

/** Messages that have events in the log, and what is in quarantine. */
const kept = async () => {
  const { pool, store } = platform.foundation;
  const recorded = await store.readLog(START, 10_000);
  const orders = new Set(recorded.map(({ metadata }) => metadata.commandId));
  const { rows } = await pool.query<{ items: number; sent: number }>(
    'SELECT count(*)::int AS items, sum(times_seen)::int AS sent FROM intake.quarantine',
  );
  return { accepted: orders.size, ...rows[0]!, head: await store.head() };
};

describeWithFile('hl7v2/accmgr-adt.hl7', (path) =>
  test('124 messages over MLLP, twice', async () => {
    expect(await sendAll(path)).toEqual({ AA: 116, AE: 8 });
    const first = await kept();
    // Of the 116, 102 were known from one of the 14.
    expect(first).toMatchObject({ accepted: 14, sent: 8 });
    expect(await sendAll(path)).toEqual({ AA: 116, AE: 8 });
    expect(await kept()).toEqual({ ...first, sent: 16 });
  }, 60_000),
);

describeWithFile('hl7v2/simhospital.hl7', (path) =>
  // They ask for an acceptance in MSH-15 and for no more.
  test('1,013 messages over MLLP, twice', async () => {
    expect(await sendAll(path)).toEqual({ CA: 401, CR: 612 });
    const first = await kept();
    // One of the 401 merges two records: it is carried out on both.
    expect(first).toMatchObject({ accepted: 402, sent: 612 });
    expect(await sendAll(path)).toEqual({ CA: 401, CR: 612 });
    expect(await kept()).toEqual({ ...first, sent: 1_224 });
  }, 60_000),
);
