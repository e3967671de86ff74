import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@stepwell/event-sourcing';
import { readCheckpoint } from '@stepwell/read-models';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { PROJECTOR } from '../projector/projector.module.ts';
import { POOL, STORE } from '../tokens.ts';
import { Faults } from './faults.ts';
import { Standstill } from './standstill.ts';

export interface HealthAnswer {
  /** Degraded: it records and answers, but a part of it stands still; see `fault`. */
  readonly status: 'ok' | 'degraded' | 'unavailable';
  /** The position of the last event recorded. */
  readonly head?: string;
  /** The position up to which the read models have come. */
  readonly projected?: string;
  /** What stands still, and why: a line for each. */
  readonly fault?: string;
}

const PATIENCE_MS = 2_000;

/** For whoever keeps the process running. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly faults: Faults;
  private readonly standstill = new Standstill();
  constructor(@Inject(POOL) pool: Pool, @Inject(STORE) store: EventStore, @Inject(Faults) faults: Faults) {
    this.pool = pool;
    this.store = store;
    this.faults = faults;
  }

  @ApiOperation({ summary: 'Whether the process answers at all: if not, restart it.' })
  @Get('live')
  @Answers('HealthAnswer')
  live(): HealthAnswer {
    return { status: 'ok' };
  }

  @ApiOperation({
    summary: 'Whether it can do its work, the database included: if not (503), send it no requests.',
  })
  @Get('ready')
  @Answers('HealthAnswer')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    const asked = Promise.all([this.store.head(), readCheckpoint(this.pool)]);
    const answer = await Promise.race([asked.catch(() => undefined), elapsed(PATIENCE_MS)]);
    if (!answer) {
      void reply.status(503);
      return { status: 'unavailable' };
    }
    const [head, projected] = answer;
    const faults = this.faults.present();
    const standing = this.standstill.fault(head, projected);
    if (standing && !faults.has(PROJECTOR)) faults.set(PROJECTOR, standing);
    const fault = faults.size > 0 ? [...faults.values()].join('\n') : undefined;
    return { status: fault ? 'degraded' : 'ok', head, projected, fault };
  }
}

const elapsed = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
