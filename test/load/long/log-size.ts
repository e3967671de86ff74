import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { openDatabase } from '@stepwell/postgres';
import { attendances } from '../facts.ts';
import type { Bench } from '../figure.ts';
import { quantile } from '../quantile.ts';

/** What appending and reading cost when the log holds so many events. Times in milliseconds. */
export interface LogSizeLine {
  readonly events: number;
  readonly gigabytes: number;
  readonly append64: number;
  readonly append64Median: number;
  readonly append64P99: number;
  /** The same in the first seconds after a checkpoint. */
  readonly checkpointed64: number;
  readonly append1: number;
  readonly append1Median: number;
  readonly append1P99: number;
  readonly historyMedian: number;
  readonly historyP99: number;
}

const HISTORY = 300;
const AT_ONCE = 200;
const EVENTS_AT_ONCE = 10;
const MEASURED_MS = 10_000;
const WARM_UP_MS = 20_000;
const HISTORIES = 3_000;

/** A log of patients with 300 events each, whose events came a few at a time, between those of 199 others. */
class GrowingLog {
  /** The last revisions of the patients' streams. */
  readonly patients: { readonly streamId: string; revision: number }[] = [];
  private readonly store: PostgresEventStore;

  constructor(store: PostgresEventStore) {
    this.store = store;
  }

  async growTo(events: number, log: (line: string) => void): Promise<void> {
    for (let head = Number(await this.store.head()); head < events;) {
      const cohort = Array.from({ length: AT_ONCE }, () => ({
        streamId: `pathway-${crypto.randomUUID()}`,
        revision: -1,
      }));
      for (let n = 0; n < HISTORY / EVENTS_AT_ONCE; n++)
        await Promise.all(cohort.map((patient) => append(this.store, patient, EVENTS_AT_ONCE)));
      this.patients.push(...cohort);
      const before = head;
      head = Number(await this.store.head());
      if (Math.floor(head / 1e6) > Math.floor(before / 1e6)) log(`${Math.floor(head / 1e6)} million events`);
    }
  }
}

const append = async (
  store: PostgresEventStore,
  patient: { streamId: string; revision: number },
  count: number,
): Promise<void> => {
  const result = await store.append(patient.streamId, attendances(count), patient.revision);
  if (result.outcome !== 'appended') throw new Error(`An append of the benchmark ended in ${result.outcome}`);
  patient.revision = result.revision;
};

/** Milliseconds of appends of one event, each to another patient, by so many writers for so long. */
const appendLatencies = async (
  store: PostgresEventStore,
  { patients }: GrowingLog,
  writers: number,
  forMs: number,
): Promise<number[]> => {
  const taken: number[] = [];
  const end = performance.now() + forMs;
  const write = async (writer: number) => {
    const own = patients.filter((_, n) => n % writers === writer);
    while (performance.now() < end) {
      const began = performance.now();
      await append(store, own[Math.floor(Math.random() * own.length)]!, 1);
      taken.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, n) => write(n)));
  return taken;
};

const historyLatencies = async (store: PostgresEventStore, { patients }: GrowingLog): Promise<number[]> => {
  const taken: number[] = [];
  for (let n = 0; n < HISTORIES; n++) {
    const { streamId } = patients[Math.floor(Math.random() * patients.length)]!;
    const began = performance.now();
    await store.readStream(streamId, { limit: HISTORY });
    taken.push(performance.now() - began);
  }
  return taken;
};

export const overLogSize = async (bench: Bench, sizes: readonly number[]): Promise<LogSizeLine[]> => {
  const url = await bench.database('log_size');
  const store = await PostgresEventStore.open({ url });
  const pool = await openDatabase(url, { connections: 1 });
  const log = new GrowingLog(store);
  const lines: LogSizeLine[] = [];
  for (const size of sizes) {
    bench.log(`Growing a log to ${size} events …`);
    await log.growTo(size, bench.log);
    // So that every size begins at the same point of the server's cycle.
    await pool.query('CHECKPOINT');
    lines.push(await measure(bench, { size, store, log, pool }));
  }
  await Promise.all([store.close(), pool.end()]);
  return lines;
};

interface Measured {
  readonly size: number;
  readonly store: PostgresEventStore;
  readonly log: GrowingLog;
  readonly pool: Awaited<ReturnType<typeof openDatabase>>;
}

const measure = async (bench: Bench, { size, store, log, pool }: Measured): Promise<LogSizeLine> => {
  bench.log(`Measuring at ${size} events …`);
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT pg_total_relation_size('log.events') AS bytes`,
  );
  await historyLatencies(store, log);
  const histories = await historyLatencies(store, log);
  await appendLatencies(store, log, 64, WARM_UP_MS);
  const many = await appendLatencies(store, log, 64, MEASURED_MS);
  const one = await appendLatencies(store, log, 1, MEASURED_MS);
  // The worst point of the cycle: each page that is written to for the first time goes into the journal whole.
  await pool.query('CHECKPOINT');
  const checkpointed = await appendLatencies(store, log, 64, MEASURED_MS);
  const ms = (values: readonly number[], q: number) => Number(quantile(values, q).toPrecision(3));
  const perSecond = (taken: readonly number[]) => Math.round((taken.length * 1_000) / MEASURED_MS);
  return {
    events: size,
    gigabytes: Number((Number(rows[0]!.bytes) / 1e9).toPrecision(2)),
    append64: perSecond(many),
    append64Median: ms(many, 0.5),
    append64P99: ms(many, 0.99),
    checkpointed64: perSecond(checkpointed),
    append1: perSecond(one),
    append1Median: ms(one, 0.5),
    append1P99: ms(one, 0.99),
    historyMedian: ms(histories, 0.5),
    historyP99: ms(histories, 0.99),
  };
};
