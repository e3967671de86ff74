import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@stepwell/event-sourcing';
import { DIVERGENCE_KINDS } from '@stepwell/pathway';
import { divergencesOnDay } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL, STORE, TODAY, type Today } from '../tokens.ts';
import type { DivergencesAnswer } from './member-answers.ts';
import { DivergencesQuery } from './queries.dto.ts';

/** Where patients are treated at another level than what is paid for. */
@ApiTags('Insights')
@Controller('v1/divergences')
export class DivergencesController {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(STORE) store: EventStore, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.store = store;
    this.today = today;
  }

  @ApiOperation({
    summary:
      'The stays of a day whose level is not the one that is paid for, those first that have been so for longest.',
    description:
      'A facility for which no payer was ever asked is left out. With a payer: of its members, and by what it pays for itself.',
  })
  @Get()
  @Answers('DivergencesAnswer')
  async divergences(
    @Query() { on = this.today(), limit, after, ...filter }: DivergencesQuery,
  ): Promise<DivergencesAnswer> {
    const found = await divergencesOnDay(this.pool, this.store, { ...filter, on }, { offset: after, limit });
    const { items, total, next } = found;
    const kinds = DIVERGENCE_KINDS.map((kind) => ({
      kind,
      stays: found.kinds.find((one) => one.kind === kind)?.stays ?? 0,
    }));
    return { on, kinds, stays: items, total, next };
  }
}
