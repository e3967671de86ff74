import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { departuresOf } from '@stepwell/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { answerCsv, wantsCsv } from '../http/csv.ts';
import { AnswersTable } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { CurveAnswer } from './answers.ts';
import { EarlierReports } from './earlier-reports.ts';
import { followedCurves } from './followed-curves.ts';
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
  private readonly earlier: EarlierReports;
  private readonly labels: GroupLabels;
  private readonly today: Today;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(EarlierReports) earlier: EarlierReports,
    @Inject(GroupLabels) labels: GroupLabels,
    @Inject(TODAY) today: Today,
  ) {
    this.pool = pool;
    this.earlier = earlier;
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
    @Query() { from, to, groupBy, days, knownAt, format, ...filter }: CurveQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CurveAnswer | string> {
    const measure = measureOfKind(measureId, 'time-to-event');
    const period = periodOf({ from, to }, this.today());
    const moment = this.earlier.moment(knownAt);
    const departures = moment
      ? await this.earlier.ask(moment, (known) =>
          known.departures({ measure, period, filter, days }, groupBy),
        )
      : await departuresOf(this.pool, measure.id, { ...period, days }, groupBy, filter);
    const { groups, ...curves } = followedCurves(departures, days);
    const labelOf = await this.labels.of(groupBy);
    const answer: CurveAnswer = {
      measure: nameOf(measure),
      ...{ from: period.from, to: period.to, groupBy, days },
      ...(moment && { knownAt: moment.instant }),
      ...curves,
      groups: groups.map((group) => ({ ...group, label: labelOf(group.key) })),
    };
    return wantsCsv(request, format) ? answerCsv(reply, curveTable(answer)) : answer;
  }
}
