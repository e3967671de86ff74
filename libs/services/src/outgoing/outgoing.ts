import { Inject, Injectable } from '@nestjs/common';
import { eventToCloudEvent, type EventOrigin } from '@stepwell/edges/cloudevents';
import {
  comparePositions,
  parseStreamName,
  type EventStore,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { Problem } from '../http/problem.ts';
import { SETTINGS, STORE, type Settings } from '../tokens.ts';
import { AlertFeed } from './alert-feed.ts';
import { alertNoticeToCloudEvent } from './alert-notice-to-cloudevent.ts';
import { NOTICES_KEPT_DAYS } from './alert-notices.ts';
import { parseCursor, writeCursor, type Cursor } from './cursor.ts';
import { asksWhom, concerns, matchesAlert, mayMatch, wantsAlerts, type OutgoingFilter } from './filter.ts';
import { LogFeed } from './log-feed.ts';
import { Whom } from './whom.ts';

/** One thing that goes out: an event, or that an alert opened or closed. */
export interface Outgoing {
  /** The same however often it goes out. */
  readonly id: string;
  /** Whose it is: what is of one patient stays in order. */
  readonly partition: string;
  /** Where a reader stands who has read it. */
  readonly cursor: Cursor;
  /** The CloudEvent as JSON. */
  readonly body: string;
}

/** A part of what goes out: what matches, and where a reader stands who has read it and what did not match. */
export interface OutgoingBatch {
  readonly items: readonly Outgoing[];
  readonly cursor: Cursor;
  /** Whether there was nothing more to look at. */
  readonly isAll: boolean;
}

/** What goes out to those who follow, for streams and webhooks alike. */
@Injectable()
export class OutgoingLog {
  private readonly store: EventStore;
  private readonly log: LogFeed;
  private readonly alerts: AlertFeed;
  private readonly whom: Whom;
  private readonly origin: EventOrigin;
  private readonly bodies = new WeakMap<RecordedEvent, string>();

  constructor(
    @Inject(STORE) store: EventStore,
    @Inject(LogFeed) log: LogFeed,
    @Inject(AlertFeed) alerts: AlertFeed,
    @Inject(Whom) whom: Whom,
    @Inject(SETTINGS) { origin }: Pick<Settings, 'origin'>,
  ) {
    this.store = store;
    this.log = log;
    this.alerts = alerts;
    this.whom = whom;
    this.origin = origin;
  }

  /** Where everything that has gone out ends. */
  async head(): Promise<Cursor> {
    const [position, { last }] = await Promise.all([this.store.head(), this.alerts.range()]);
    return { position, alert: last };
  }

  /**
   * A cursor from outside, given in a field of a request. Of a position alone, alerts begin now. Throws a problem where it is
   * no place in this log, or asks for alerts that are kept no more.
   */
  async cursorOf(text: string, filter: Pick<OutgoingFilter, 'kinds'>, field: string): Promise<Cursor> {
    const [head, { last, pruned }] = await Promise.all([this.store.head(), this.alerts.range()]);
    const { position, alert = last } = parseCursor(text) ?? {};
    if (!position || comparePositions(position, head) > 0 || alert > last) throw noPlace(field);
    if (alert < pruned && wantsAlerts(filter)) throw tooOld({ position, alert: pruned });
    return { position, alert };
  }

  /** Why a reader cannot go on from its own cursor without missing something; undefined where it can. */
  async gapAfter({ position, alert }: Cursor, filter: OutgoingFilter): Promise<string | undefined> {
    const { pruned } = await this.alerts.range();
    return alert < pruned && wantsAlerts(filter) ? tooOld({ position, alert: pruned }).message : undefined;
  }

  /** Keeps this process reading along with the log until what it returns is called. */
  hold(): () => void {
    return this.log.hold();
  }

  /**
   * Looks at up to `limit` events and as many notices of alerts, in order: events first, and no notice before the events that
   * it stands on.
   */
  async after(cursor: Cursor, filter: OutgoingFilter, limit: number): Promise<OutgoingBatch> {
    const events = await this.log.after(cursor.position, limit);
    const position = events.at(-1)?.position ?? cursor.position;
    const announced = wantsAlerts(filter) ? await this.alerts.after(cursor.alert, limit) : [];
    const early = announced.findIndex((notice) => comparePositions(notice.position, position) > 0);
    const notices = early < 0 ? announced : announced.slice(0, early);
    const items = (await this.matching(events, filter)).map((event) => ({
      id: event.id,
      partition: parseStreamName(event.streamId).key,
      cursor: { position: event.position, alert: cursor.alert },
      body: this.bodyOf(event),
    }));
    const alerts = notices
      .filter((notice) => matchesAlert(filter, notice))
      .map((notice) => ({
        id: notice.id,
        partition: notice.alert.patientId,
        cursor: { position, alert: notice.number },
        body: JSON.stringify(alertNoticeToCloudEvent(notice, this.origin)),
      }));
    return {
      items: [...items, ...alerts],
      cursor: { position, alert: notices.at(-1)?.number ?? cursor.alert },
      isAll: events.length === 0 && notices.length < limit,
    };
  }

  /** Resolves when there may be more after a cursor, or when the signal aborts. */
  async grownPast({ position, alert }: Cursor, filter: OutgoingFilter, signal: AbortSignal): Promise<void> {
    const enough = new AbortController();
    const waiting = AbortSignal.any([signal, enough.signal]);
    const grown = [this.log.grownPast(position, waiting)];
    // A notice that is there already waits for events.
    if (wantsAlerts(filter) && (await this.alerts.after(alert, 1)).length === 0)
      grown.push(this.alerts.grownPast(alert, waiting));
    await Promise.race(grown);
    enough.abort();
  }

  private async matching(events: readonly RecordedEvent[], filter: OutgoingFilter): Promise<RecordedEvent[]> {
    const possible = events.filter((event) => mayMatch(filter, event));
    if (!asksWhom(filter) || possible.length === 0) return possible;
    const whom = await this.whom.of(possible);
    return possible.filter((event) => concerns(filter, whom.get(event)!));
  }

  private bodyOf(event: RecordedEvent): string {
    let body = this.bodies.get(event);
    if (!body) this.bodies.set(event, (body = JSON.stringify(eventToCloudEvent(event, this.origin))));
    return body;
  }
}

const noPlace = (field: string): Problem =>
  new Problem(
    400,
    'invalid-request',
    'This is no place in the log of this Stepwell: give a `stepwell-cursor`, the `id` of a message, `next`, or a position.',
    { errors: [{ field, detail: 'must be a cursor or a position' }] },
  );

const tooOld = (oldest: Cursor): Problem =>
  new Problem(
    410,
    'alerts-pruned',
    `Alerts are kept for ${NOTICES_KEPT_DAYS} days, and some after this place are kept no more. GET /v1/alerts tells which ` +
      `are open. ${writeCursor(oldest)} goes on after the same event with the alerts that are kept.`,
  );
