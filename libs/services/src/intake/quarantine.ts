import type { Pool } from 'pg';
import { derivedId, digestOf } from '@stepwell/edges/ids';

/** The ways on which messages come in. */
export const CHANNELS = ['hl7v2', 'cloudevents', 'kafka', 'teds-d'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A message that could not become events, whole, with the reason. */
export interface QuarantinedMessage {
  readonly channel: Channel;
  /** What was sent, byte for byte: it need not be text. */
  readonly content: Uint8Array;
  readonly code: string;
  readonly detail: string;
  readonly facility?: string;
  readonly messageId?: string;
  readonly messageType?: string;
  /** Whom it is about, where it says so in a way that is understood. */
  readonly patientId?: string;
}

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
  {
    name: 'quarantine-actions',
    sql: `
      -- Whether it was settled by a content other than the one that came.
      ALTER TABLE intake.quarantine ADD COLUMN is_edited boolean NOT NULL DEFAULT false;
      -- What people did about it: nothing of it is ever changed.
      CREATE TABLE intake.quarantine_action (
        n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        item_id uuid NOT NULL REFERENCES intake.quarantine (id),
        at timestamptz NOT NULL DEFAULT now(),
        kind text NOT NULL,
        actor text,
        note text,
        -- What was tried instead of the content that came.
        content bytea,
        outcome text NOT NULL,
        code text,
        detail text
      );
      CREATE INDEX ON intake.quarantine_action (item_id, n);
      CREATE INDEX ON intake.quarantine (received_at, id) WHERE status = 'open';`,
  },
  {
    name: 'quarantine-patient',
    sql: `
      ALTER TABLE intake.quarantine ADD COLUMN patient_id text;
      CREATE INDEX ON intake.quarantine (patient_id, received_at) WHERE status = 'open';`,
  },
];

/**
 * Keeps a message, durably, before it is answered. The same message again is the same item, seen once more; where it
 * had been resolved as it came and now fails again, it is open again.
 */
export const keepInQuarantine = async (pool: Pool, message: QuarantinedMessage): Promise<string> =>
  (await keepAllInQuarantine(pool, [message]))[0]!;

/** Keeps messages at once; the ids of their items stand in their order. */
export const keepAllInQuarantine = async (
  pool: Pool,
  messages: readonly QuarantinedMessage[],
): Promise<string[]> => {
  if (messages.length === 0) return [];
  const ids = messages.map(({ channel, content }) => derivedId('quarantine', channel, digestOf(content)));
  // What is sent twice at once stands once in the statement: it could not change a row twice.
  const items = [...Map.groupBy(messages.entries(), ([n]) => ids[n]!)].map(([id, same]) => ({
    ...{ id, times: same.length, message: same.at(-1)![1] },
  }));
  // In one order for all, or two statements could wait for each other.
  items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const each = <T>(value: (message: QuarantinedMessage) => T): T[] =>
    items.map(({ message }) => value(message));
  await pool.query(
    `INSERT INTO intake.quarantine AS kept
       (id, times_seen, channel, content, code, detail, facility, message_id, message_type, patient_id)
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::text[])
     ON CONFLICT (id) DO UPDATE SET last_seen_at = now(), times_seen = kept.times_seen + EXCLUDED.times_seen,
       status = CASE WHEN kept.status = 'resolved' AND NOT kept.is_edited THEN 'open' ELSE kept.status END,
       code = EXCLUDED.code, detail = EXCLUDED.detail, patient_id = EXCLUDED.patient_id`,
    [
      items.map(({ id }) => id),
      items.map(({ times }) => times),
      each(({ channel }) => channel),
      each(({ content }) => Buffer.from(content)),
      each(({ code }) => code),
      each(({ detail }) => storable(detail)),
      each(({ facility }) => storable(facility)),
      each(({ messageId }) => storable(messageId)),
      each(({ messageType }) => storable(messageType)),
      each(({ patientId }) => patientId ?? null),
    ],
  );
  return ids;
};

// PostgreSQL's text has no NUL; the content keeps it.
const storable = (text: string | undefined): string | null => text?.replaceAll('\0', '\uFFFD') ?? null;
