import type { Position } from '@stepwell/event-sourcing';
import type { AlertData } from '@stepwell/edges/cloudevents';
import type { Pool } from 'pg';

export const alertNoticeMigrations = [
  {
    name: 'alert notices',
    sql: `
      CREATE SCHEMA alerts;
      -- One row: whoever looks for changes holds it meanwhile, so notices are numbered in the order of their commits.
      CREATE TABLE alerts.watch (
        one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
        last_number bigint NOT NULL,
        looked_on date NOT NULL
      );
      -- The alerts that were announced as open and not yet as closed.
      CREATE TABLE alerts.announced (
        patient_id text NOT NULL,
        rule_id text NOT NULL,
        alert_id text NOT NULL,
        alert json NOT NULL,
        PRIMARY KEY (patient_id, rule_id, alert_id)
      );
      -- What was announced, for whoever follows: kept for ever, as the log is.
      CREATE TABLE alerts.notices (
        number bigint PRIMARY KEY,
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        change text NOT NULL,
        noticed_at timestamptz NOT NULL DEFAULT now(),
        alert json NOT NULL
      );`,
  },
  {
    name: 'what notices stand on',
    sql: `
      -- The events up to here are what a notice stands on: nobody is given it before them.
      ALTER TABLE alerts.notices ADD COLUMN position numeric NOT NULL DEFAULT 0;
      ALTER TABLE alerts.notices ALTER COLUMN position DROP DEFAULT;
      CREATE INDEX ON alerts.notices (noticed_at);
      -- Alerts are looked at by the clocks of many places, on several days at once.
      ALTER TABLE alerts.watch DROP COLUMN looked_on, ADD COLUMN looked_at timestamptz NOT NULL DEFAULT now();`,
  },
];

/** How long notices are kept, in days. What follows them is given up after one (webhooks), or asks again. */
export const NOTICES_KEPT_DAYS = 90;

/** That an alert opened or closed. */
export interface AlertNotice {
  /** Its place among the notices, from 1 without gaps. */
  readonly number: number;
  readonly id: string;
  readonly change: 'AlertOpened' | 'AlertClosed';
  /** The events up to here are what it stands on. */
  readonly position: Position;
  /** When that was noticed, in UTC. */
  readonly noticedAt: string;
  readonly alert: AlertData;
}

export const alertNotices = async (pool: Pool, after: number, limit: number): Promise<AlertNotice[]> => {
  const { rows } = await pool.query<AlertNotice & { number: string; noticedAt: string | Date }>(
    `SELECT number, id, change, position::text, noticed_at AS "noticedAt", alert FROM alerts.notices
     WHERE number > $1 ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => ({
    ...row,
    number: Number(row.number),
    noticedAt: new Date(row.noticedAt).toISOString(),
  }));
};

/** Which notices there are: those after `pruned`, up to `last`; both are 0 before there was any. */
export interface NoticeRange {
  readonly pruned: number;
  readonly last: number;
}

export const alertNoticeRange = async (pool: Pool): Promise<NoticeRange> => {
  const { rows } = await pool.query<NoticeRange>(
    `SELECT last_number::float8 AS last,
       coalesce((SELECT min(number) - 1 FROM alerts.notices), last_number)::float8 AS pruned
     FROM alerts.watch`,
  );
  return rows[0] ?? { pruned: 0, last: 0 };
};

/** Deletes the notices that have been kept long enough; returns how many those were. */
export const pruneAlertNotices = async (pool: Pool): Promise<number> => {
  const { rowCount } = await pool.query(
    'DELETE FROM alerts.notices WHERE noticed_at < now() - make_interval(days => $1)',
    [NOTICES_KEPT_DAYS],
  );
  return rowCount ?? 0;
};
