import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EventStore } from '@stepwell/event-sourcing';
import {
  readCheckpoint,
  whatIf,
  type Flip,
  type WhatIfProgress,
  type WhatIfQuestion,
  type WhatIfResult,
} from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Problem } from '../../http/problem.ts';
import { CLOCK, POOL, STORE, type Clock } from '../../tokens.ts';

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

/** So many are kept, with their results; the oldest that has ended makes place. */
const MOST_JOBS = 20;

/**
 * Runs what somebody asks of all histories, one after another in the background. Jobs and results live as long as the process:
 * whatever they say can be asked again.
 */
@Injectable()
export class WhatIfDesk implements OnModuleDestroy {
  private readonly store: EventStore;
  private readonly pool: Pool;
  private readonly now: Clock;
  private readonly jobs = new Map<string, { readonly job: WhatIfJob; readonly cancel: AbortController }>();
  private running: Promise<void> = Promise.resolve();

  constructor(@Inject(STORE) store: EventStore, @Inject(POOL) pool: Pool, @Inject(CLOCK) now: Clock) {
    this.store = store;
    this.pool = pool;
    this.now = now;
  }

  async onModuleDestroy(): Promise<void> {
    for (const { cancel } of this.jobs.values()) cancel.abort();
    await this.running;
  }

  async ask(question: WhatIfQuestion): Promise<WhatIfJob> {
    this.makePlace();
    const { rows } = await this.pool.query<{ patients: number }>(
      'SELECT count(*)::int AS patients FROM read.recordings',
    );
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
      cancel.abort();
      Object.assign(job, { state: 'cancelled', endedAt: this.now() });
    }
  }

  flips(jobId: string, offset: number, limit: number) {
    const { result, state } = this.find(jobId);
    if (!result) throw new Problem(409, 'what-if-not-done', `It is ${state}: ask again when it is done.`);
    const { flips } = result;
    const items: readonly Flip[] = flips.slice(offset, offset + limit);
    return { flips: items, total: flips.length, next: offset + limit < flips.length ? offset + limit : null };
  }

  private async run(job: WhatIfJob, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      const upTo = await readCheckpoint(this.pool);
      const progress = (done: WhatIfProgress) => (job.progress = done);
      const result = await whatIf(this.store, job.question, { upTo, signal, progress });
      Object.assign(job, { state: 'done', result, endedAt: this.now() });
    } catch (error) {
      if (signal.aborted) Object.assign(job, { state: 'cancelled', endedAt: this.now() });
      else Object.assign(job, { state: 'failed', fault: (error as Error).message, endedAt: this.now() });
    }
  }

  private makePlace(): void {
    if (this.jobs.size < MOST_JOBS) return;
    const ended = this.jobs.values().find(({ job }) => job.state !== 'running');
    if (!ended)
      throw new Problem(503, 'too-many-what-ifs', 'Wait until one is done, or cancel one.', {
        retryAfter: 60,
      });
    this.jobs.delete(ended.job.jobId);
  }

  private entry(jobId: string) {
    const found = this.jobs.get(jobId);
    if (!found) throw new Problem(404, 'what-if-unknown', `There is no what-if ${jobId}.`);
    return found;
  }
}
