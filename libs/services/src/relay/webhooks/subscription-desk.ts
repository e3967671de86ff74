import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { schemaOf, type EventOrigin } from '@stepwell/edges/cloudevents';
import { comparePositions } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import { Problem } from '../../http/problem.ts';
import { writeCursor, type Cursor } from '../../outgoing/cursor.ts';
import { wantsAlerts, type SubscriptionFilter } from '../../outgoing/filter.ts';
import { OutgoingLog } from '../../outgoing/outgoing.ts';
import { CLOCK, POOL, SETTINGS, type Clock, type Settings } from '../../tokens.ts';
import type { WebhookRules } from '../../webhook-configuration.ts';
import { AddressRefused, checkAddress } from './addresses.ts';
import type {
  PingAnswer,
  RegisteredAnswer,
  SecretAnswer,
  SubscriptionAnswer,
  SubscriptionEventsAnswer,
} from './answers.ts';
import { seal, type Keys } from './sealing.ts';
import { Sender } from './sender.ts';
import { newSecret } from './signature.ts';
import * as table from './subscriptions.ts';
import type { Subscription } from './subscriptions.ts';
import type { NewSubscriptionDto, SubscriptionChangeDto } from './subscriptions.dto.ts';

const PING = 'stepwell.subscription.Ping.v1';

/** Where subscribers are registered and looked after. */
@Injectable()
export class SubscriptionDesk {
  private readonly pool: Pool;
  private readonly outgoing: OutgoingLog;
  private readonly rules: WebhookRules;
  private readonly keys: Keys;
  private readonly origin: EventOrigin;
  private readonly now: Clock;
  private readonly sender: Sender;

  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(OutgoingLog) outgoing: OutgoingLog,
    @Inject(SETTINGS) { webhooks, origin }: Settings,
    @Inject(CLOCK) now: Clock,
  ) {
    this.pool = pool;
    this.outgoing = outgoing;
    this.rules = webhooks;
    this.keys = webhooks.secretsKeys ?? [];
    this.origin = origin;
    this.now = now;
    this.sender = new Sender(webhooks);
  }

  close(): void {
    this.sender.close();
  }

  async register({ url, description, after, ...filter }: NewSubscriptionDto): Promise<RegisteredAnswer> {
    this.check(url);
    const { kinds = [], alerts = [], facilities = [], payers = [] } = filter;
    const secret = newSecret();
    const cursor = after === undefined ? await this.outgoing.head() : await this.cursorOf(after, { kinds });
    const made = await table.register(this.pool, {
      ...{ url, description, kinds, alerts, facilities, payers, cursor },
      secret: seal(secret, this.keys),
    });
    return { ...this.answer(made, await this.outgoing.head()), secret };
  }

  async list(): Promise<SubscriptionAnswer[]> {
    const head = await this.outgoing.head();
    return (await table.subscriptions(this.pool)).map((one) => this.answer(one, head));
  }

  async show(id: string): Promise<SubscriptionAnswer> {
    return this.answer(await this.find(id), await this.outgoing.head());
  }

  async change(id: string, given: SubscriptionChangeDto): Promise<SubscriptionAnswer> {
    if (given.url !== undefined) this.check(given.url);
    const known = await this.find(id);
    const filter = table.filterOfSubscription(known);
    const wantsThemNow =
      !wantsAlerts(filter) && wantsAlerts({ ...filter, kinds: given.kinds ?? filter.kinds });
    if (given.status === 'active' && !wantsThemNow)
      await this.cursorOf(writeCursor(known), { kinds: given.kinds ?? known.kinds });
    // Of alerts that it has not asked for until now, it is not told afterwards.
    return this.changed(id, {
      ...given,
      alert: wantsThemNow ? (await this.outgoing.head()).alert : undefined,
    });
  }

  async resume(id: string, after: string | undefined): Promise<SubscriptionAnswer> {
    const known = await this.find(id);
    // Where it stood may be gone as well: that is told, and where to go on.
    const cursor = await this.cursorOf(after ?? writeCursor(known), known);
    return this.changed(id, { status: 'active', ...(after !== undefined && cursor) });
  }

  async remove(id: string): Promise<void> {
    if (!(await table.remove(this.pool, id))) throw unknown(id);
  }

  async rotate(id: string, overlapHours: number): Promise<SecretAnswer> {
    const secret = newSecret();
    const until = await table.rotate(this.pool, id, seal(secret, this.keys), overlapHours);
    if (until === undefined) throw unknown(id);
    return { subscriptionId: id, secret, previousValidUntil: until };
  }

  async ping(id: string): Promise<PingAnswer> {
    const { url, position, alert } = await this.find(id);
    const event = randomUUID();
    const body = JSON.stringify({
      specversion: '1.0',
      id: event,
      source: this.origin.source,
      type: PING,
      subject: id,
      time: this.now(),
      datacontenttype: 'application/json',
      dataschema: schemaOf(PING, this.origin),
      data: {},
    });
    const sent = { id: event, body, cursor: writeCursor({ position, alert }) };
    const began = performance.now();
    const outcome = await table.secretsOf(this.pool, id, this.keys).then(
      (secrets) => this.sender.send(url, secrets, sent, new AbortController().signal),
      ({ message }: Error) => ({ delivered: false as const, status: undefined, reason: message }),
    );
    return {
      delivered: outcome.delivered,
      status: outcome.status ?? null,
      reason: outcome.delivered ? null : outcome.reason,
      ms: Math.round(performance.now() - began),
    };
  }

  async events(id: string, after: string, limit: number): Promise<SubscriptionEventsAnswer> {
    const filter = table.filterOfSubscription(await this.find(id));
    const { items, cursor, isAll } = await this.outgoing.after(
      await this.cursorOf(after, filter),
      filter,
      limit,
    );
    return {
      events: items.map(({ body }) => JSON.parse(body) as SubscriptionEventsAnswer['events'][number]),
      next: writeCursor(cursor),
      isAll,
    };
  }

  private async find(id: string): Promise<Subscription> {
    const found = await table.subscription(this.pool, id);
    if (!found) throw unknown(id);
    return found;
  }

  private async changed(id: string, given: table.SubscriptionChange): Promise<SubscriptionAnswer> {
    const changed = await table.change(this.pool, id, given);
    if (!changed) throw unknown(id);
    return this.answer(changed, await this.outgoing.head());
  }

  private check(url: string): void {
    try {
      checkAddress(url, this.rules);
    } catch (error) {
      if (!(error instanceof AddressRefused)) throw error;
      throw new Problem(422, error.code, error.message, {
        errors: [{ field: 'url', detail: error.message }],
      });
    }
  }

  private cursorOf(after: string, filter: Pick<SubscriptionFilter, 'kinds'>): Promise<Cursor> {
    return this.outgoing.cursorOf(after, filter, 'after');
  }

  private answer({ version: _, position, alert, ...one }: Subscription, head: Cursor): SubscriptionAnswer {
    const hasAlerts = !wantsAlerts(table.filterOfSubscription(one)) || alert >= head.alert;
    const isUpToDate = hasAlerts && comparePositions(position, head.position) >= 0;
    const cursor = writeCursor({ position, alert });
    return { ...one, cursor, isUpToDate, head: writeCursor(head) };
  }
}

const unknown = (id: string): Problem =>
  new Problem(404, 'subscription-unknown', `There is no subscription ${id}.`);
