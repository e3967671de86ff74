import type { Pool } from 'pg';
import type { Cursor } from '../../outgoing/cursor.ts';
import { COLUMNS, type Subscription } from './subscriptions.ts';

type Key = Pick<Subscription, 'id' | 'version'>;

/** Notes what was delivered, and that nothing is wrong. Somebody may have changed the subscription: then nothing is noted. */
export const noteDelivered = async (
  pool: Pool,
  { id, version }: Key,
  to: Cursor,
  delivered: number,
): Promise<void> => {
  await pool.query(
    `UPDATE webhooks.subscriptions SET position = $3, alert = $4, delivered = delivered + $5,
       last_success_at = CASE WHEN $5 > 0 THEN now() ELSE last_success_at END,
       attempts = 0, failing_since = NULL, next_attempt_at = NULL
     WHERE id = $1 AND version = $2`,
    [id, version, to.position, to.alert, delivered],
  );
};

/** Notes what keeps Stepwell from delivering, or that nothing does any more. */
export const noteFault = async (pool: Pool, { id }: Pick<Key, 'id'>, fault: string | null): Promise<void> => {
  await pool.query('UPDATE webhooks.subscriptions SET fault = $2 WHERE id = $1', [id, fault]);
};

export interface Failure {
  /** Up to where everything was delivered before it. */
  readonly cursor: Cursor;
  readonly delivered: number;
  readonly reason: string;
  readonly nextAttemptInMs: number;
  /** It is not tried again until somebody says so. */
  readonly isLast: boolean;
}

/**
 * Notes a failure; undefined when somebody has changed the subscription, and nothing was noted. A receiver that has taken something meanwhile has begun to fail anew.
 */
export const noteFailure = async (
  pool: Pool,
  { id, version }: Key,
  { cursor, delivered, reason, nextAttemptInMs, isLast }: Failure,
): Promise<Subscription | undefined> => {
  const { rows } = await pool.query<Subscription>(
    `UPDATE webhooks.subscriptions SET position = $3, alert = $4, delivered = delivered + $5,
       last_success_at = CASE WHEN $5 > 0 THEN now() ELSE last_success_at END,
       attempts = CASE WHEN $5 > 0 THEN 1 ELSE attempts + 1 END,
       failing_since = CASE WHEN $5 > 0 THEN now() ELSE coalesce(failing_since, now()) END,
       next_attempt_at = CASE WHEN $8 THEN NULL ELSE now() + make_interval(secs => $7::float8 / 1000) END,
       last_failure_at = now(), last_failure = $6, status = CASE WHEN $8 THEN 'parked' ELSE status END
     WHERE id = $1 AND version = $2 RETURNING ${COLUMNS}`,
    [id, version, cursor.position, cursor.alert, delivered, reason, nextAttemptInMs, isLast],
  );
  return rows[0];
};
