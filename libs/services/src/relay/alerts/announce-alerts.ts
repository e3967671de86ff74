import { inTransaction } from '@stepwell/postgres';
import { openOn } from '@stepwell/read-models';
import type { LocalDate } from '@stepwell/pathway';
import type { Pool, PoolClient } from 'pg';

const ALERT = `json_build_object(
  'kind', rule_id, 'alertId', alert_id, 'patientId', patient_id, 'opensOn', opens_on, 'closesOn', closes_on,
  'closedBy', closed_by, 'deadline', deadline, 'facilityId', facility_id, 'programId', program_id, 'level', level,
  'payerId', payer_id, 'explanation', explanation, 'eventIds', event_ids)`;

const SAME = 'a.patient_id = r.patient_id AND a.rule_id = r.rule_id AND a.alert_id = r.alert_id';

/**
 * Compares the alerts that are open on a day with those that were announced, and announces the difference: once each,
 * whatever dies in between. The first time, what is open is taken as known. Returns how many were announced.
 */
export const announceAlerts = (pool: Pool, today: LocalDate): Promise<number> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ last: string }>(
      'SELECT last_number AS last FROM alerts.watch FOR UPDATE',
    );
    const known = await client.query(`SELECT to_regclass('read.alerts') IS NOT NULL AS made`);
    if (!known.rows[0].made) return 0;
    if (rows[0] === undefined) return begin(client, today);
    const last = Number(rows[0].last);
    const announced = await announce(client, today, last);
    await client.query('UPDATE alerts.watch SET last_number = $1, looked_on = $2', [last + announced, today]);
    return announced;
  });

const begin = async (client: PoolClient, today: LocalDate): Promise<number> => {
  const { rowCount } = await client.query(
    `INSERT INTO alerts.watch (last_number, looked_on) VALUES (0, $1) ON CONFLICT DO NOTHING`,
    [today],
  );
  if (rowCount) await client.query(INSERT_OPENED, [today]);
  return 0;
};

const INSERT_OPENED = `
  INSERT INTO alerts.announced (patient_id, rule_id, alert_id, alert)
  SELECT patient_id, rule_id, alert_id, ${ALERT} FROM read.alerts r WHERE ${openOn(1)}
    AND NOT EXISTS (SELECT FROM alerts.announced a WHERE ${SAME})
  RETURNING patient_id, rule_id, alert_id, alert`;

// What an alert says last: how it was closed, if it is still there at all (a correction may have taken it away).
const DELETE_CLOSED = `
  DELETE FROM alerts.announced a WHERE NOT EXISTS (SELECT FROM read.alerts r WHERE ${SAME} AND ${openOn(1)})
  RETURNING patient_id, rule_id, alert_id,
    coalesce((SELECT ${ALERT} FROM read.alerts r WHERE ${SAME}), alert) AS alert`;

const announce = async (client: PoolClient, today: LocalDate, last: number): Promise<number> => {
  const { rowCount } = await client.query(
    `WITH opened AS (${INSERT_OPENED}), closed AS (${DELETE_CLOSED}),
     changes AS (
       SELECT 'AlertClosed' AS change, 0 AS rank, * FROM closed
       UNION ALL SELECT 'AlertOpened', 1, * FROM opened)
     INSERT INTO alerts.notices (number, change, alert)
     SELECT $2 + row_number() OVER (ORDER BY rank, patient_id, rule_id, alert_id), change, alert FROM changes`,
    [today, last],
  );
  return rowCount ?? 0;
};
