import type { Pool, PoolClient } from 'pg';

// "stepwell" on a telephone's keys.
const LOCK = 78379355;
const ASK_AGAIN_MS = 1_000;

/**
 * Does work while this process leads: of all that ask, one at a time does. The database holds the lock for as long as
 * the connection lives, so when a leader dies another takes over within seconds. The work's signal aborts when the
 * connection is lost; leading for a moment longer does no harm, the checkpoint sees to that.
 */
export const whileLeading = async (
  pool: Pool,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const client = await pool.connect();
  const lost = new AbortController();
  const lose = () => lost.abort();
  client.on('error', lose);
  try {
    while (!(await isLeader(client))) {
      if (stopping.aborted) return;
      await pause(ASK_AGAIN_MS, stopping);
    }
    await work(AbortSignal.any([stopping, lost.signal]));
    if (!lost.signal.aborted) await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
  } finally {
    client.off('error', lose);
    // A connection that may still hold the lock is not given to anybody else.
    client.release(true);
  }
};

const isLeader = async (client: PoolClient): Promise<boolean> => {
  const { rows } = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_lock($1) AS leads', [LOCK]);
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
