import type { Pool } from 'pg';
import { LastingWork, type LastingWorkOptions, type Work } from './lasting-work.ts';
import { whileLeading } from './leadership.ts';

export interface LedWorkOptions extends LastingWorkOptions {
  /** The number of the advisory lock that names the work. */
  readonly lock: number;
  /** Errors that stay true of this process while another one leads. */
  readonly isLasting?: (error: Error) => boolean;
}

/** Lasting work that one process at a time does; another has no fault while it waits. */
export class LedWork extends LastingWork {
  private readonly pool: Pool;
  private readonly led: LedWorkOptions;

  constructor(pool: Pool, options: LedWorkOptions) {
    super(options);
    this.pool = pool;
    this.led = options;
  }

  protected override attempt(work: Work): Promise<unknown> {
    const leading = { lock: this.led.lock, stopping: this.signal, onWait: () => this.standBy() };
    return whileLeading(this.pool, leading, (still) => work(still, this.succeeded));
  }

  // Another leads, so nothing is wrong with this one but what lasts.
  private standBy(): void {
    if (this.trouble && !this.led.isLasting?.(this.trouble)) this.trouble = undefined;
  }
}
