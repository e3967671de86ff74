import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { occupancyOn, waitingFor } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { named } from '../http/path.pipes.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL, TODAY, type Today } from '../tokens.ts';
import type { ProgramsAnswer, WaitlistAnswer } from './program-answers.ts';
import { ProgramsQuery, WaitlistQuery } from './queries.dto.ts';

/** The programs, and how full they are. */
@ApiTags('Insights')
@Controller('v1/programs')
export class ProgramsOverviewController {
  private readonly pool: Pool;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.today = today;
  }

  @ApiOperation({
    summary:
      'Each program on a day: whom it admits, its capacity, who is there, and the one divided by the other.',
  })
  @Get()
  @Answers('ProgramsAnswer')
  async programs(@Query() { on = this.today(), facility }: ProgramsQuery): Promise<ProgramsAnswer> {
    return { on, programs: await occupancyOn(this.pool, on, facility) };
  }

  @ApiOperation({ summary: 'Who waits for a program on a day, the longest first.' })
  @Get(':programId/waitlist')
  @Answers('WaitlistAnswer')
  async waitlist(
    @Param('programId', named('programId')) programId: string,
    @Query() { on = this.today(), limit, after }: WaitlistQuery,
  ): Promise<WaitlistAnswer> {
    const { items, total, next } = await waitingFor(this.pool, programId, on, { offset: after, limit });
    return { on, programId, waiting: items, total, next };
  }
}
