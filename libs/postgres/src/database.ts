import { Pool, types, type PoolClient } from 'pg';

export interface DatabaseOptions {
  /** The most connections at once. */
  readonly connections?: number;
  /** What the server shows as the name of the program. */
  readonly name?: string;
  /** Server settings that hold for these connections. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

const OLDEST_SERVER = 15;

/** The system's own beginning is after two hours, and so long would whoever waits for a machine that is gone. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * Opens a pool of connections whose values are what read models hold: `bigint` and `numeric` as decimal text, `date` as
 * `YYYY-MM-DD`, `timestamptz` as an instant in UTC with milliseconds, `json` parsed.
 */
export const openDatabase = async (url: string, options: DatabaseOptions = {}): Promise<Pool> => {
  const { connections = 10, name = 'stepwell', log = console.error } = options;
  const settings = { timezone: 'UTC', datestyle: 'ISO', ...options.settings };
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: name,
    options: Object.entries(settings)
      .map(([key, value]) => `-c ${key}=${value}`)
      .join(' '),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // A connection that breaks in use is an error of the query under way; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // Nor may one that breaks while idle. The pool replaces it.
  pool.on('error', (error) => {
    if (!pool.ending) log(`A database connection was lost: ${error.message}`);
  });
  await checkVersion(pool).catch(async (error) => {
    await pool.end();
    throw error;
  });
  return pool;
};

/** Runs `fn` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
export const inTransaction = <T>(pool: Pool, fn: (client: PoolClient) => Promise<T>): Promise<T> =>
  within(pool, 'BEGIN', fn);

/** The same for what only reads: every query sees what the first one saw. */
export const inSnapshot = <T>(pool: Pool, fn: (client: PoolClient) => Promise<T>): Promise<T> =>
  within(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', fn);

const within = async <T>(pool: Pool, begin: string, fn: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await fn(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
};

const checkVersion = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const version = rows[0]!.version;
  if (Number.parseInt(version, 10) < OLDEST_SERVER)
    throw new Error(`This database is PostgreSQL ${version}; version ${OLDEST_SERVER} or later is needed.`);
};

const instant = (text: string): string => {
  const time = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(time) ? text : new Date(time).toISOString();
};

const PARSERS = new Map<number, (text: string) => unknown>([
  [types.builtins.DATE, (text) => text],
  [types.builtins.TIMESTAMPTZ, instant],
]);

const getTypeParser: typeof types.getTypeParser = (type: number, format?: string) =>
  (format !== 'binary' && PARSERS.get(type)) || types.getTypeParser(type, format as 'text');
