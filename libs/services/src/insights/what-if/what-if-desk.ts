import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  readCheckpoint,
  type Flip,
  type WhatIfProgress,
  type WhatIfQuestion,
  type WhatIfResult,
} from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Problem } from '../../http/problem.ts';
import { CLOCK, POOL, WHAT_IF, type Clock } from '../../tokens.ts';
import type { WhatIf } from './judging-threads.ts';

export type WhatIfState = 'running' | 'done' | 'cancelled' | 'failed';

export interface WhatIfJob {
  readonly jobId: string;
  readonly question: WhatIfQuestion;
  readonly askedAt: string;
  state: WhatIfState;
  progress: WhatIfProgress;
  /** How many patients there are to go through. */
  readonly patients: number;
  endedAt?: string;
  result?: WhatIfResult;
  fault?: string;
}

/** What the answers of all that is asked may take of the memory, and for how long. */
export interface WhatIfLimits {
  /** So many are waited for at most, the one that runs included. */
  readonly waiting: number;
  /** So many that have ended are kept, the oldest makes place. */
  readonly ended: number;
  /** So many flips of one are kept. A flip takes about a kilobyte. */
  readonly flips: number;
  /** One that runs for longer is given up. */
  readonly runsForMs: number;
  /** One that has ended is forgotten after so long. */
  readonly keptForMs: number;
}

const LIMITS: WhatIfLimits = {
  ...{ waiting: 5, ended: 15, flips: 10_000 },
  ...{ runsForMs: 10 * 60_000, keptForMs: 60 * 60_000 },
};

/**
 * Runs what somebody asks of all histories, one after another in the background. Jobs and results live as long as the process:
 * whatever they say can be asked again.
 */
@Injectable()
export class WhatIfDesk implements OnModuleDestroy {
  limits = LIMITS;
  private readonly whatIf: WhatIf;
  private readonly pool: Pool;
  private readonly now: Clock;
  private readonly jobs = new Map<string, { readonly job: WhatIfJob; readonly cancel: AbortController }>();
  private running: Promise<void> = Promise.resolve();

  constructor(@Inject(WHAT_IF) whatIf: WhatIf, @Inject(POOL) pool: Pool, @Inject(CLOCK) now: Clock) {
    this.whatIf = whatIf;
    this.pool = pool;
    this.now = now;
  }

  async onModuleDestroy(): Promise<void> {
    for (const { cancel } of this.jobs.values()) cancel.abort();
    await this.running;
  }

  async ask(question: WhatIfQuestion): Promise<WhatIfJob> {
    const { rows } = await this.pool.query<{ patients: number }>(
      'SELECT count(*)::int AS patients FROM read.recordings',
    );
    this.makePlace();
    const job: WhatIfJob = {
      jobId: randomUUID(),
      question,
      askedAt: this.now(),
      state: 'running',
      progress: { patients: 0, events: 0 },
      patients: rows[0]!.patients,
    };
    const cancel = new AbortController();
    this.jobs.set(job.jobId, { job, cancel });
    this.running = this.running.then(() => this.run(job, cancel.signal));
    return job;
  }

  find(jobId: string): WhatIfJob {
    return this.entry(jobId).job;
  }

  /** Cancels what runs, and forgets what has ended. */
  end(jobId: string): void {
    const { job, cancel } = this.entry(jobId);
    if (job.state !== 'running') this.jobs.delete(jobId);
    else {
      this.ended(job, { state: 'cancelled' });
      cancel.abort();
    }
  }

  flips(jobId: string, offset: number, limit: number) {
    const { result, state } = this.find(jobId);
    if (!result) throw new Problem(409, 'what-if-not-done', `It is ${state}: ask again when it is done.`);
    const { flips } = result;
    const items: readonly Flip[] = flips.slice(offset, offset + limit);
    return { flips: items, total: flips.length, next: offset + limit < flips.length ? offset + limit : null };
  }

  private async run(job: WhatIfJob, cancelled: AbortSignal): Promise<void> {
    const { flips: mostFlips, runsForMs } = this.limits;
    const tooLong = AbortSignal.timeout(runsForMs);
    try {
      cancelled.throwIfAborted();
      const upTo = await readCheckpoint(this.pool);
      const progress = (done: WhatIfProgress) => (job.progress = done);
      const signal = AbortSignal.any([cancelled, tooLong]);
      const result = await this.whatIf(job.question, { upTo, signal, progress, mostFlips });
      this.ended(job, { state: 'done', result });
    } catch (error) {
      const fault = tooLong.aborted ? saysTooLong(runsForMs) : (error as Error).message;
      this.ended(job, { state: 'failed', fault });
    }
  }

  /** What has been cancelled stays so, however far it has come. */
  private ended(job: WhatIfJob, how: Pick<WhatIfJob, 'state' | 'result' | 'fault'>): void {
    if (job.state !== 'running') return;
    Object.assign(job, { ...how, endedAt: this.now() });
    const { jobId } = job;
    setTimeout(() => this.jobs.delete(jobId), this.limits.keptForMs).unref();
  }

  private makePlace(): void {
    const all = [...this.jobs.values()];
    const [waiting, ended] = [true, false].map((isRunning) =>
      all.filter(({ job }) => (job.state === 'running') === isRunning),
    ) as [typeof all, typeof all];
    if (waiting.length >= this.limits.waiting)
      throw new Problem(
        503,
        'too-many-what-ifs',
        `${waiting.length} are waited for already. Ask again in a minute, or cancel one: ` +
          `DELETE /v1/what-if/${waiting.at(-1)!.job.jobId} ends the last.`,
        { retryAfter: 60 },
      );
    for (const { job } of ended.slice(0, Math.max(0, ended.length - this.limits.ended + 1)))
      this.jobs.delete(job.jobId);
  }

  private entry(jobId: string) {
    const found = this.jobs.get(jobId);
    if (!found)
      throw new Problem(
        404,
        'what-if-unknown',
        `There is no what-if ${jobId}: one that has ended is forgotten after an hour, or when others have ended since. Ask again.`,
      );
    return found;
  }
}

const saysTooLong = (ms: number): string =>
  `It took longer than ${Math.round(ms / 1_000)} s and was given up: npx stepwell what-if has no such limit.`;
