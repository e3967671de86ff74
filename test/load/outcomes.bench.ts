import { setTimeout as sleep } from 'node:timers/promises';
import { MemoryEventStore, handle, streamName, type EventStore, type Fact } from '@stepwell/event-sourcing';
import { pathway } from '@stepwell/pathway';
import { measures } from '@stepwell/measures';
import { migrate, openDatabase } from '@stepwell/postgres';
import { GROUPINGS, Projector, readModelMigrations } from '@stepwell/read-models';
import { SITE_MAP_FILE, createServer, everyService, openFoundation, readSiteMap } from '@stepwell/services';
import { simulateNetwork } from '@stepwell/simulator';
import { arrive, type Acknowledged, type Patient } from './arrivals.ts';
import { median, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { largeNetwork, orderOf } from './large-network.ts';
import { quantile } from './quantile.ts';
import { durations, withServer } from './reading.bench.ts';

const RATES = measures.filter(({ kind }) => kind === 'rate').map(({ id }) => id);
const YEAR = 'from=2025-09-01&to=2026-08-31';

/** The large network with read models of this version. */
const judgedNetwork = async (bench: Bench): Promise<{ url: string; events: number }> => {
  const { url, store, events } = await largeNetwork(bench);
  const pool = await openDatabase(url);
  await migrate(pool, 'read-models', readModelMigrations);
  // A log that was kept from an earlier run may have read models that were made by the same software.
  const projector = new Projector(pool, store, { log: bench.log });
  await projector.start();
  await projector.reached(await store.head());
  await projector.stop();
  await Promise.all([pool.end(), store.close()]);
  return { url, events };
};

/** Every rate by every grouping, over HTTP, of a year. */
const rates = async (bench: Bench): Promise<Figure[]> => {
  const { url, events } = await judgedNetwork(bench);
  const paths = RATES.flatMap((id) =>
    GROUPINGS.map((groupBy) => `/v1/measures/${id}?${YEAR}&groupBy=${groupBy}`),
  );
  const rounds = await withServer(url, async (base) => {
    await durations(base, paths);
    return [await durations(base, paths), await durations(base, paths), await durations(base, paths)];
  });
  const slowest = paths
    .map((path, n) => ({ path, ms: median(rounds.map((round) => round[n]!)) }))
    .toSorted((a, b) => b.ms - a.ms)[0]!;
  bench.log(`The slowest is ${slowest.path}`);
  return [
    { name: 'rate.p95', value: quantile(rounds.flat(), 0.95), unit: 'ms', target: 100, lowerIsBetter: true },
    { name: 'rate.median', value: median(rounds.flat()), unit: 'ms', target: null },
    { name: 'rate.slowest', value: slowest.ms, unit: 'ms', target: null },
    { name: 'rate.patients', value: bench.patients, unit: 'patients', target: null },
    { name: 'rate.events', value: events, unit: 'events', target: null },
  ];
};

const TEN_MILLION = 10_000_000;

/** A measure that looks at sessions by another rule, asked over HTTP: the target is 60 s for ten million events. */
const whatIf = async (bench: Bench): Promise<Figure[]> => {
  const { url, events } = await judgedNetwork(bench);
  const asked = {
    measure: 'follow-up-30',
    parameters: { windowDays: 45 },
    from: '2023-09-01',
    to: '2026-08-31',
  };
  const { seconds, looks } = await withServer(url, async (base) => {
    const answered = async (path: string, body?: object) => {
      const answer = await fetch(`${base}/v1/what-if${path}`, {
        ...(body && {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        }),
      });
      return (await answer.json()) as {
        jobId: string;
        state: string;
        fault: string | null;
        progress: { patients: number };
      };
    };
    const began = performance.now();
    let job = await answered('', asked);
    const seen = new Set<number>();
    while (job.state === 'running') {
      await sleep(100);
      job = await answered(`/${job.jobId}`);
      seen.add(job.progress.patients);
    }
    if (job.state !== 'done')
      throw new Error(`The what-if of the benchmark ended as ${job.state}: ${job.fault}`);
    return { seconds: (performance.now() - began) / 1_000, looks: seen.size };
  });
  const target = (60 * events) / TEN_MILLION;
  return [
    { name: 'what-if.seconds', value: seconds, unit: 's', target, lowerIsBetter: true },
    { name: 'what-if.events', value: events / seconds, unit: 'events/s', target: null },
    { name: 'what-if.progress', value: looks, unit: 'stages seen', target: null },
  ];
};

const EVENTS_PER_SECOND = 500;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
const EVENTS = EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS);
/** One event in so many is asked for. */
const ASKED = 25;
const FOLLOWED = 2_000;
/** So many events of each patient are still to come. */
const COMING = 24;

