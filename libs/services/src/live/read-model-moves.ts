import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { START, comparePositions, type Position } from '@stepwell/event-sourcing';
import { pause } from '@stepwell/postgres';
import { readCheckpoint } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';

const LOOK_EVERY_MS = 50;

/** Tells all readers of this process when the read models have moved: one looks for all, while there are any. */
@Injectable()
export class ReadModelMoves implements OnModuleDestroy {
  private readonly pool: Pool;
  private readonly ended = new AbortController();
  private next: Promise<void> | undefined;
  private position: Position = START;

  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  /** Where the read models stand, once that is another place than this, or when the signal aborts. */
  async movedFrom(position: Position | undefined, signal: AbortSignal): Promise<Position> {
    const waiting = AbortSignal.any([signal, this.ended.signal]);
    for (;;) {
      await (this.next ??= this.look());
      if (waiting.aborted || position === undefined || comparePositions(this.position, position) !== 0)
        return this.position;
      await pause(LOOK_EVERY_MS, waiting);
    }
  }

  onModuleDestroy(): void {
    this.ended.abort();
  }

  // Whoever asks while it looks, or shortly after, shares the look.
  private async look(): Promise<void> {
    try {
      this.position = await readCheckpoint(this.pool);
    } finally {
      setTimeout(() => (this.next = undefined), LOOK_EVERY_MS).unref();
    }
  }
}
