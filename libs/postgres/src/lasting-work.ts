import { pause } from './leadership.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;

export interface LastingWorkOptions {
  /** What the log says has stopped: "Projection". */
  readonly title: string;
  readonly log: (line: string) => void;
  /** Errors that only mean to begin anew, at once. */
  readonly isInterruption?: (error: Error) => boolean;
}

/** Works until the signal aborts; `succeeded` is called whenever it gets on, and takes back what was wrong. */
export type Work = (signal: AbortSignal, succeeded: () => void) => Promise<void>;

/**
 * Work that goes on for as long as the process lives. Whatever fails is begun anew after a pause that grows from a quarter
 * of a second to half a minute, until it gets on again.
 */
export class LastingWork {
  protected trouble: Error | undefined;
  private readonly options: LastingWorkOptions;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private retry = FIRST_RETRY_MS;

  constructor(options: LastingWorkOptions) {
    this.options = options;
  }

  /** Why the work cannot go on at present; undefined while it does. */
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

  protected attempt(work: Work): Promise<unknown> {
    return work(this.signal, this.succeeded);
  }

  protected readonly succeeded = (): void => {
    this.retry = FIRST_RETRY_MS;
    this.trouble = undefined;
  };

  private async keepOn(work: Work): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await this.attempt(work);
      } catch (error) {
        if (this.signal.aborted) return;
        if (!this.options.isInterruption?.(error as Error)) await this.failed(error as Error);
      }
    }
  }

  private async failed(error: Error): Promise<void> {
    this.trouble = error;
    this.options.log(`${this.options.title} stopped and is tried again in ${this.retry} ms: ${this.fault}`);
    await pause(this.retry, this.signal);
    this.retry = Math.min(this.retry * 2, LAST_RETRY_MS);
  }
}
