import type { Position } from '@stepwell/event-sourcing';
import type { Pool, PoolClient } from 'pg';
import { isSealedAnew, seal, unseal, type Keys } from './sealing.ts';
import type { Cursor } from '../../outgoing/cursor.ts';
import type { OutgoingFilter, SubscriptionFilter } from '../../outgoing/filter.ts';

export const webhookMigrations = [
  {
    name: 'subscriptions',
    sql: `
      CREATE SCHEMA webhooks;
      CREATE TABLE webhooks.subscriptions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        url text NOT NULL,
        description text,
        kinds text[] NOT NULL,
        alerts text[] NOT NULL,
        facilities text[] NOT NULL,
        payers text[] NOT NULL,
        -- active: is delivered to; paused: by its owner; parked: after a day of failures, or because it is gone.
        status text NOT NULL DEFAULT 'active',
        -- What is up to here has been delivered.
        position numeric NOT NULL,
        alert bigint NOT NULL,
        delivered bigint NOT NULL DEFAULT 0,
        attempts int NOT NULL DEFAULT 0,
        failing_since timestamptz,
        next_attempt_at timestamptz,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        last_failure text,
        created_at timestamptz NOT NULL DEFAULT now(),
        -- Another one whenever somebody changes it: a delivery under way then notes nothing more.
        version int NOT NULL DEFAULT 1
      );
      CREATE TABLE webhooks.secrets (
        subscription_id uuid NOT NULL REFERENCES webhooks.subscriptions ON DELETE CASCADE,
        secret text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        valid_until timestamptz,
        PRIMARY KEY (subscription_id, secret)
      );`,
  },
  {
    name: 'faults',
    sql: `
      -- What keeps Stepwell from delivering, and is none of the receiver's doing.
      ALTER TABLE webhooks.subscriptions ADD COLUMN fault text;`,
  },
];

