import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, streamName, type Fact, type Position } from '@stepwell/event-sourcing';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { derivedId } from '@stepwell/edges/ids';
import { pathway } from '@stepwell/pathway';
import { migrate, openDatabase } from '@stepwell/postgres';
import { Projector, readCheckpoint, readModelMigrations } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { median, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { longHistory } from './large-network.ts';
import { quantile } from './quantile.ts';

const PATIENTS = 2_000;
/** How long a patient's history is when the measurement begins. Everybody's next events are ready by then. */
const HISTORY = 30;
const EVENTS_PER_SECOND = 2_000;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
const EVENTS = EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS);
const POLL_MS = 2;

interface Patient {
  readonly streamId: string;
  readonly coming: Fact[];
  /** Of the last event that was sent off. */
  revision: number;
}

const patientsOf = async (store: PostgresEventStore): Promise<Patient[]> => {
  const length = HISTORY + Math.ceil((2 * EVENTS) / PATIENTS);
  const patients: Patient[] = [];
  for (let n = 0; n < PATIENTS; n++) {
    const patientId = derivedId('followed', String(n));
    const facts = longHistory(patientId, length);
    const streamId = streamName(pathway.category, patientId);
    await store.append(streamId, facts.slice(0, HISTORY), 'no-stream');
    patients.push({ streamId, coming: facts.slice(HISTORY).reverse(), revision: HISTORY - 1 });
  }
  return patients;
};

/** An event that was acknowledged, and when. */
interface Acknowledged {
  readonly position: Position;
  readonly at: number;
}

/** Sends events to patients chosen at random, at random moments, whether the earlier ones are answered or not. */
const arrive = async (store: PostgresEventStore, patients: readonly Patient[]): Promise<Acknowledged[]> => {
  const acknowledged: Promise<Acknowledged>[] = [];
  let due = performance.now();
  while (acknowledged.length < EVENTS) {
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    for (; due <= performance.now(); due += (-Math.log(Math.random()) * 1_000) / EVENTS_PER_SECOND)
      acknowledged.push(sendNext(store, patients[Math.floor(Math.random() * patients.length)]!));
  }
  return Promise.all(acknowledged);
};

const sendNext = async (store: PostgresEventStore, patient: Patient): Promise<Acknowledged> => {
  const result = await store.append(patient.streamId, [patient.coming.pop()!], patient.revision++);
  if (result.outcome !== 'appended') throw new Error(`An append of the benchmark ended in ${result.outcome}`);
  return { position: result.position, at: performance.now() };
};

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

/** Milliseconds from each acknowledgement to the first moment at which the read models were seen to hold the event. */
const lags = (acknowledged: readonly Acknowledged[], seen: readonly Acknowledged[]): number[] => {
  const inOrder = acknowledged.toSorted((a, b) => comparePositions(a.position, b.position));
  let next = 0;
  return inOrder.map(({ position, at }) => {
    while (comparePositions(seen[next]!.position, position) < 0) next++;
    return Math.max(0, seen[next]!.at - at);
  });
};

/** As in the platform one process does everything: it makes the load, appends, projects, and looks. */
const lag = async (bench: Bench): Promise<Figure[]> => {
  const url = await bench.database('lag');
  const store = await PostgresEventStore.open({ url });
  const pool = await openDatabase(url);
  const patients = await patientsOf(store);
  await migrate(pool, 'read-models', readModelMigrations);
  const projector = new Projector(pool, store, { log: bench.log });
  await projector.start();
  await projector.reached(await store.head());

  const began = performance.now();
  let last: Position | undefined = undefined;
  const watching = watch(pool, () => last);
  const acknowledged = await arrive(store, patients);
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
