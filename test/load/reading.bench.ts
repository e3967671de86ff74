import { START, type Position } from '@stepwell/event-sourcing';
import type { PostgresEventStore } from '@stepwell/event-store/postgres';
import { migrate, openDatabase } from '@stepwell/postgres';
import { readModelMigrations, rebuild } from '@stepwell/read-models';
import { SITE_MAP_FILE, createServer, everyService, openFoundation, readSiteMap } from '@stepwell/services';
import { compare, median, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { largeNetwork } from './large-network.ts';
import { quantile } from './quantile.ts';

const PAGE = 10_000;

export const readLog = async (store: PostgresEventStore): Promise<number> => {
  const began = performance.now();
  let events = 0;
  for (let after: Position = START; ;) {
    const page = await store.readLog(after, PAGE);
    if (page.length === 0) break;
    events += page.length;
    after = page.at(-1)!.position;
  }
  return (events * 1_000) / (performance.now() - began);
};

/** Reading the raw log, parsed, against computing every read model from it. */
const rebuildVersusRead = async (bench: Bench): Promise<Figure[]> => {
  const { url, store, events } = await largeNetwork(bench);
  const pool = await openDatabase(url);
  await migrate(pool, 'read-models', readModelMigrations);
  const rebuilt = async () => {
    const began = performance.now();
    await rebuild(pool, store);
    return (events * 1_000) / (performance.now() - began);
  };
  const { first, second, ratio } = await compare(3, rebuilt, () => readLog(store));
  await Promise.all([pool.end(), store.close()]);
  return [
    { name: 'rebuild.vs-read', value: ratio, unit: '×', target: 0.25 },
    { name: 'rebuild', value: first, unit: 'events/s', target: null },
    { name: 'rebuild.read-log', value: second, unit: 'events/s', target: null },
    { name: 'rebuild.memory', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MiB', target: null },
  ];
};

/** How long each of these takes over HTTP, one after another on one connection, the body read. */
export const durations = async (base: string, paths: readonly string[]): Promise<number[]> => {
  const taken: number[] = [];
  for (const path of paths) {
    const began = performance.now();
    const answer = await fetch(base + path);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
    taken.push(performance.now() - began);
  }
  return taken;
};

export const withServer = async <T>(url: string, use: (base: string) => Promise<T>): Promise<T> => {
  const foundation = await openFoundation({ databaseUrl: url, dataFolder: '' }, console.error);
  const siteMap = await readSiteMap(SITE_MAP_FILE);
  const app = await createServer(everyService(foundation, siteMap, () => '2026-09-01T12:00:00.000Z'));
  await app.listen(0, '127.0.0.1');
  try {
    return await use(await app.getUrl());
  } finally {
    await app.close();
    await foundation.close();
  }
};

const history = async (bench: Bench): Promise<Figure[]> => {
  const { url, store, events, patientsOf300 } = await largeNetwork(bench);
  await store.close();
  const paths = Array.from(
    { length: 1_500 },
    (_, n) => `/v1/patients/${patientsOf300[(n * 37) % patientsOf300.length]}/history`,
  );
  const taken = await withServer(url, async (base) => {
    await durations(base, paths.slice(0, 200));
    return durations(base, paths);
  });
  return [
    { name: 'history.p99', value: quantile(taken, 0.99), unit: 'ms', target: 15, lowerIsBetter: true },
    { name: 'history.median', value: median(taken), unit: 'ms', target: null },
    { name: 'history.events-stored', value: events, unit: 'events', target: null },
  ];
};

/** What the dashboard's pages ask for, with the defaults that they open with. */
const DASHBOARD = [
  '/v1/facilities',
  '/v1/census?on=2026-08-31',
  '/v1/census/series?from=2025-09-01&to=2026-08-31&step=week',
  '/v1/transitions?from=2025-09-01&to=2026-08-31',
  '/v1/measures/readmission-30?from=2025-09-01&to=2026-08-31&groupBy=month',
  '/v1/measures/readmission-30?from=2025-09-01&to=2026-08-31&groupBy=facility',
  '/v1/measures/readmission-30/cases?from=2025-09-01&to=2026-08-31&outcome=numerator',
  '/v1/measures/hours-compliance?from=2025-09-01&to=2026-08-31&groupBy=program',
  '/v1/attendance?from=2026-06-01&to=2026-08-31',
  '/v1/members?payer=northstar-community&on=2026-08-31',
  '/v1/patients?search=rivera',
  '/v1/census/patients?on=2026-08-31&level=intensive-outpatient',
];

const dashboard = async (bench: Bench): Promise<Figure[]> => {
  const { url, store } = await largeNetwork(bench);
  await store.close();
  const perQuery = await withServer(url, async (base) => {
    await durations(base, DASHBOARD);
    const rounds = 30;
    const taken = DASHBOARD.map(() => [] as number[]);
    for (let round = 0; round < rounds; round++)
      for (const [n, ms] of (await durations(base, DASHBOARD)).entries()) taken[n]!.push(ms);
    return taken;
  });
  const name = (path: string) =>
    `dashboard.p95 ${path
      .replace(/^\/v1/, '')
      .replace(/(from|to|on)=[^&]*&?/g, '')
      .replace(/[?&]$/, '')}`;
  return [
    {
      name: 'dashboard.p95',
      value: quantile(perQuery.flat(), 0.95),
      unit: 'ms',
      target: 100,
      lowerIsBetter: true,
    },
    ...perQuery.map((taken, n): Figure => ({
      name: name(DASHBOARD[n]!),
      value: quantile(taken, 0.95),
      unit: 'ms',
      target: null,
    })),
  ];
};

export const readingBenchmarks: Benchmarks = {
  'rebuild.vs-read': rebuildVersusRead,
  'history.p99': history,
  'dashboard.p95': dashboard,
};
