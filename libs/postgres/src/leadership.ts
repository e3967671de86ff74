import type { Pool, PoolClient } from 'pg';

const ASK_AGAIN_MS = 1_000;

// When not the process dies but its whole machine, nobody tells the server: it asks.
const NOTICE_DEATH = `
  SET tcp_keepalives_idle = 5;
  SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 3;`;

export interface Leading {
  /** The number of the advisory lock that names the work: who asks for the same one takes turns. */
  readonly lock: number;
  /** Whoever waits to lead waits until this aborts. */
  readonly stopping: AbortSignal;
  /** Called once when somebody else leads; what it throws ends the waiting. */
  readonly onWait?: () => void;
}

/**
 * Does work while this process leads: of all that ask, one at a time does. The database holds the lock for as long as
 * the connection lives, so when a leader dies another takes over within seconds. The work's signal aborts when the
 * connection is lost, and another may lead before this one has noticed: for a moment longer it must do no harm.
 */
export const whileLeading = async <T>(
  pool: Pool,
  { lock, stopping, onWait = () => {} }: Leading,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> => {
  const client = await pool.connect();
  const lost = new AbortController();
  const lose = () => lost.abort();
  client.on('error', lose);
  try {
    for (let waits = 0; !(await isLeader(client, lock)); waits++) {
      if (waits === 0) onWait();
      if (stopping.aborted) return undefined;
      await pause(ASK_AGAIN_MS, stopping);
    }
    await client.query(NOTICE_DEATH);
    const result = await work(AbortSignal.any([stopping, lost.signal]));
    if (!lost.signal.aborted) await client.query('SELECT pg_advisory_unlock($1)', [lock]);
    return result;
  } finally {
    client.off('error', lose);
    // A connection that may still hold the lock is not given to anybody else.
    client.release(true);
  }
};

const isLeader = async (client: PoolClient, lock: number): Promise<boolean> => {
  const { rows } = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_lock($1) AS leads', [lock]);
  return rows[0]!.leads;
};

/** Resolves after a while, or as soon as the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
