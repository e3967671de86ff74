import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@stepwell/event-sourcing';
import { readCheckpoint } from '@stepwell/read-models';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { ProjectorRunner } from '../projector/projector.module.ts';
import { POOL, STORE } from '../tokens.ts';
import { Standstill } from './standstill.ts';

export interface HealthAnswer {
  /** Degraded: it records and answers, but the read models stand still; see `fault`. */
  readonly status: 'ok' | 'degraded' | 'unavailable';
  /** The position of the last event recorded. */
  readonly head?: string;
  /** The position up to which the read models have come. */
  readonly projected?: string;
  /** Why the read models stand still. */
  readonly fault?: string;
}

const PATIENCE_MS = 2_000;

/** For whoever keeps the process running. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly projector: ProjectorRunner | null;
  private readonly standstill = new Standstill();
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(STORE) store: EventStore,
    @Optional() @Inject(ProjectorRunner) projector: ProjectorRunner | null,
  ) {
    this.pool = pool;
    this.store = store;
    this.projector = projector;
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
    const fault = this.projector?.fault ?? this.standstill.fault(head, projected);
    return { status: fault ? 'degraded' : 'ok', head, projected, fault };
  }
}

const elapsed = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
