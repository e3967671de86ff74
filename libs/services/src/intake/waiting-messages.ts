import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PREMATURE } from '@stepwell/pathway';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';
import { Intake } from './orders.ts';
import { waitingInQuarantine } from './quarantine-queries.ts';
import { QuarantineReplay } from './quarantine-replay.ts';

const EVERY_MS = 1_000;
/** How soon what another process kept or recorded is seen. */
const OTHERS_MS = 10_000;
const AGAIN_MS = 10 * 60_000;

/**
 * Tries again what came before that which it speaks of (a discharge before its admission, a cancellation before what it
 * cancels) as soon as more is recorded of its patient, so that feeds may bring their messages in any order. What another
 * process recorded is made up for within ten minutes.
 */
@Injectable()
export class WaitingMessages implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly intake: Intake;
  private readonly replay: QuarantineReplay;
  /** When each was last tried here. */
  private tried = new Map<string, number>();
  private recorded = new Set<string>();
  private lookedAt = 0;
  private looking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(Intake) intake: Intake,
    @Inject(QuarantineReplay) replay: QuarantineReplay,
  ) {
    this.pool = pool;
    this.intake = intake;
    this.replay = replay;
  }

  onApplicationBootstrap(): void {
    this.intake.whenRecorded((patientId) => this.recorded.add(patientId));
    this.timer = setInterval(() => this.tick(), EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private tick(): void {
    const now = Date.now();
    const { recorded, lookedAt } = this;
    if (this.looking || (recorded.size === 0 && now < lookedAt + OTHERS_MS)) return;
    this.recorded = new Set();
    this.lookedAt = now;
    // A fault of the database is told by whatever else meets it; what was not tried is tried the next time.
    this.looking = this.look(now, recorded)
      .catch(() => recorded.forEach((patientId) => this.recorded.add(patientId)))
      .finally(() => (this.looking = undefined));
  }

  private async look(now: number, recorded: ReadonlySet<string>): Promise<void> {
    const { tried } = this;
    const waiting = await waitingInQuarantine(this.pool, PREMATURE, recorded);
    this.tried = new Map(waiting.flatMap(({ id }) => (tried.has(id) ? [[id, tried.get(id)!]] : [])));
    for (const { id, patientId } of waiting) {
      const last = this.tried.get(id);
      if (last !== undefined && now < last + AGAIN_MS && !recorded.has(patientId)) continue;
      // Before it is: one that cannot be tried at all must not keep those after it waiting for ever.
      this.tried.set(id, now);
      await this.replay.retry(id);
    }
  }
}
