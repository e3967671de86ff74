import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { SITE_MAP_FILE, chosenServices, createServer, openFoundation, readSiteMap } from '@stepwell/services';
import { BULK_APPENDS, BULK_EVENTS, appendedInBulk } from './append.bench.ts';
import type { FeedOrder } from './feed.ts';
import { compare, type Bench, type Benchmarks, type Figure } from './figure.ts';

const ROUNDS = 5;
/** As many events as a request may hold. */
const BATCH = 5_000;

/**
 * Both sides write as many events; over HTTP they come as batches of sessions, each of a hundred patients' fifty. Intake
 * alone runs in this process, the sender in another, PostgreSQL in its own.
 */
const versusBulk = async (bench: Bench): Promise<Figure[]> => {
  const store = await PostgresEventStore.open({ url: await bench.database('bulk_append') });
  const databaseUrl = await bench.database('cloudevents');
  const foundation = await openFoundation({ databaseUrl, dataFolder: '' }, bench.log);
  const app = await createServer(chosenServices(['intake'], foundation, await readSiteMap(SITE_MAP_FILE)), {
    logLevels: ['error'],
  });
  const sender = fork(join(import.meta.dirname, 'feed.ts'));
  try {
    await app.listen(0, '127.0.0.1');
    const batches = (BULK_APPENDS * BULK_EVENTS) / BATCH;
    const order: FeedOrder = { url: await app.getUrl(), batches, size: BATCH };
    const fed = async () => {
      sender.send(order);
      const [perSecond] = (await once(sender, 'message')) as [number];
      return perSecond;
    };
    const bulk = () => appendedInBulk(store);
    await fed();
    await bulk();
    const { first, second, ratio } = await compare(ROUNDS, fed, bulk);
    return [
      { name: 'cloudevents.vs-bulk', value: ratio, unit: '×', target: 0.5 },
      { name: 'cloudevents.batches', value: first, unit: 'events/s', target: null },
      { name: 'cloudevents.bulk-append', value: second, unit: 'events/s', target: null },
    ];
  } finally {
    sender.kill();
    await app.close();
    await Promise.all([foundation.close(), store.close()]);
  }
};

export const cloudEventsBenchmarks: Benchmarks = { 'cloudevents.vs-bulk': versusBulk };
