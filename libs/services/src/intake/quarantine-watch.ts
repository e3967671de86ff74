import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Pool } from 'pg';
import { Faults } from '../health/faults.ts';
import { POOL, SETTINGS, type Settings } from '../tokens.ts';
import { quarantineCount, type QuarantineCount } from './quarantine-queries.ts';

const EVERY_MS = 60_000;

/** Sees to it that a quarantine that grows is noticed: in the log, in the health of the process, on the dashboard. */
@Injectable()
export class QuarantineWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly alertAbove: number;
  private readonly logger = new Logger('quarantine');
  private alert: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(SETTINGS) { quarantineAlertAbove }: Settings,
    @Inject(Faults) faults: Faults,
  ) {
    this.pool = pool;
    this.alertAbove = quarantineAlertAbove;
    faults.watch('quarantine', () => this.alert);
  }

  onApplicationBootstrap(): void {
    const look = () => void this.count().catch(() => undefined);
    this.timer = setInterval(look, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Counts, and says in the log when the threshold is passed, once each time, and when it no longer is. */
  async count(): Promise<QuarantineCount & { readonly alertAbove: number; readonly isAlert: boolean }> {
    const count = await quarantineCount(this.pool);
    const { open, lastDay } = count;
    const isAlert = open > this.alertAbove;
    const before = this.alert;
    this.alert = isAlert
      ? `${open} messages wait in quarantine, ${lastDay} of them since yesterday: more than ${this.alertAbove}. "stepwell quarantine list" shows them.`
      : undefined;
    if (this.alert && !before) this.logger.warn(this.alert);
    if (before && !this.alert) this.logger.warn(`${open} messages wait in quarantine: no alert any more.`);
    return { ...count, alertAbove: this.alertAbove, isAlert };
  }
}
