import { comparePositions, type Position } from '@stepwell/event-sourcing';
import { SITE_MAP_FILE, createServer, everyService, openFoundation, readSiteMap } from '@stepwell/services';
import { arrive, lags, patientsOf, type Acknowledged } from './arrivals.ts';
import { median, type Bench, type Benchmarks, type Figure } from './figure.ts';
import { quantile } from './quantile.ts';

const EVENTS_PER_SECOND = 1_000;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
const EVENTS = EVENTS_PER_SECOND * (WARM_UP_SECONDS + SECONDS);

// As the dashboard asks: see `refresher` in apps/dashboard/src/live/refresh.ts.
const LEAST_MS = 200;
const RESTS = 4;

/**
 * A dashboard's client over HTTP: it hears from the stream that the read models have moved, and asks for the census, which
 * says up to which position it counts. Notes when which answer was there, until one holds the last event.
 */
const watchAsDashboard = async (url: string, last: () => Position | undefined): Promise<Acknowledged[]> => {
  const seen: Acknowledged[] = [];
  const closing = new AbortController();
  const stream = await fetch(`${url}/v1/read-models/stream`, { signal: closing.signal });
  let restsUntil = 0;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    const wait = restsUntil - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const began = performance.now();
    const { position } = (await (await fetch(`${url}/v1/census`)).json()) as { position: Position };
    const at = performance.now();
    seen.push({ position, at });
    restsUntil = at + Math.max(LEAST_MS, RESTS * (at - began));
  };
  let wanted = false;
  const moved = (): void => {
    wanted = true;
    asking ??= (async () => {
      while (wanted) {
        wanted = false;
        await ask();
      }
      asking = undefined;
      const end = last();
      if (end !== undefined && comparePositions(seen.at(-1)!.position, end) >= 0) closing.abort();
    })();
  };
  const decoder = new TextDecoder();
  try {
    for await (const chunk of stream.body!) {
      const end = last();
      if (end !== undefined && seen.length > 0 && comparePositions(seen.at(-1)!.position, end) >= 0) break;
      if (decoder.decode(chunk as Uint8Array).includes('event: ')) moved();
    }
  } catch (error) {
    if (!closing.signal.aborted) throw error;
  }
  return seen;
};

/** One process does everything, as in the platform: it makes the load, appends, projects, answers, and is the client. */
const live = async (bench: Bench): Promise<Figure[]> => {
  const foundation = await openFoundation(
    { databaseUrl: await bench.database('live'), dataFolder: '' },
    bench.log,
  );
  const patients = await patientsOf(foundation.store, EVENTS);
  const app = await createServer(everyService(foundation, await readSiteMap(SITE_MAP_FILE)));
  await app.listen(0, '127.0.0.1');

  const began = performance.now();
  let last: Position | undefined = undefined;
  const watching = watchAsDashboard(await app.getUrl(), () => last);
  const acknowledged = await arrive(foundation.store, patients, {
    perSecond: EVENTS_PER_SECOND,
    events: EVENTS,
  });
  last = await foundation.store.head();
  const arrivedFor = acknowledged.at(-1)!.at - began;
  const counted = acknowledged.slice(EVENTS_PER_SECOND * WARM_UP_SECONDS);
  const taken = lags(counted, await watching);
  await app.close();
  await foundation.close();
  return [
    { name: 'live.p99', value: quantile(taken, 0.99), unit: 'ms', target: 500, lowerIsBetter: true },
    { name: 'live.median', value: median(taken), unit: 'ms', target: null },
    { name: 'live.arrived', value: (EVENTS * 1_000) / arrivedFor, unit: 'events/s', target: null },
  ];
};

export const liveBenchmarks: Benchmarks = { 'live.p99': live };
