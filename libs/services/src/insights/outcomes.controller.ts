import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { LEAST_CELL, rateOf } from '@stepwell/measures';
import { instrumentOf } from '@stepwell/pathway';
import { outcomeCases, outcomesByProgram, type OutcomeCounts } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL, TODAY, type Today } from '../tokens.ts';
import type { OutcomeCasesAnswer, OutcomeSharesAnswer, OutcomeTrendsAnswer } from './program-answers.ts';
import { periodOf } from './period.ts';
import { OutcomeCasesQuery, OutcomesQuery } from './queries.dto.ts';

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
    const trends = found.map(({ weeks: own, latest, ...trend }) => {
      const { title, cutOff, mostScore } = instrumentOf(trend.instrument);
      const whole = { episodes: latest.measured, latest: sharesIn(latest) };
      return { ...trend, title, cutOff, mostScore, ...whole, weeks: own.map(sharesIn) };
    });
    return { from: period.from, to: period.to, fewIsBelow: LEAST_CELL, trends };
  }

  @ApiOperation({
    summary:
      'The patients behind a number of the outcomes, by name: those measured in a week since admission, or in their last.',
  })
  @Get('cases')
  @Answers('OutcomeCasesAnswer')
  async cases(@Query() query: OutcomeCasesQuery): Promise<OutcomeCasesAnswer> {
    const { instrument, from, to, weeks, week, counted, limit, after, ...filter } = query;
    const period = periodOf({ from, to }, this.today());
    const asked = { instrument, ...period, lastWeek: weeks, week, countedAs: counted };
    const page = await outcomeCases(this.pool, asked, filter, { offset: after, limit });
    return { cases: page.items, total: page.total, next: page.next };
  }
}

const sharesIn = <Counts extends OutcomeCounts>({
  followed,
  responded,
  remitted,
  ...rest
}: Counts): Omit<Counts, 'followed' | 'responded' | 'remitted'> & OutcomeSharesAnswer => ({
  ...rest,
  isFew: rest.measured < LEAST_CELL,
  response: rateOf(responded, followed),
  remission: rateOf(remitted, followed),
});
