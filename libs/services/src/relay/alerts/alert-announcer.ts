import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { EventStore, Position } from '@stepwell/event-sourcing';
import { LedWork, pause } from '@stepwell/postgres';
import { localDate } from '@stepwell/pathway';
import { reached, readCheckpoint, type LocalDay } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Faults } from '../../health/faults.ts';
import { CLOCK, POOL, STORE, type Clock } from '../../tokens.ts';
import { pruneAlertNotices } from '../../outgoing/alert-notices.ts';
import { announceAlerts } from './announce-alerts.ts';

const ANNOUNCING = 78379360;
const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 5_000;

/** Announces alerts that open and close, by what happens and as days go by. One process at a time does. */
@Injectable()
export class AlertAnnouncer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly now: Clock;
  private readonly work: LedWork;

  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(STORE) store: EventStore,
    @Inject(CLOCK) now: Clock,
    @Inject(Faults) faults: Faults,
  ) {
    this.pool = pool;
    this.store = store;
    this.now = now;
    const logger = new Logger('alerts');
    this.work = new LedWork(pool, {
      lock: ANNOUNCING,
      title: 'Announcing alerts',
      log: (line) => logger.warn(line),
    });
    faults.watch('alerts', () => this.work.fault);
  }

  onApplicationBootstrap(): void {
    this.work.start((signal, succeeded) => this.keepLooking(signal, succeeded));
  }

  onModuleDestroy(): Promise<void> {
    return this.work.stop();
  }

  private async keepLooking(signal: AbortSignal, succeeded: () => void): Promise<void> {
    let seen: { readonly position: Position; readonly days: readonly LocalDay[] } | undefined;
    let prunedOn: string | undefined;
    while (!signal.aborted) {
      const now = this.now();
      const position = await readCheckpoint(this.pool);
      if ((seen?.position !== position || haveEnded(seen.days, now)) && (await this.isUpToDate()))
        seen = { position, days: await announceAlerts(this.pool, now) };
      if (prunedOn !== now.slice(0, 10)) {
        await pruneAlertNotices(this.pool);
        prunedOn = now.slice(0, 10);
      }
      succeeded();
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  // Read models that are catching up show alerts that later events have closed long ago.
  private async isUpToDate(): Promise<boolean> {
    return reached(this.pool, await this.store.head(), PATIENCE_MS);
  }
}

/** Whether another day has begun in one of the places where it was looked. */
const haveEnded = (days: readonly LocalDay[], now: string): boolean =>
  days.length === 0 || days.some(({ timeZone, today }) => localDate(now, timeZone) !== today);
