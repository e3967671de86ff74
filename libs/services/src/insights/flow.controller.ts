import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { LevelOfCare } from '@stepwell/pathway';
import { flows, moves } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { MovesAnswer, TransitionsAnswer } from './answers.ts';
import { periodOf } from './period.ts';
import { MovesQuery, PeriodQuery } from './queries.dto.ts';

/** How patients move between the levels of care. */
@ApiTags('Insights')
@Controller('v1/transitions')
export class FlowController {
  private readonly pool: Pool;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.today = today;
  }

  @ApiOperation({
    summary: 'Moves by the levels that they join. A next stay within 30 days is a move, none is an exit.',
  })
  @Get()
  @Answers('TransitionsAnswer')
  async flows(@Query() { from, to, ...filter }: PeriodQuery): Promise<TransitionsAnswer> {
    const period = periodOf({ from, to }, this.today());
    return { from: period.from, to: period.to, flows: await flows(this.pool, period, filter) };
  }

  @ApiOperation({ summary: 'The moves behind a flow.' })
  @Get('cases')
  @Answers('MovesAnswer')
  async cases(
    @Query() { from, to, fromLevel, toLevel, limit, after, ...filter }: MovesQuery,
  ): Promise<MovesAnswer> {
    const levels = { fromLevel: asked(fromLevel), toLevel: asked(toLevel) };
    const page = await moves(this.pool, periodOf({ from, to }, this.today()), levels, filter, {
      offset: after,
      limit,
    });
    return { cases: page.items, total: page.total, next: page.next };
  }
}

const asked = (level: LevelOfCare | 'none' | undefined): LevelOfCare | null | undefined =>
  level === 'none' ? null : level;
