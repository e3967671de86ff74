import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryEventStore } from '@stepwell/event-sourcing';
import { rebuild } from '@stepwell/read-models';
import { readModelDatabase, type ReadModelDatabase } from '@stepwell/read-models/testing';
import { chosenServices } from '../every-service.ts';
import { createServer } from '../http/serve.ts';
import { SITE_MAP_FILE, readSiteMap } from '../intake/read-site-map.ts';
import { DEFAULT_SETTINGS } from '../tokens.ts';

let database: ReadModelDatabase;
let app: NestFastifyApplication | undefined;

beforeAll(async () => {
  database = await readModelDatabase();
  await rebuild(database.pool, new MemoryEventStore());
});
afterEach(() => app?.close());
afterAll(() => database.drop());

test.each([
  ['America/New_York', '2026-01-15T04:59:59.000Z', '2026-01-14'],
  ['America/New_York', '2026-01-15T05:00:00.000Z', '2026-01-15'],
  ['Pacific/Guam', '2026-01-15T14:00:00.000Z', '2026-01-16'],
])('where no day is asked for it is that of %s at %s', async (timeZone, now, on) => {
  const store = new MemoryEventStore();
  const foundation = { pool: database.pool, store, whatIf: () => Promise.reject(new Error('Nobody asks.')) };
  const siteMap = await readSiteMap(SITE_MAP_FILE);
  const settings = { ...DEFAULT_SETTINGS, timeZone };
  app = await createServer(
    chosenServices(['insights'], foundation, siteMap, () => now, settings),
    {
      logLevels: ['fatal', 'error'],
    },
  );
  const asked = async (url: string) => JSON.parse((await app!.inject({ url })).body);
  expect(await asked('/v1/census')).toMatchObject({ on });
  expect(await asked('/v1/alerts')).toMatchObject({ on });
  expect(await asked('/v1/census/series')).toMatchObject({ to: on });
});
