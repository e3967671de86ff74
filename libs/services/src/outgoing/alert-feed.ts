import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';
import { alertNoticeRange, alertNotices, type AlertNotice, type NoticeRange } from './alert-notices.ts';

const LOOK_EVERY_MS = 500;

/** Tells all readers of this process when an alert was announced: one looks for all of them, while there are any. */
@Injectable()
export class AlertFeed implements OnModuleDestroy {
  private readonly pool: Pool;
  private readonly logger = new Logger('alert feed');
  private readonly waiting = new Set<() => void>();
  /** The last notice seen; undefined before anybody looked. */
  private last: number | undefined;
  private lookedAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async after(number: number, limit: number): Promise<AlertNotice[]> {
    if (performance.now() - this.lookedAt >= LOOK_EVERY_MS) await this.refresh();
    return number >= (this.last ?? 0) ? [] : alertNotices(this.pool, number, limit);
  }

  range(): Promise<NoticeRange> {
    return alertNoticeRange(this.pool);
  }

  /** Resolves when there is a notice after a number, or when the signal aborts. */
  async grownPast(number: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.ended || (this.last ?? 0) > number) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
      this.timer ??= setTimeout(() => void this.look(), LOOK_EVERY_MS);
    });
  }

  onModuleDestroy(): void {
    this.ended = true;
    clearTimeout(this.timer);
    for (const done of [...this.waiting]) done();
  }

  private async refresh(): Promise<void> {
    this.last = (await this.range()).last;
    this.lookedAt = performance.now();
  }

  private async look(): Promise<void> {
    try {
      const before = this.last ?? 0;
      await this.refresh();
      if ((this.last ?? 0) > before) for (const done of [...this.waiting]) done();
    } catch (error) {
      this.logger.warn(`Looking for alerts is tried again: ${(error as Error).message}`);
    }
    this.timer =
      this.waiting.size > 0 && !this.ended ? setTimeout(() => void this.look(), LOOK_EVERY_MS) : undefined;
  }
}