export const SUBSCRIPTION_STATUSES = ['active', 'paused', 'parked'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** A subscriber, and how it went so far. */
export interface Subscriber extends SubscriptionFilter {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly status: SubscriptionStatus;
  /** How many were delivered since it was registered. */
  readonly delivered: number;
  /** How often the next one has been tried in vain. */
  readonly attempts: number;
  readonly failingSince: string | null;
  readonly nextAttemptAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastFailure: string | null;
  /** What keeps Stepwell itself from delivering at present; it goes on by itself once that is mended. */
  readonly fault: string | null;
  readonly createdAt: string;
}

export interface Subscription extends Subscriber {
  readonly position: Position;
  readonly alert: number;
  readonly version: number;
}

export const COLUMNS = `id, url, description, kinds, alerts, facilities, payers, status, position::text, alert::float8,
  delivered::float8, attempts, failing_since AS "failingSince", next_attempt_at AS "nextAttemptAt",
  last_success_at AS "lastSuccessAt", last_failure_at AS "lastFailureAt", last_failure AS "lastFailure",
  fault, created_at AS "createdAt", version`;

export const filterOfSubscription = ({
  kinds,
  alerts,
  facilities,
  payers,
}: SubscriptionFilter): OutgoingFilter => ({
  ...{ kinds, alerts, facilities, payers },
  patients: [],
});

export const cursorOfSubscription = ({ position, alert }: Subscription): Cursor => ({ position, alert });

/** All of them, the oldest first. */
export const subscriptions = async (pool: Pool): Promise<Subscription[]> => {
  const { rows } = await pool.query<Subscription>(
    `SELECT ${COLUMNS} FROM webhooks.subscriptions ORDER BY created_at, id`,
  );
  return rows;
};

export const subscription = async (
  pool: Pool | PoolClient,
  id: string,
): Promise<Subscription | undefined> => {
  const { rows } = await pool.query<Subscription>(
    `SELECT ${COLUMNS} FROM webhooks.subscriptions WHERE id::text = $1`,
    [id],
  );
  return rows[0];
};

export interface NewSubscription extends SubscriptionFilter {
  readonly url: string;
  readonly description?: string;
  /** As it is to be kept. */
  readonly secret: string;
  readonly cursor: Cursor;
}

export const register = async (pool: Pool, one: NewSubscription): Promise<Subscription> => {
  const { rows } = await pool.query<Subscription>(
    `WITH made AS (
       INSERT INTO webhooks.subscriptions (url, description, kinds, alerts, facilities, payers, position, alert)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *),
     signed AS (INSERT INTO webhooks.secrets (subscription_id, secret) SELECT id, $9 FROM made)
     SELECT ${COLUMNS} FROM made`,
    [
      ...[one.url, one.description ?? null, one.kinds, one.alerts, one.facilities, one.payers],
      ...[one.cursor.position, one.cursor.alert, one.secret],
    ],
  );
  return rows[0]!;
};

export interface SubscriptionChange extends Partial<SubscriptionFilter> {
  readonly url?: string;
  readonly description?: string;
  readonly status?: 'active' | 'paused';
  /** From where it goes on. */
  readonly position?: Position;
  readonly alert?: number;
}

/** Changes what is given; undefined when there is no such subscription. Failures are forgotten: it is tried at once. */
export const change = async (
  pool: Pool,
  id: string,
  given: SubscriptionChange,
): Promise<Subscription | undefined> => {
  const columns = Object.entries(given).filter(([, value]) => value !== undefined);
  const sets = columns.map(([column], n) => `${column} = $${n + 2}, `).join('');
  const { rows } = await pool.query<Subscription>(
    `UPDATE webhooks.subscriptions SET ${sets} version = version + 1, attempts = 0, failing_since = NULL,
       next_attempt_at = NULL
     WHERE id::text = $1 RETURNING ${COLUMNS}`,
    [id, ...columns.map(([, value]) => value)],
  );
  return rows[0];
};

export const remove = async (pool: Pool, id: string): Promise<boolean> => {
  const { rowCount } = await pool.query('DELETE FROM webhooks.subscriptions WHERE id::text = $1', [id]);
  return rowCount === 1;
};

/** Adds a secret; those there were are valid until then. Returns that moment; undefined for no subscription. */
export const rotate = async (
  pool: Pool,
  id: string,
  secret: string,
  overlapHours: number,
): Promise<string | undefined> => {
  const { rows } = await pool.query<{ until: string }>(
    `WITH old AS (
       UPDATE webhooks.secrets SET valid_until = now() + make_interval(hours => $3)
       WHERE subscription_id::text = $1
         AND (valid_until IS NULL OR valid_until > now() + make_interval(hours => $3))),
     fresh AS (
       INSERT INTO webhooks.secrets (subscription_id, secret)
       SELECT id, $2 FROM webhooks.subscriptions WHERE id::text = $1 RETURNING 1)
     SELECT now() + make_interval(hours => $3) AS until FROM fresh`,
    [id, secret, overlapHours],
  );
  return rows[0]?.until;
};

/** The secrets that are valid, the newest first. */
export const secretsOf = async (pool: Pool, id: string, keys: Keys): Promise<string[]> => {
  const { rows } = await pool.query<{ secret: string }>(
    `SELECT secret FROM webhooks.secrets
     WHERE subscription_id::text = $1 AND (valid_until IS NULL OR valid_until > now()) ORDER BY created_at DESC`,
    [id],
  );
  return rows.map(({ secret }) => unseal(secret, keys));
};

/**
 * Seals with the first key what was kept plain or sealed with one of the others, so that those can be taken away. Returns how many
 * secrets were, and how many none of the keys unseals.
 */
export const sealAnew = async (pool: Pool, keys: Keys): Promise<{ sealed: number; lost: number }> => {
  if (keys.length === 0) return { sealed: 0, lost: 0 };
  const { rows } = await pool.query<{ id: string; kept: string }>(
    `SELECT subscription_id AS id, secret AS kept FROM webhooks.secrets
     WHERE valid_until IS NULL OR valid_until > now()`,
  );
  let [sealed, lost] = [0, 0];
  for (const { id, kept } of rows) {
    if (isSealedAnew(kept, keys)) continue;
    const secret = unsealed(kept, keys);
    if (secret === undefined) lost++;
    else {
      const { rowCount } = await pool.query(
        'UPDATE webhooks.secrets SET secret = $3 WHERE subscription_id = $1 AND secret = $2',
        [id, kept, seal(secret, keys)],
      );
      sealed += rowCount ?? 0;
    }
  }
  return { sealed, lost };
};

const unsealed = (kept: string, keys: Keys): string | undefined => {
  try {
    return unseal(kept, keys);
  } catch {
    return undefined;
  }
};
