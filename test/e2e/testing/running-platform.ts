import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import {
  DEFAULT_SETTINGS,
  SITE_MAP_FILE,
  createServer,
  everyService,
  openFoundation,
  readSiteMap,
  systemClock,
  type Foundation,
  type Settings,
} from '@stepwell/services';

export interface Answered {
  readonly status: number;
  // What comes back is what the test is about: any JSON.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Record<string, unknown>;
}

export interface RunningPlatform {
  readonly app: NestFastifyApplication;
  readonly foundation: Foundation;
  get(url: string): Promise<Answered>;
  post(url: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
  stop(): Promise<void>;
}

/**
 * Every service of the platform on a database of its own, or on that of another platform, without a port. The log may be in a
 * KurrentDB.
 */
export const runPlatform = async ({
  kurrentDbUrl,
  database: given,
  ...settings
}: Partial<Settings> & {
  kurrentDbUrl?: string;
  database?: TestDatabase;
} = {}): Promise<RunningPlatform> => {
  const database = given ?? (await testDatabase());
  const places = { databaseUrl: database.url, dataFolder: '', kurrentDbUrl };
  const foundation = await openFoundation(places, console.error);
  const siteMap = await readSiteMap(SITE_MAP_FILE);
  const app = await createServer(
    everyService(foundation, siteMap, systemClock, { ...DEFAULT_SETTINGS, ...settings }),
    {
      logLevels: ['fatal', 'error'],
    },
  );
  const answered = ({
    statusCode,
    body,
    headers,
  }: {
    statusCode: number;
    body: string;
    headers: object;
  }): Answered => ({
    status: statusCode,
    body: String((headers as Record<string, unknown>)['content-type']).includes('json')
      ? JSON.parse(body)
      : body,
    headers: headers as Record<string, unknown>,
  });
  return {
    app,
    foundation,
    get: async (url) => answered(await app.inject({ url })),
    post: async (url, body, headers = {}) =>
      answered(await app.inject({ method: 'POST', url, payload: body as object, headers })),
    stop: async () => {
      await app.close();
      await foundation.close();
      if (!given) await database.drop();
    },
  };
};
