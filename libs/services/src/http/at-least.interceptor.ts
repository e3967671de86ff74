import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { parsePosition } from '@stepwell/event-sourcing';
import { reached } from '@stepwell/read-models';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Observable } from 'rxjs';
import { POOL } from '../tokens.ts';
import { Problem } from './problem.ts';

const PATIENCE_MS = 5_000;

/** Lets a writer read its own write: `?atLeast=` holds a query until the read models have reached that position. */
@Injectable()
export class AtLeastInterceptor implements NestInterceptor {
  private readonly pool: Pool;
  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { atLeast } = context.switchToHttp().getRequest<FastifyRequest>().query as { atLeast?: string };
    if (atLeast === undefined) return next.handle();
    const position = parsePosition(atLeast);
    if (!position)
      throw new Problem(
        400,
        'invalid-request',
        'atLeast is no position: give the one that a recording was answered with.',
        {
          errors: [{ field: 'atLeast', detail: 'must be a position' }],
        },
      );
    if (!(await reached(this.pool, position, PATIENCE_MS)))
      throw new Problem(
        503,
        'projection-behind',
        `The read models have not reached position ${position} yet: try again.`,
        {
          retryAfter: 1,
        },
      );
    return next.handle();
  }
}