/** Simulated patients with a part of their histories, in which everything happens that measures look at. */
const patientsMidway = async (store: EventStore): Promise<Patient[]> => {
  const found: Patient[] = [];
  const { patients } = simulateNetwork({
    seed: 11,
    patients: 4 * FOLLOWED,
    from: '2025-03-01',
    to: '2026-03-01',
  });
  for (const { patientId, requests } of patients()) {
    const memory = new MemoryEventStore();
    const orders = requests.map(({ patientId: _, commands, ...about }) => orderOf(commands, about));
    await handle(memory, pathway, patientId, orders);
    const streamId = streamName(pathway.category, patientId);
    const facts = (await memory.readStream(streamId)).map(
      ({ id, type, schemaVersion, data, metadata }): Fact => ({ id, type, schemaVersion, data, metadata }),
    );
    const known = facts.length - COMING;
    if (known < 2) continue;
    await store.append(streamId, facts.slice(0, known), 'no-stream');
    found.push({ streamId, coming: facts.slice(known).reverse(), revision: known - 1 });
    if (found.length === FOLLOWED) return found;
  }
  throw new Error(`Only ${found.length} simulated patients have a history that is long enough.`);
};

/** From an event's acknowledgement until the answer of a measure, each in turn, that counts it. */
const live = async (bench: Bench): Promise<Figure[]> => {
  const databaseUrl = await bench.database('live_measures');
  const foundation = await openFoundation({ databaseUrl, dataFolder: '' }, bench.log);
  const patients = await patientsMidway(foundation.store);
  const app = await createServer(everyService(foundation, await readSiteMap(SITE_MAP_FILE)));
  await app.listen(0, '127.0.0.1');
  const base = await app.getUrl();
  await durations(base, [`/v1/measures/${RATES[0]}?atLeast=${await foundation.store.head()}`]);

  const answers: Promise<number>[] = [];
  const answered = async (path: string, { at }: Acknowledged): Promise<number> => {
    for (;;) {
      const answer = await fetch(base + path);
      await answer.arrayBuffer();
      if (answer.ok) return performance.now() - at;
      // The read models have not come so far in the time that an answer waits for them.
      if (answer.status !== 503) throw new Error(`${path} was answered with ${answer.status}`);
    }
  };
  let events = 0;
  const taken = (one: Acknowledged): void => {
    if (++events % ASKED > 0) return;
    const measure = RATES[answers.length % RATES.length];
    answers.push(
      answered(`/v1/measures/${measure}?from=2025-03-01&to=2026-03-01&atLeast=${one.position}`, one),
    );
  };
  const began = performance.now();
  const acknowledged = await arrive(foundation.store, patients, {
    ...{ perSecond: EVENTS_PER_SECOND, events: EVENTS, taken },
  });
  const arrivedFor = acknowledged.at(-1)!.at - began;
  const counted = (await Promise.all(answers)).slice((EVENTS_PER_SECOND * WARM_UP_SECONDS) / ASKED);
  await app.close();
  await foundation.close();
  return [
    {
      name: 'measure.live-p99',
      value: quantile(counted, 0.99),
      unit: 'ms',
      target: 1_000,
      lowerIsBetter: true,
    },
    { name: 'measure.live-median', value: median(counted), unit: 'ms', target: null },
    { name: 'measure.live-arrived', value: (EVENTS * 1_000) / arrivedFor, unit: 'events/s', target: null },
  ];
};

export const outcomeBenchmarks: Benchmarks = {
  'rate.p95': rates,
  'what-if.seconds': whatIf,
  'measure.live-p99': live,
};
