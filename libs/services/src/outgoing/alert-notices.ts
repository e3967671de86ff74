import type { OpenAlert } from '@stepwell/read-models';
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
];

/** An alert as others are told of it. */
export type NoticedAlert = Omit<OpenAlert, 'name'>;

/** That an alert opened or closed. */
export interface AlertNotice {
  /** Its place among the notices, from 1 without gaps. */
  readonly number: number;
  readonly id: string;
  readonly change: 'AlertOpened' | 'AlertClosed';
  /** When that was noticed, in UTC. */
  readonly noticedAt: string;
  readonly alert: NoticedAlert;
}

export const alertNotices = async (pool: Pool, after: number, limit: number): Promise<AlertNotice[]> => {
  const { rows } = await pool.query<AlertNotice & { number: string; noticedAt: string | Date }>(
    `SELECT number, id, change, noticed_at AS "noticedAt", alert FROM alerts.notices
     WHERE number > $1 ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => ({
    ...row,
    number: Number(row.number),
    noticedAt: new Date(row.noticedAt).toISOString(),
  }));
};

/** The number of the last notice; 0 when there is none. */
export const lastAlertNotice = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ number: string }>(
    'SELECT coalesce(max(number), 0) AS number FROM alerts.notices',
  );
  return Number(rows[0]!.number);
};
