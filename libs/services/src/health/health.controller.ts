import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@stepwell/event-sourcing';
import { readCheckpoint } from '@stepwell/read-models';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { ProjectorRunner } from '../projector/projector.module.ts';
import { POOL, STORE } from '../tokens.ts';

export interface HealthAnswer {
  /** Degraded: it records and answers, but the read models stand still; see `fault`. */
  readonly status: 'ok' | 'degraded' | 'unavailable';
  /** The position of the last event recorded. */
  readonly head?: string;
  /** The position up to which the read models have come. */
  readonly projected?: string;
  /** Why this process, which keeps the read models up with the log, cannot do so at present. */
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
    const fault = this.projector?.fault;
    if (answer) return { status: fault ? 'degraded' : 'ok', head: answer[0], projected: answer[1], fault };
    void reply.status(503);
    return { status: 'unavailable' };
  }
}

const elapsed = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
