import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { kaplanMeier, logRank, marksTo, numberAtRisk, type Departures } from '@stepwell/measures';
import { departuresOf } from '@stepwell/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { answerCsv, wantsCsv } from '../http/csv.ts';
import { AnswersTable } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { CurveAnswer, FollowedCurve } from './answers.ts';
import { GroupLabels } from './group-labels.ts';
import { measureOfKind, nameOf } from './known-measure.ts';
import { periodOf } from './period.ts';
import { CurveQuery } from './queries.dto.ts';
import { curveTable } from './rate-tables.ts';

/** The share of patients to whom something has not happened yet, day by day. */
@ApiTags('Insights')
@Controller('v1/measures')
export class CurvesController {
  private readonly pool: Pool;
  private readonly labels: GroupLabels;
  private readonly today: Today;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(GroupLabels) labels: GroupLabels,
    @Inject(TODAY) today: Today,
  ) {
    this.pool = pool;
    this.labels = labels;
    this.today = today;
  }

  @ApiOperation({
    summary:
      'The Kaplan–Meier curve of a time to an event over the index events of a period, with the number at risk, 95 % intervals (log-minus-log) and the log-rank test between groups.',
  })
  @Get(':measureId/curve')
  @AnswersTable('CurveAnswer')
  async curve(
    @Param('measureId') measureId: string,
    @Query() { from, to, groupBy, days, format, ...filter }: CurveQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CurveAnswer | string> {
    const measure = measureOfKind(measureId, 'time-to-event');
    const period = periodOf({ from, to }, this.today());
    const { overall, groups } = await departuresOf(
      this.pool,
      measure.id,
      { ...period, days },
      groupBy,
      filter,
    );
    const labelOf = await this.labels.of(groupBy);
    const marks = marksTo(days);
    const followed = (departures: readonly Departures[]): FollowedCurve => ({
      ...kaplanMeier(departures),
      numberAtRisk: numberAtRisk(departures, marks),
    });
    const answer: CurveAnswer = {
      measure: nameOf(measure),
      ...{ from: period.from, to: period.to, groupBy, days },
      overall: followed(overall),
      groups: groups.map(({ key, departures }) => ({ key, label: labelOf(key), ...followed(departures) })),
      logRank: logRank(groups.map(({ departures }) => departures)) ?? null,
    };
    return wantsCsv(request, format) ? answerCsv(reply, curveTable(answer)) : answer;
  }
}
