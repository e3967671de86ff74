import type { Pool } from 'pg';
import type { Channel } from './quarantine.ts';

export const QUARANTINE_STATUSES = ['open', 'resolved', 'discarded'] as const;
export type QuarantineStatus = (typeof QUARANTINE_STATUSES)[number];

export interface QuarantineItem {
  readonly id: string;
  readonly channel: Channel;
  readonly receivedAt: string;
  readonly lastSeenAt: string;
  readonly timesSeen: number;
  readonly facility: string | null;
  readonly messageId: string | null;
  readonly messageType: string | null;
  /** Whom it is about, where that can be read of it. */
  readonly patientId: string | null;
  readonly code: string;
  readonly detail: string;
  /** Open until its content, as it came or edited, is in the log (resolved), or somebody discards it. */
  readonly status: QuarantineStatus;
}

/** What somebody did about a message. */
export interface QuarantineAction {
  readonly at: string;
  readonly kind: 'replay' | 'edit' | 'discard';
  readonly actor: string | null;
  readonly note: string | null;
  /** What was tried instead of the content that came. */
  readonly content: string | null;
  readonly outcome: 'accepted' | 'known' | 'quarantined' | 'discarded';
  readonly code: string | null;
  readonly detail: string | null;
}

/** Which messages: all of what is given must hold. */
export interface QuarantineFilter {
  readonly status?: QuarantineStatus;
  readonly code?: string;
  readonly channel?: Channel;
  readonly facility?: string;
  readonly messageType?: string;
  readonly patient?: string;
  /** Stands in the message itself, in its number or in the reason. */
  readonly text?: string;
  /** Received from this moment on, and before that one. */
  readonly from?: string;
  readonly to?: string;
}

const COLUMNS = `id, channel, received_at AS "receivedAt", last_seen_at AS "lastSeenAt", times_seen AS "timesSeen", facility,
  message_id AS "messageId", message_type AS "messageType", patient_id AS "patientId", code, detail, status`;

// The content is compared as bytes, which need not be text; so its letters are compared as they are.
const CHOSEN = `($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR channel = $2)
  AND ($3::text IS NULL OR facility = $3) AND ($4::text IS NULL OR message_type = $4)
  AND ($5::text IS NULL OR position(convert_to($5, 'UTF8') IN content) > 0
    OR position(lower($5) IN lower(concat_ws(' ', message_id, detail))) > 0)
  AND ($6::timestamptz IS NULL OR received_at >= $6) AND ($7::timestamptz IS NULL OR received_at < $7)
  AND ($8::text IS NULL OR patient_id = $8)`;
const WITH_CODE = `${CHOSEN} AND ($9::text IS NULL OR code = $9)`;

const chosenBy = ({ status, channel, facility, messageType, text, from, to, patient }: QuarantineFilter) =>
  [status, channel, facility, messageType, text, from, to, patient].map((value) => value ?? null);

/** A page of the messages, the latest first, and how many there are of each reason. */
export const quarantineItems = async (
  pool: Pool,
  { offset, limit, ...filter }: QuarantineFilter & { readonly offset: number; readonly limit: number },
): Promise<{ items: QuarantineItem[]; total: number; byCode: { code: string; count: number }[] }> => {
  const { code } = filter;
  const { rows } = await pool.query<QuarantineItem>(
    `SELECT ${COLUMNS} FROM intake.quarantine WHERE ${WITH_CODE} ORDER BY received_at DESC, id OFFSET $10 LIMIT $11`,
    [...chosenBy(filter), code ?? null, offset, limit],
  );
  const { rows: byCode } = await pool.query<{ code: string; count: number }>(
    `SELECT code, count(*)::int AS count FROM intake.quarantine WHERE ${CHOSEN} GROUP BY code ORDER BY count DESC, code`,
    chosenBy(filter),
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

/** What was done about a message, in order. */
export const quarantineActions = async (pool: Pool, id: string): Promise<QuarantineAction[]> => {
  const { rows } = await pool.query<QuarantineAction & { content: Buffer | null }>(
    `SELECT at, kind, actor, note, content, outcome, code, detail FROM intake.quarantine_action
     WHERE item_id::text = $1 ORDER BY n`,
    [id],
  );
  return rows.map((row) => ({ ...row, content: row.content?.toString() ?? null }));
};

/** The ids of what is still open, the oldest first: the order in which to try again. After the one named, if any. */
export const openQuarantine = async (
  pool: Pool,
  { after, limit, ...filter }: QuarantineFilter & { readonly after?: string; readonly limit?: number } = {},
): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM intake.quarantine WHERE ${WITH_CODE}
       AND ($10::uuid IS NULL OR (received_at, id) > (SELECT received_at, id FROM intake.quarantine WHERE id = $10))
     ORDER BY received_at, id LIMIT $11`,
    [...chosenBy({ ...filter, status: 'open' }), filter.code ?? null, after ?? null, limit ?? null],
  );
  return rows.map(({ id }) => id);
};

const MOST_WAITING = 5_000;

/**
 * What is open under these reasons and about a patient, in the order in which it came: that of these patients before all, and
 * of the rest the latest.
 */
export const waitingInQuarantine = async (
  pool: Pool,
  codes: readonly string[],
  patientIds: ReadonlySet<string>,
): Promise<{ readonly id: string; readonly patientId: string }[]> => {
  const { rows } = await pool.query<{ id: string; patientId: string }>(
    `SELECT id, patient_id AS "patientId" FROM (
       SELECT id, patient_id, received_at, patient_id = ANY ($3) AS is_first FROM intake.quarantine
       WHERE status = 'open' AND patient_id IS NOT NULL AND code = ANY ($1)
       ORDER BY is_first DESC, received_at DESC, id LIMIT $2) AS waiting
     ORDER BY is_first DESC, received_at, id`,
    [codes, MOST_WAITING, [...patientIds]],
  );
  return rows;
};

/** How many messages are open, how many of them came within the last day, and since when the oldest waits. */
export interface QuarantineCount {
  readonly open: number;
  readonly lastDay: number;
  readonly oldest: string | null;
}

export const quarantineCount = async (pool: Pool): Promise<QuarantineCount> => {
  const { rows } = await pool.query<QuarantineCount>(
    `SELECT count(*)::int AS open, count(*) FILTER (WHERE received_at > now() - interval '1 day')::int AS "lastDay",
       min(received_at) AS oldest FROM intake.quarantine WHERE status = 'open'`,
  );
  return rows[0]!;
};
