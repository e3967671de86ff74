import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  START,
  comparePositions,
  foldAll,
  parseStreamName,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { pathwayFold, timeline } from '@stepwell/pathway';
import { rebuild } from '@stepwell/read-models';
import { tablesOf } from '@stepwell/read-models/testing';
import type { Pool } from 'pg';
import type { Load } from './load.ts';
import type { Order } from './orders.ts';

/** Holds a log against what its senders were told. */
export class LogCheck {
  private count = 0n;
  private readonly ids = new Set<string>();
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly byOrder = new Map<string, RecordedEvent[]>();

  /**
   * Reads the log from its start, for what was there before a fault may be gone after it: positions are dense and end
   * with the head, revisions are dense, no id stands twice.
   */
  static async of(store: EventStore): Promise<LogCheck> {
    const check = new LogCheck();
    const head = await store.head();
    let position = START;
    for (;;) {
      const events = await store.readLog(position, 5_000);
      for (const event of events) check.note(event);
      const last = events.at(-1);
      if (!last) break;
      position = last.position;
    }
    // What was on its way without an answer may have come since.
    assert(comparePositions(position, head) >= 0, `the log ends at ${position}, before its head ${head}`);
    return check;
  }

  private constructor() {}

  get events(): number {
    return this.ids.size;
  }

  /** Every acknowledged order is there once and whole; every other is there once and whole, or not at all. */
  orders(load: Load): void {
    for (const order of load.acknowledged.values()) this.whole(order, 'acknowledged');
    for (const order of load.open.values())
      if (this.byOrder.has(order.key)) this.whole(order, 'not acknowledged');
    for (const key of this.byOrder.keys())
      assert(load.acknowledged.has(key) || load.open.has(key), `${key} was never ordered`);
  }

  /** Each patient's sessions are those of the acknowledged orders, each once. After everything was sent again. */
  patients(load: Load): void {
    const expected = Map.groupBy(
      [...load.acknowledged.values()].filter(({ sessionId }) => sessionId),
      ({ patientId }) => patientId!,
    );
    for (const [patientId, orders] of expected) {
      const { sessions } = timeline(foldAll(pathwayFold, this.streams.get(`pathway-${patientId}`) ?? []));
      const told = sessions.map(({ sessionId, attendedMinutes }) => `${sessionId} ${attendedMinutes}`);
      assert.deepEqual(
        told.toSorted(),
        orders.map(({ sessionId, minutes }) => `${sessionId} ${minutes}`).toSorted(),
        `the sessions of patient ${patientId}`,
      );
    }
  }

  private note(event: RecordedEvent): void {
    this.count += 1n;
    assert.equal(event.position, String(this.count), 'positions are dense');
    const stream = this.streams.get(event.streamId) ?? [];
    assert.equal(event.revision, stream.length, `revisions of ${event.streamId} are dense`);
    stream.push(event);
    this.streams.set(event.streamId, stream);
    assert(!this.ids.has(event.id), `event ${event.id} is there twice`);
    this.ids.add(event.id);
    const { source, commandId } = event.metadata;
    const key = source.system === 'rest' ? commandId : source.messageId!;
    const own = this.byOrder.get(key) ?? [];
    own.push(event);
    this.byOrder.set(key, own);
    if (own.length > 1) assert.equal(own[0]!.streamId, event.streamId, `${key} is in one stream`);
  }

  private whole({ key, events, patientId }: Order, what: string): void {
    const found = this.byOrder.get(key) ?? [];
    const types = found.map(({ type }) => type);
    assert.deepEqual(
      types,
      events.map(({ type }) => type),
      `the ${what} order ${key} is there once and whole`,
    );
    for (const [n, { says }] of events.entries())
      assert(JSON.stringify(found[n]!.data).includes(`"${says}"`), `${key} says ${says}`);
    if (patientId) assert.equal(parseStreamName(found[0]!.streamId).key, patientId, key);
  }
}

/** Waits until the read models have come as far as the log, as a process tells it. */
export const caughtUp = async (base: string, store: EventStore, ms = 60_000): Promise<number> => {
  const [head, began] = [await store.head(), performance.now()];
  for (;;) {
    const answer = await fetch(`${base}/health/ready`).catch(() => undefined);
    const { projected = '0' } = answer?.ok ? ((await answer.json()) as { projected?: string }) : {};
    if (comparePositions(projected as Position, head) >= 0) return performance.now() - began;
    if (performance.now() - began > ms)
      throw new Error(`Read models stand at ${projected}, the log at ${head}.`);
    await sleep(25);
  }
};

/** Computes every read model again from the log, and compares it with what stood there. */
export const equalRebuild = async (pool: Pool, store: EventStore): Promise<number> => {
  const before = await tablesOf(pool);
  await rebuild(pool, store);
  const after = await tablesOf(pool);
  for (const [name, rows] of Object.entries(after))
    if (JSON.stringify(before[name]) !== JSON.stringify(rows))
      assert.deepEqual(before[name], rows, `the read model ${name} equals its rebuild`);
  return Object.values(after).reduce((sum, rows) => sum + rows.length, 0);
};
