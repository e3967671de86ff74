import type { Position } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';

export const relayMigrations = [
  {
    name: 'checkpoints',
    sql: `
      CREATE SCHEMA relay;
      -- What is up to here has been acknowledged by the other side.
      CREATE TABLE relay.checkpoints (
        name text PRIMARY KEY,
        position numeric NOT NULL,
        moved_at timestamptz NOT NULL DEFAULT now()
      );`,
  },
];

/** Where a relay stands; undefined before it has ever begun. */
export const readRelayCheckpoint = async (pool: Pool, name: string): Promise<Position | undefined> => {
  const { rows } = await pool.query<{ position: Position }>(
    'SELECT position::text FROM relay.checkpoints WHERE name = $1',
    [name],
  );
  return rows[0]?.position;
};

/**
 * Moves a relay's checkpoint, never back: whoever led before and has not noticed yet stands further back. Should the
 * database lose the last of them, what follows is delivered once more.
 */
export const moveRelayCheckpoint = async (pool: Pool, name: string, position: Position): Promise<void> => {
  await pool.query(
    // Its end need not wait for the disk.
    `WITH lightly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
     INSERT INTO relay.checkpoints AS known (name, position) SELECT $1, $2::numeric FROM lightly
     ON CONFLICT (name) DO UPDATE SET position = EXCLUDED.position, moved_at = now()
     WHERE known.position < EXCLUDED.position`,
    [name, position],
  );
};
