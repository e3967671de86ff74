import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { MeasuredRates } from '@stepwell/read-models';
import { uuid } from '../../http/path.pipes.ts';
import { Answers, AnswersCreated, AnswersNothing } from '../../openapi/answers.decorator.ts';
import { TODAY, type Today } from '../../tokens.ts';
import type { WhatIfAnswer, WhatIfFlipsAnswer } from '../answers.ts';
import { followedCurves } from '../followed-curves.ts';
import { nameOf } from '../known-measure.ts';
import { WhatIfDesk, type WhatIfJob } from './what-if-desk.ts';
import { FlipsQuery, WhatIfDto } from './what-if.dto.ts';
import { whatIfQuestion } from './what-if-question.ts';

/** Any rate by another rule, over the whole past: which cases flip, and why. */
@ApiTags('Insights')
@Controller('v1/what-if')
export class WhatIfController {
  private readonly desk: WhatIfDesk;
  private readonly today: Today;
  constructor(@Inject(WhatIfDesk) desk: WhatIfDesk, @Inject(TODAY) today: Today) {
    this.desk = desk;
    this.today = today;
  }

  @ApiOperation({
    summary: 'Begins to judge every history by another rule; the answer names where to look for it.',
  })
  @Post()
  @AnswersCreated('WhatIfAnswer')
  async ask(@Body() body: WhatIfDto): Promise<WhatIfAnswer> {
    return answerOf(await this.desk.ask(whatIfQuestion(body, this.today())));
  }

  @ApiOperation({ summary: 'How far it has come and, when it is done, both rates and how many cases flip.' })
  @Get(':jobId')
  @Answers('WhatIfAnswer')
  find(@Param('jobId', uuid('jobId')) jobId: string): WhatIfAnswer {
    return answerOf(this.desk.find(jobId));
  }

  @ApiOperation({ summary: 'The cases that flip, each with both verdicts and the events behind them.' })
  @Get(':jobId/flips')
  @Answers('WhatIfFlipsAnswer')
  flips(
    @Param('jobId', uuid('jobId')) jobId: string,
    @Query() { after, limit }: FlipsQuery,
  ): WhatIfFlipsAnswer {
    return this.desk.flips(jobId, after, limit);
  }

  @ApiOperation({ summary: 'Cancels one that runs; forgets one that has ended.' })
  @Delete(':jobId')
  @HttpCode(204)
  @AnswersNothing()
  end(@Param('jobId', uuid('jobId')) jobId: string): void {
    this.desk.end(jobId);
  }
}

const answerOf = ({
  jobId,
  question,
  state,
  progress,
  patients,
  askedAt,
  endedAt,
  result,
  fault,
}: WhatIfJob): WhatIfAnswer => ({
  jobId,
  state,
  measure: nameOf(question.measure),
  parameters: question.alternative.parameters ?? {},
  policy: question.alternative.policy ?? null,
  ...{ from: question.period.from, to: question.period.to, groupBy: question.groupBy },
  days: question.days ?? null,
  progress: { ...progress, of: patients },
  ...{ askedAt, endedAt: endedAt ?? null, fault: fault ?? null },
  result: result
    ? {
        before: result.curves ? countsOf(result.before) : result.before,
        after: result.curves ? countsOf(result.after) : result.after,
        curves: result.curves
          ? {
              before: followedCurves(result.curves.before, question.days!),
              after: followedCurves(result.curves.after, question.days!),
            }
          : null,
        flows: result.flows,
        flipped: result.flipped,
        kept: result.flips.length,
      }
    : null,
});

/** Cases with and without an event that not all are followed up to are no rate. */
const countsOf = ({ overall, groups }: MeasuredRates): MeasuredRates => ({
  overall: { ...overall, rate: null, interval: null },
  groups: groups.map((group) => ({ ...group, rate: null, interval: null })),
});
