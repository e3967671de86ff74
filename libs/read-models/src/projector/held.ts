import type { Position, RecordedEvent } from '@stepwell/event-sourcing';
import type { PoolClient } from 'pg';
import type { Queryable } from './checkpoint.ts';

/** A stream that a read model could not go on with: its rows are those from before this event. */
export interface Held {
  readonly model: string;
  readonly streamId: string;
  /** The event from which on the rows could not be derived or written. */
  readonly position: Position;
  readonly eventId: string;
  readonly eventType: string;
  readonly reason: string;
  readonly heldAt: string;
  readonly triedAt: string;
  readonly attempts: number;
}

/** `building`: of the tables that fill beside those that answer. Of all streams, or of some. */
export const heldStreams = async (
  database: Queryable,
  building = false,
  streamIds?: readonly string[],
): Promise<Held[]> => {
  const { rows } = await database.query<Held>(
    `SELECT model, stream_id AS "streamId", position::text, event_id AS "eventId", event_type AS "eventType", reason,
       held_at AS "heldAt", tried_at AS "triedAt", attempts
     FROM read.held WHERE building = $1 ${streamIds ? 'AND stream_id = ANY ($2)' : ''}
     ORDER BY read.held.position, model, stream_id`,
    streamIds ? [building, streamIds] : [building],
  );
  return rows;
};

export const hold = async (
  client: PoolClient,
  target: { readonly model: string; readonly building: boolean },
  { streamId, id, type, position }: RecordedEvent,
  reason: string,
): Promise<void> => {
  await client.query(
    `INSERT INTO read.held (model, building, stream_id, position, event_id, event_type, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (model, building, stream_id) DO UPDATE
     SET position = $4, event_id = $5, event_type = $6, reason = $7, tried_at = now(), attempts = held.attempts + 1`,
    [target.model, target.building, streamId, position, id, type, reason.replaceAll('\u0000', '')],
  );
};

export const release = async (
  client: PoolClient,
  target: { readonly model: string; readonly building: boolean },
  streamId: string,
): Promise<void> => {
  await client.query('DELETE FROM read.held WHERE model = $1 AND building = $2 AND stream_id = $3', [
    target.model,
    target.building,
    streamId,
  ]);
};
