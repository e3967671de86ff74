import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { measures } from '@stepwell/measures';
import { GROUPINGS, measureCasesOf, measureRates } from '@stepwell/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { answerCsv, wantsCsv } from '../http/csv.ts';
import { Answers, AnswersTable } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { MeasureAnswer, MeasureCasesAnswer, MeasuresAnswer, PublishableAnswer } from './answers.ts';
import { GroupLabels } from './group-labels.ts';
import { knownMeasure, measureOfKind, nameOf } from './known-measure.ts';
import { periodOf } from './period.ts';
import { FreshQuery, MeasureCasesQuery, MeasureTableQuery, type MeasureQuery } from './queries.dto.ts';
import { publishable, rateTable } from './rate-tables.ts';

/** Outcome measures: rates, and the cases behind them. */
@ApiTags('Insights')
@Controller('v1/measures')
export class MeasuresController {
  private readonly pool: Pool;
  private readonly labels: GroupLabels;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(GroupLabels) labels: GroupLabels, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.labels = labels;
    this.today = today;
  }

  @ApiOperation({ summary: 'The measures and what each of them counts.' })
  @Get()
  @Answers('MeasuresAnswer')
  list(@Query() _query: FreshQuery): MeasuresAnswer {
    return {
      measures: measures.map(({ cases: _, usesSessions: __, ...definition }) => ({
        ...definition,
        groupings: GROUPINGS,
      })),
    };
  }

  @ApiOperation({
    summary: 'A rate over the index events of a period, with its Wilson 95 % interval, whole and by group.',
  })
  @Get(':measureId')
  @AnswersTable('MeasureAnswer')
  async rate(
    @Param('measureId') measureId: string,
    @Query() { format, ...query }: MeasureTableQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeasureAnswer | string> {
    const answer = await this.rates(measureId, query);
    return wantsCsv(request, format) ? answerCsv(reply, rateTable(answer)) : answer;
  }

  @ApiOperation({
    summary: 'The rate as it may be published: without counts below 11, and without what they follow from.',
    description:
      'What is left out in one answer may follow from several: publish one period, grouping and filter of a measure.',
  })
  @Get(':measureId/publishable')
  @AnswersTable('PublishableAnswer')
  async publishable(
    @Param('measureId') measureId: string,
    @Query() { format, ...query }: MeasureTableQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PublishableAnswer | string> {
    const answer = publishable(await this.rates(measureId, query));
    return wantsCsv(request, format) ? answerCsv(reply, rateTable(answer)) : answer;
  }

  @ApiOperation({
    summary: 'The cases behind a rate, each with its verdict in a sentence and the events that decided it.',
  })
  @Get(':measureId/cases')
  @Answers('MeasureCasesAnswer')
  async cases(
    @Param('measureId') measureId: string,
    @Query() { from, to, groupBy, group, outcome, limit, after, ...filter }: MeasureCasesQuery,
  ): Promise<MeasureCasesAnswer> {
    const { id } = knownMeasure(measureId);
    const query = { ...periodOf({ from, to }, this.today()), groupBy, group, outcome };
    const page = await measureCasesOf(this.pool, id, query, filter, { offset: after, limit });
    return { cases: page.items, total: page.total, next: page.next };
  }

  private async rates(measureId: string, query: MeasureQuery): Promise<MeasureAnswer> {
    const { from, to, groupBy, ...filter } = query;
    const measure = measureOfKind(measureId, 'rate');
    const period = periodOf({ from, to }, this.today());
    const { overall, groups } = await measureRates(this.pool, measure.id, period, groupBy, filter);
    const labelOf = await this.labels.of(groupBy);
    return {
      measure: nameOf(measure),
      ...{ from: period.from, to: period.to, groupBy, overall },
      groups: groups.map((group) => ({ ...group, label: labelOf(group.key) })),
    };
  }
}
