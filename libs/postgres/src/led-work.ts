import type { Pool } from 'pg';
import { pause, whileLeading } from './leadership.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;

export interface LedWorkOptions {
  /** The number of the advisory lock that names the work. */
  readonly lock: number;
  /** What the log says has stopped: "Projection". */
  readonly title: string;
  readonly log: (line: string) => void;
  /** Errors that only mean to begin anew, at once. */
  readonly isInterruption?: (error: Error) => boolean;
  /** Errors that stay true of this process while another one leads. */
  readonly isLasting?: (error: Error) => boolean;
}

/** Works until the signal aborts; `succeeded` is called whenever it gets on, and takes back what was wrong. */
export type Work = (signal: AbortSignal, succeeded: () => void) => Promise<void>;

/**
 * Work that goes on for as long as the process lives, in one process at a time. Whatever fails is begun anew after a pause
 * that grows from a quarter of a second to half a minute, until it gets on again.
 */
export class LedWork {
  private readonly pool: Pool;
  private readonly options: LedWorkOptions;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private trouble: Error | undefined;
  private retry = FIRST_RETRY_MS;

  constructor(pool: Pool, options: LedWorkOptions) {
    this.pool = pool;
    this.options = options;
  }

  /** Why the work cannot go on at present; undefined while it does, or while another process leads. */
  get fault(): string | undefined {
    return this.trouble?.message;
  }

  /** Aborts when the work is to end. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  start(work: Work): void {
    this.running = this.keepOn(work);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepOn(work: Work): Promise<void> {
    const { signal } = this;
    const { lock, isInterruption } = this.options;
    const leading = { lock, stopping: signal, onWait: () => this.standBy() };
    while (!signal.aborted) {
      try {
        await whileLeading(this.pool, leading, (still) => work(still, this.succeeded));
      } catch (error) {
        if (signal.aborted) return;
        if (!isInterruption?.(error as Error)) await this.failed(error as Error);
      }
    }
  }

  private async failed(error: Error): Promise<void> {
    this.trouble = error;
    this.options.log(`${this.options.title} stopped and is tried again in ${this.retry} ms: ${this.fault}`);
    await pause(this.retry, this.signal);
    this.retry = Math.min(this.retry * 2, LAST_RETRY_MS);
  }

  // Another leads, so nothing is wrong with this one but what lasts.
  private standBy(): void {
    if (this.trouble && !this.options.isLasting?.(this.trouble)) this.trouble = undefined;
  }

  private readonly succeeded = (): void => {
    this.retry = FIRST_RETRY_MS;
    this.trouble = undefined;
  };
}
