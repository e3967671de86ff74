import { pause } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { writeCursor, type Cursor } from '../../outgoing/cursor.ts';
import type { Outgoing, OutgoingBatch, OutgoingLog } from '../../outgoing/outgoing.ts';
import { deliverInLanes, type Refused } from './in-lanes.ts';
import { noteDelivered, noteFailure } from './progress.ts';
import type { Keys } from './sealing.ts';
import type { Sender } from './sender.ts';
import { cursorOfSubscription, filterOfSubscription, secretsOf, type Subscription } from './subscriptions.ts';

const BATCH = 200;
const LANES = 8;
/** Events that match nothing move a cursor too, but not on disk every time. */
const NOTE_EVERY_MS = 5_000;

/** When a delivery that failed is tried again. */
export interface Retrying {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After so long without success a subscription is parked. */
  readonly parkAfterMs: number;
}

export const RETRYING: Retrying = { firstMs: 5_000, mostMs: 3_600_000, parkAfterMs: 86_400_000 };

export interface DeliveryPorts {
  readonly pool: Pool;
  readonly outgoing: OutgoingLog;
  readonly sender: Sender;
  readonly retrying: Retrying;
  /** The keys that secrets are sealed with. */
  readonly secretsKeys: Keys;
  /** Called whenever it has got on: nothing of Stepwell's own is in the way. */
  readonly gotOn: () => Promise<void>;
}

/** Twice as long after each attempt, and up to a fifth more or less, so that receivers are not met by all at once. */
export const delayAfter = (attempts: number, { firstMs, mostMs }: Retrying, random = Math.random): number =>
  Math.min(firstMs * 2 ** Math.min(attempts, 40), mostMs) * (0.8 + 0.4 * random());

/** Carries what goes out to one subscriber, from its cursor on, until it fails, is parked, or the signal aborts. */
export class Delivery {
  private readonly ports: DeliveryPorts;
  private subscription: Subscription;
  private cursor: Cursor;
  /** Delivered already, beyond the cursor, and how many of them have been counted. */
  private readonly delivered = new Set<string>();
  private noted = 0;
  private notedAt = 0;
  private notedCursor: string;

  constructor(ports: DeliveryPorts, subscription: Subscription) {
    this.ports = ports;
    this.subscription = subscription;
    this.cursor = cursorOfSubscription(subscription);
    this.notedCursor = writeCursor(this.cursor);
  }

  /** Ends when the subscription is parked, or somebody has changed it. */
  async run(signal: AbortSignal): Promise<void> {
    const { outgoing, gotOn } = this.ports;
    const filter = filterOfSubscription(this.subscription);
    const gap = await outgoing.gapAfter(this.cursor, filter);
    if (gap) return this.park(gap);
    while (!signal.aborted) {
      await this.pauseAfterFailure(signal);
      const batch = await outgoing.after(this.cursor, filter, BATCH);
      const goesOn = await this.deliver(batch, signal);
      await gotOn();
      if (!goesOn) return;
      if (batch.isAll) await outgoing.grownPast(this.cursor, filter, this.untilNote(signal));
    }
  }

  /** Nothing is left out silently: somebody has to say where it goes on. */
  private async park(reason: string): Promise<void> {
    const { pool } = this.ports;
    const failure = { cursor: this.cursor, delivered: 0, reason, nextAttemptInMs: 0, isLast: true };
    await noteFailure(pool, this.subscription, failure);
  }

  /** A cursor that nothing was delivered at is noted too, a while after it has moved. */
  private untilNote(signal: AbortSignal): AbortSignal {
    if (writeCursor(this.cursor) === this.notedCursor) return signal;
    const ms = Math.max(0, this.notedAt + NOTE_EVERY_MS - performance.now());
    return AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(ms))]);
  }

  private async pauseAfterFailure(signal: AbortSignal): Promise<void> {
    const { nextAttemptAt } = this.subscription;
    if (nextAttemptAt) await pause(Math.max(0, Date.parse(nextAttemptAt) - Date.now()), signal);
  }

  /** Whether to go on. */
  private async deliver(batch: OutgoingBatch, signal: AbortSignal): Promise<boolean> {
    const { pool, sender, secretsKeys } = this.ports;
    const { id, url, failingSince } = this.subscription;
    const secrets = batch.items.length > 0 ? await secretsOf(pool, id, secretsKeys) : [];
    // It has been deleted: nothing goes out unsigned.
    if (batch.items.length > 0 && secrets.length === 0) return false;
    const refused = await deliverInLanes(batch.items, LANES, this.delivered, ({ id: event, body, cursor }) =>
      sender.send(url, secrets, { id: event, body, cursor: writeCursor(cursor) }, signal),
    );
    if (signal.aborted) {
      if (!failingSince && this.delivered.size > 0) await this.note(this.reached(batch));
      return false;
    }
    if (refused) return this.failed(batch, refused);
    await this.succeeded(batch);
    return true;
  }

  private async succeeded({ cursor, items }: OutgoingBatch): Promise<void> {
    const isDue =
      writeCursor(cursor) !== this.notedCursor && performance.now() - this.notedAt >= NOTE_EVERY_MS;
    if (items.length > 0 || isDue) await this.note(cursor);
    this.cursor = cursor;
    this.subscription = { ...this.subscription, attempts: 0, failingSince: null, nextAttemptAt: null };
    this.delivered.clear();
    this.noted = 0;
  }

  private async note(cursor: Cursor): Promise<void> {
    await noteDelivered(this.ports.pool, this.subscription, cursor, this.delivered.size - this.noted);
    this.notedAt = performance.now();
    this.notedCursor = writeCursor(cursor);
  }

  private async failed(
    batch: OutgoingBatch,
    { reason, retryAfterMs = 0, isGone }: Refused,
  ): Promise<boolean> {
    const { pool, retrying } = this.ports;
    const delivered = this.delivered.size - this.noted;
    this.noted = this.delivered.size;
    const { attempts, failingSince } = this.subscription;
    const failingMs = failingSince && delivered === 0 ? Date.now() - Date.parse(failingSince) : 0;
    const delayMs = delayAfter(delivered > 0 ? 0 : attempts, retrying);
    const noted = await noteFailure(pool, this.subscription, {
      cursor: this.reached(batch),
      delivered,
      reason,
      nextAttemptInMs: Math.max(delayMs, Math.min(retryAfterMs, retrying.mostMs)),
      isLast: isGone === true || failingMs > retrying.parkAfterMs,
    });
    if (noted) this.subscription = noted;
    return noted?.status === 'active';
  }

  /** Up to where all was delivered. */
  private reached({ items }: OutgoingBatch): Cursor {
    let last: Outgoing | undefined;
    for (const item of items) {
      if (!this.delivered.has(item.id)) break;
      last = item;
    }
    return last?.cursor ?? this.cursor;
  }
}
