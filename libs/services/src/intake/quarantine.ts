import type { Pool } from 'pg';
import { derivedId, digestOf } from '@stepwell/edges/ids';

/** A message that could not become events, whole, with the reason. */
export interface QuarantinedMessage {
  readonly channel: 'hl7v2' | 'teds-d';
  /** What was sent, byte for byte: it need not be text. */
  readonly content: Uint8Array;
  readonly code: string;
  readonly detail: string;
  readonly facility?: string;
  readonly messageId?: string;
  readonly messageType?: string;
}

export interface QuarantineItem {
  readonly id: string;
  readonly channel: QuarantinedMessage['channel'];
  readonly receivedAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  readonly facility: string | null;
  readonly messageId: string | null;
  readonly messageType: string | null;
  readonly code: string;
  readonly detail: string;
  readonly status: QuarantineStatus;
}

export const QUARANTINE_STATUSES = ['open', 'resolved'] as const;
export type QuarantineStatus = (typeof QUARANTINE_STATUSES)[number];

export const quarantineMigrations = [
  {
    name: 'quarantine',
    sql: `
      CREATE SCHEMA intake;
      CREATE TABLE intake.quarantine (
        id uuid PRIMARY KEY,
        channel text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        times_seen int NOT NULL DEFAULT 1,
        facility text,
        message_id text,
        message_type text,
        code text NOT NULL,
        detail text NOT NULL,
        status text NOT NULL DEFAULT 'open',
        -- Bytes and not text: what a sender sends need not be text that the database takes.
        content bytea NOT NULL
      );
      CREATE INDEX ON intake.quarantine (status, received_at DESC, id);`,
  },
];

const COLUMNS = `id, channel, received_at AS "receivedAt", last_seen_at AS "lastSeenAt", times_seen AS "timesSeen", facility,
  message_id AS "messageId", message_type AS "messageType", code, detail, status`;

/**
 * Keeps a message, durably, before it is answered. The same message again is the same item, seen once more; where it
 * had been resolved and now fails again, it is open again.
 */
export const keepInQuarantine = async (pool: Pool, message: QuarantinedMessage): Promise<string> => {
  const { channel, content, code, detail, facility, messageId, messageType } = message;
  const id = derivedId('quarantine', channel, digestOf(content));
  await pool.query(
    `INSERT INTO intake.quarantine (id, channel, content, code, detail, facility, message_id, message_type)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET last_seen_at = now(), times_seen = quarantine.times_seen + 1, status = 'open',
       code = EXCLUDED.code, detail = EXCLUDED.detail`,
    [
      id,
      channel,
      Buffer.from(content),
      code,
      storable(detail),
      storable(facility),
      storable(messageId),
      storable(messageType),
    ],
  );
  return id;
};

// PostgreSQL's text has no NUL; the content keeps it.
const storable = (text: string | undefined): string | null => text?.replaceAll('\0', '\uFFFD') ?? null;

export const quarantineItems = async (
  pool: Pool,
  {
    status,
    code,
    offset,
    limit,
  }: { status?: QuarantineStatus; code?: string; offset: number; limit: number },
): Promise<{ items: QuarantineItem[]; total: number; byCode: { code: string; count: number }[] }> => {
  const chosen = '($1::text IS NULL OR status = $1)';
  const { rows } = await pool.query<QuarantineItem>(
    `SELECT ${COLUMNS} FROM intake.quarantine WHERE ${chosen} AND ($2::text IS NULL OR code = $2)
     ORDER BY received_at DESC, id OFFSET $3 LIMIT $4`,
    [status ?? null, code ?? null, offset, limit],
  );
  const { rows: byCode } = await pool.query<{ code: string; count: number }>(
    `SELECT code, count(*)::int AS count FROM intake.quarantine WHERE ${chosen} GROUP BY code ORDER BY count DESC, code`,
    [status ?? null],
  );
  const counted = code ? byCode.filter((one) => one.code === code) : byCode;
  return { items: rows, total: counted.reduce((sum, { count }) => sum + count, 0), byCode };
};

export const quarantineItem = async (
  pool: Pool,
  id: string,
): Promise<(QuarantineItem & { readonly content: Buffer }) | undefined> => {
  const { rows } = await pool.query<QuarantineItem & { content: Buffer }>(
    `SELECT ${COLUMNS}, content FROM intake.quarantine WHERE id::text = $1`,
    [id],
  );
  return rows[0];
};

/** The ids of what is still open, the oldest first: the order in which to try again. */
export const openQuarantine = async (pool: Pool, code?: string): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM intake.quarantine WHERE status = 'open' AND ($1::text IS NULL OR code = $1) ORDER BY received_at, id`,
    [code ?? null],
  );
  return rows.map(({ id }) => id);
};

export const resolveQuarantined = async (pool: Pool, id: string): Promise<void> => {
  await pool.query(`UPDATE intake.quarantine SET status = 'resolved' WHERE id = $1`, [id]);
};
