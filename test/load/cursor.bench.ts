import type { RecordedEvent } from '@stepwell/event-sourcing';
import { openDatabase } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { compare, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { largeNetwork } from './large-network.ts';
import { readLog } from './reading.bench.ts';

const ROUNDS = 5;

/** As many rows at once as the other side reads at once. With 1,000 it is slower. */
const FETCH = 'FETCH 10000 FROM events';

/** The same objects by a plain cursor on the table, with nothing around it; events per second. */
const readByCursor = async (pool: Pool): Promise<number> => {
  const client = await pool.connect();
  const began = performance.now();
  await client.query(`
    BEGIN READ ONLY;
    DECLARE events NO SCROLL CURSOR FOR
    SELECT id, type, schema_version AS "schemaVersion", data, metadata, stream_id AS "streamId", revision, position
    FROM log.events ORDER BY position`);
  let events = 0;
  for (;;) {
    const { rows } = await client.query<RecordedEvent>(FETCH);
    if (rows.length === 0) break;
    events += rows.length;
  }
  await client.query('COMMIT');
  client.release();
  return (events * 1_000) / (performance.now() - began);
};

const readVersusCursor = async (bench: Bench): Promise<Figure[]> => {
  const { url, store } = await largeNetwork(bench);
  const pool = await openDatabase(url, { connections: 1 });
  const { first, second, ratio } = await compare(
    ROUNDS,
    () => readLog(store),
    () => readByCursor(pool),
  );
  await Promise.all([pool.end(), store.close()]);
  return [
    { name: 'read.vs-cursor', value: ratio, unit: '×', target: 0.8 },
    { name: 'read', value: first, unit: 'events/s', target: null },
    { name: 'read.cursor', value: second, unit: 'events/s', target: null },
  ];
};

export const cursorBenchmarks: Benchmarks = { 'read.vs-cursor': readVersusCursor };
