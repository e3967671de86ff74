import { inTransaction } from '@stepwell/postgres';
import { daysOfAlerts, openOn, type LocalDay } from '@stepwell/read-models';
import type { Pool, PoolClient } from 'pg';

const ALERT = `json_build_object(
  'kind', r.rule_id, 'alertId', r.alert_id, 'patientId', r.patient_id, 'opensOn', opens_on, 'closesOn', closes_on,
  'closedBy', closed_by, 'deadline', deadline, 'facilityId', facility_id, 'programId', program_id, 'level', level,
  'payerId', payer_id, 'timeZone', r.time_zone, 'explanation', explanation, 'eventIds', event_ids)`;

const SAME = 'a.patient_id = r.patient_id AND a.rule_id = r.rule_id AND a.alert_id = r.alert_id';
/** Whether it concerns whom it concerned when it was announced. */
const FOR_THE_SAME = `facility_id IS NOT DISTINCT FROM a.alert->>'facilityId'
  AND payer_id IS NOT DISTINCT FROM a.alert->>'payerId'`;

/** The alerts that are open, by the clocks of each one's facility. Of two parameters: time zones, and the days there. */
const OPEN = `read.alerts r JOIN unnest($1::text[], $2::date[]) AS here (time_zone, today)
  ON r.time_zone = here.time_zone AND ${openOn('today')}`;

/**
 * Compares the alerts that are open with those that were announced, and announces the difference: once each, whatever dies
 * in between. One that has come to concern others is closed for those whom it concerned and opened for those whom it concerns
 * now. The first time, what is open is taken as known. Returns on which days it looked; none where there is nothing to look at.
 */
export const announceAlerts = (pool: Pool, now: string): Promise<readonly LocalDay[]> =>
  inTransaction(pool, async (client) => {
    // The rows, and the checkpoint up to which they are made from the log, are those of one moment.
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const { rows } = await client.query<{ last: string }>(
      'SELECT last_number AS last FROM alerts.watch FOR UPDATE',
    );
    const known = await client.query(`SELECT to_regclass('read.alerts') IS NOT NULL AS made`);
    if (!known.rows[0].made) return [];
    const days = await daysOfAlerts(client, now);
    if (rows[0] === undefined) await begin(client, days);
    else await announce(client, days, Number(rows[0].last));
    return days;
  });

const byZone = (days: readonly LocalDay[]) => [
  days.map(({ timeZone }) => timeZone),
  days.map(({ today }) => today),
];

const begin = async (client: PoolClient, days: readonly LocalDay[]): Promise<void> => {
  await client.query('INSERT INTO alerts.watch (last_number) VALUES (0)');
  await client.query(INSERT_OPENED, byZone(days));
};

const INSERT_OPENED = `
  INSERT INTO alerts.announced (patient_id, rule_id, alert_id, alert)
  SELECT r.patient_id, r.rule_id, r.alert_id, ${ALERT} FROM ${OPEN}
  WHERE NOT EXISTS (SELECT FROM alerts.announced a WHERE ${SAME})
  RETURNING patient_id, rule_id, alert_id, alert`;

// What an alert says last: how it was closed, if it is still there at all (a correction may have taken it away), and still
// concerns the same.
const DELETE_CLOSED = `
  DELETE FROM alerts.announced a WHERE NOT EXISTS (SELECT FROM ${OPEN} WHERE ${SAME} AND ${FOR_THE_SAME})
  RETURNING patient_id, rule_id, alert_id,
    coalesce((SELECT ${ALERT} FROM read.alerts r WHERE ${SAME} AND ${FOR_THE_SAME}), alert) AS alert`;

/** Of four parameters: those of `OPEN`, the number of the notice before, and what has become of the alerts. */
const noticed = (changed: string): string => `
  WITH changed AS (${changed})
  INSERT INTO alerts.notices (number, change, position, alert)
  SELECT $3 + row_number() OVER (ORDER BY patient_id, rule_id, alert_id), $4,
    (SELECT position FROM read.checkpoint), alert
  FROM changed`;

const announce = async (client: PoolClient, days: readonly LocalDay[], last: number): Promise<void> => {
  let number = last;
  for (const [change, changed] of [
    ['AlertClosed', DELETE_CLOSED],
    ['AlertOpened', INSERT_OPENED],
  ] as const) {
    const { rowCount } = await client.query(noticed(changed), [...byZone(days), number, change]);
    number += rowCount ?? 0;
  }
  await client.query('UPDATE alerts.watch SET last_number = $1, looked_at = now()', [number]);
};
