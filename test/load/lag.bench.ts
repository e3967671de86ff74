import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, type Position } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { migrate, openDatabase } from '@stepwell/postgres';
import { Projector, readCheckpoint, readModelMigrations } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { arrive, lags, patientsOf, type Acknowledged } from './arrivals.ts';
import { median, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { quantile } from './quantile.ts';

const EVENTS_PER_SECOND = 2_000;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
const EVENTS = EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS);
const POLL_MS = 2;

/** Notes when the read models came to which position, until they have come to the last one. */
const watch = async (pool: Pool, last: () => Position | undefined): Promise<Acknowledged[]> => {
  const seen: Acknowledged[] = [];
  for (;;) {
    const position = await readCheckpoint(pool);
    if (position !== seen.at(-1)?.position) seen.push({ position, at: performance.now() });
    const end = last();
    if (end !== undefined && comparePositions(position, end) >= 0) return seen;
    await sleep(POLL_MS);
  }
};

/** As in the platform one process does everything: it makes the load, appends, projects, and looks. */
const lag = async (bench: Bench): Promise<Figure[]> => {
  const url = await bench.database('lag');
  const store = await PostgresEventStore.open({ url });
  const pool = await openDatabase(url);
  const patients = await patientsOf(store, EVENTS);
  await migrate(pool, 'read-models', readModelMigrations);
  const projector = new Projector(pool, store, { log: bench.log });
  await projector.start();
  await projector.reached(await store.head());

  const began = performance.now();
  let last: Position | undefined = undefined;
  const watching = watch(pool, () => last);
  const acknowledged = await arrive(store, patients, { perSecond: EVENTS_PER_SECOND, events: EVENTS });
  last = await store.head();
  const arrivedFor = acknowledged.at(-1)!.at - began;
  const counted = acknowledged.slice(EVENTS_PER_SECOND * WARM_UP_SECONDS);
  const taken = lags(counted, await watching);
  await projector.stop();
  await Promise.all([pool.end(), store.close()]);
  return [
    { name: 'lag.p99', value: quantile(taken, 0.99), unit: 'ms', target: 250, lowerIsBetter: true },
    { name: 'lag.median', value: median(taken), unit: 'ms', target: null },
    { name: 'lag.worst', value: quantile(taken, 1), unit: 'ms', target: null },
    { name: 'lag.arrived', value: (EVENTS * 1_000) / arrivedFor, unit: 'events/s', target: null },
  ];
};

export const lagBenchmarks: Benchmarks = { 'lag.p99': lag };
