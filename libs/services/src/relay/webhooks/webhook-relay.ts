import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { LedWork, pause } from '@stepwell/postgres';
import type { Pool } from 'pg';
import { Faults } from '../../health/faults.ts';
import { OutgoingLog } from '../../outgoing/outgoing.ts';
import { POOL, SETTINGS, type Settings } from '../../tokens.ts';
import { Delivery, RETRYING, type Retrying } from './delivery.ts';
import { noteFault } from './progress.ts';
import type { Keys } from './sealing.ts';
import { Sender } from './sender.ts';
import { sealAnew, subscriptions, type Subscription } from './subscriptions.ts';

const DELIVERING = 78379361;
const LOOK_EVERY_MS = 500;
const TRY_AGAIN_MS = 1_000;

/** A delivery under way. */
interface Running {
  readonly version: number;
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Delivers to every subscriber from the subscriber's own cursor, so that one who is slow or dead holds up nobody. One process
 * at a time does; another takes over at the cursors, so what was under way may be delivered twice.
 */
@Injectable()
export class WebhookRelay implements OnApplicationBootstrap, OnModuleDestroy {
  /** How failures are tried again. */
  retrying: Retrying = RETRYING;
  private readonly pool: Pool;
  private readonly outgoing: OutgoingLog;
  private readonly sender: Sender;
  private readonly secretsKeys: Keys;
  private readonly work: LedWork;
  private readonly logger = new Logger('webhooks');
  private readonly running = new Map<string, Running>();
  /** What keeps this process from delivering, by subscription. */
  private readonly hindered = new Map<string, string>();

  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(OutgoingLog) outgoing: OutgoingLog,
    @Inject(SETTINGS) { webhooks }: Settings,
    @Inject(Faults) faults: Faults,
  ) {
    this.pool = pool;
    this.outgoing = outgoing;
    this.sender = new Sender(webhooks);
    this.secretsKeys = webhooks.secretsKeys ?? [];
    this.work = new LedWork(pool, {
      lock: DELIVERING,
      title: 'Delivering webhooks',
      log: (line) => this.logger.warn(line),
    });
    faults.watch('webhooks', () => this.fault);
  }

  private get fault(): string | undefined {
    if (this.work.fault) return this.work.fault;
    const hindered = [...this.hindered].map(([id, why]) => `Webhooks of subscription ${id} wait: ${why}`);
    return hindered.length > 0 ? hindered.join('\n') : undefined;
  }

  onApplicationBootstrap(): void {
    this.work.start((signal, succeeded) => this.lead(signal, succeeded));
  }

  async onModuleDestroy(): Promise<void> {
    await this.work.stop();
    this.sender.close();
  }

  private async lead(signal: AbortSignal, succeeded: () => void): Promise<void> {
    let release: (() => void) | undefined;
    await this.sealAnew();
    try {
      while (!signal.aborted) {
        const active = (await subscriptions(this.pool)).filter(({ status }) => status === 'active');
        if (active.length > 0) release ??= this.outgoing.hold();
        await this.stopOthers(active);
        for (const one of active) this.begin(one, signal);
        succeeded();
        await pause(LOOK_EVERY_MS, signal);
      }
    } finally {
      await this.stopOthers([]);
      release?.();
    }
  }

  private async sealAnew(): Promise<void> {
    const { sealed, lost } = await sealAnew(this.pool, this.secretsKeys);
    if (sealed > 0)
      this.logger.log(`${sealed} secrets were sealed with the first key of WEBHOOK_SECRETS_KEY.`);
    if (lost > 0)
      this.logger.warn(`${lost} secrets were sealed with none of the keys in WEBHOOK_SECRETS_KEY.`);
    else if (sealed > 0 && this.secretsKeys.length > 1)
      this.logger.log('No secret needs another key than the first of WEBHOOK_SECRETS_KEY any more.');
  }

  /** Ends the deliveries to subscriptions that are not active any more, or have been changed. */
  private async stopOthers(active: readonly Subscription[]): Promise<void> {
    const versions = new Map(active.map(({ id, version }) => [id, version]));
    const others = [...this.running].filter(([id, { version }]) => versions.get(id) !== version);
    for (const [, { stopping }] of others) stopping.abort();
    await Promise.all(others.map(([, { ended }]) => ended));
    for (const id of this.hindered.keys()) if (!versions.has(id)) this.hindered.delete(id);
  }

  private begin(subscription: Subscription, signal: AbortSignal): void {
    const { id, version, fault } = subscription;
    if (this.running.has(id)) return;
    // Noted by whoever led before.
    if (fault !== null && !this.hindered.has(id)) this.hindered.set(id, fault);
    const stopping = new AbortController();
    const ends = AbortSignal.any([signal, stopping.signal]);
    const { pool, outgoing, sender, retrying, secretsKeys } = this;
    const gotOn = () => this.gotOn(subscription);
    const ended = new Delivery({ pool, outgoing, sender, retrying, secretsKeys, gotOn }, subscription)
      .run(ends)
      .catch(async ({ message }: Error) => {
        // Not the receiver's fault: the database, or an event that only newer software can read.
        await this.hinder(subscription, message);
        await pause(TRY_AGAIN_MS, ends);
      })
      .finally(() => this.running.delete(id));
    this.running.set(id, { version, stopping, ended });
  }

  private async hinder({ id, url }: Subscription, why: string): Promise<void> {
    if (this.hindered.get(id) === why) return;
    this.hindered.set(id, why);
    this.logger.warn(`Delivering to ${url} is tried again: ${why}`);
    // Where the database is away that cannot be noted, and all of it stands still anyway.
    await noteFault(this.pool, { id }, why).catch(() => this.hindered.delete(id));
  }

  private async gotOn({ id }: Subscription): Promise<void> {
    if (this.hindered.delete(id)) await noteFault(this.pool, { id }, null);
  }
}
