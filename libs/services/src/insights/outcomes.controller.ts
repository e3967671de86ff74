import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { LEAST_CELL, rateOf } from '@stepwell/measures';
import { instrumentOf } from '@stepwell/pathway';
import { outcomesByProgram, type OutcomeWeek } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL, TODAY, type Today } from '../tokens.ts';
import type { OutcomeTrendsAnswer, OutcomeWeekAnswer } from './program-answers.ts';
import { periodOf } from './period.ts';
import { OutcomesQuery } from './queries.dto.ts';

/** What instruments measure of the patients of programs. */
@ApiTags('Insights')
@Controller('v1/outcomes')
export class OutcomesController {
  private readonly pool: Pool;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.today = today;
  }

  @ApiOperation({
    summary:
      "Scores by weeks since admission to each program: quartiles, and the shares that responded and remitted. The period is that of the admissions; a week's few patients are marked.",
  })
  @Get()
  @Answers('OutcomeTrendsAnswer')
  async trends(@Query() query: OutcomesQuery): Promise<OutcomeTrendsAnswer> {
    const { instrument, from, to, weeks, ...filter } = query;
    const period = periodOf({ from, to }, this.today());
    const found = await outcomesByProgram(this.pool, { instrument, ...period, lastWeek: weeks }, filter);
    const trends = found.map(({ weeks: own, ...trend }) => {
      const { title, cutOff, mostScore } = instrumentOf(trend.instrument);
      return { ...trend, title, cutOff, mostScore, weeks: own.map(weekAnswer) };
    });
    return { from: period.from, to: period.to, fewIsBelow: LEAST_CELL, trends };
  }
}

const weekAnswer = ({ followed, responded, remitted, ...week }: OutcomeWeek): OutcomeWeekAnswer => ({
  ...week,
  isFew: week.measured < LEAST_CELL,
  response: rateOf(responded, followed),
  remission: rateOf(remitted, followed),
});
