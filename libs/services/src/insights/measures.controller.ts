import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { measures } from '@stepwell/measures';
import { GROUPINGS, measureCasesOf, measureRates } from '@stepwell/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { answerCsv, wantsCsv } from '../http/csv.ts';
import { Answers, AnswersTable } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type {
  MeasureAnswer,
  MeasureCasesAnswer,
  MeasureChangesAnswer,
  MeasuresAnswer,
  PublishableAnswer,
} from './answers.ts';
import { EarlierReports } from './earlier-reports.ts';
import { GroupLabels } from './group-labels.ts';
import { knownMeasure, measureOfKind, nameOf } from './known-measure.ts';
import { periodOf } from './period.ts';
import { FreshQuery, MeasureCasesQuery, MeasureChangesQuery, RateQuery } from './queries.dto.ts';
import { caseTable, publishable, rateTable } from './rate-tables.ts';

/** Outcome measures: rates, and the cases behind them. */
@ApiTags('Insights')
@Controller('v1/measures')
export class MeasuresController {
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
    @Query() { format, ...query }: RateQuery,
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
    @Query() { format, ...query }: RateQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PublishableAnswer | string> {
    const answer = publishable(await this.rates(measureId, query));
    return wantsCsv(request, format) ? answerCsv(reply, rateTable(answer)) : answer;
  }

  @ApiOperation({
    summary:
      'The cases behind a rate or a curve, now or as they were known, each with its verdict in a sentence and the events that decided it.',
  })
  @Get(':measureId/cases')
  @AnswersTable('MeasureCasesAnswer')
  async cases(
    @Param('measureId') measureId: string,
    @Query() { format, ...asked }: MeasureCasesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeasureCasesAnswer | string> {
    const measure = knownMeasure(measureId);
    const { from, to, groupBy, group, outcome, days, eventDay, knownAt, limit, after, ...filter } = asked;
    const period = periodOf({ from, to }, this.today());
    const chosen = { groupBy, group, outcome, ...(measure.kind === 'time-to-event' && { days, eventDay }) };
    const part = { offset: after, limit };
    const moment = this.earlier.moment(knownAt);
    const page = moment
      ? await this.earlier.ask(moment, (known) => known.cases({ measure, period, filter }, chosen, part))
      : await measureCasesOf(this.pool, measure.id, { ...period, ...chosen }, filter, part);
    const answer = { cases: page.items, total: page.total, next: page.next };
    return wantsCsv(request, format) ? answerCsv(reply, caseTable(nameOf(measure), answer)) : answer;
  }

  @ApiOperation({
    summary:
      'What is judged otherwise now than it was known at an instant: case by case, with the events recorded since.',
    description:
      'Where nothing has been recorded since, `because` is empty: the window has closed. Of a time to an event, the counts are those of its cases with and without the event within `days`, and make no rate.',
  })
  @Get(':measureId/changes')
  @Answers('MeasureChangesAnswer')
  async changes(
    @Param('measureId') measureId: string,
    @Query() { from, to, knownAt, days, limit, after, ...filter }: MeasureChangesQuery,
  ): Promise<MeasureChangesAnswer> {
    const measure = knownMeasure(measureId);
    const period = periodOf({ from, to }, this.today());
    const question = { measure, period, filter, days };
    const moment = this.earlier.moment(knownAt);
    const { then, now, changes } = await this.earlier.ask(moment, async (known) => ({
      ...(await known.thenAndNow(question)),
      changes: await known.changes(question),
    }));
    return {
      measure: nameOf(measure),
      ...{ from: period.from, to: period.to, knownAt: moment.instant },
      ...{ then, now, total: changes.length },
      changes: changes.slice(after, after + limit),
      next: after + limit < changes.length ? after + limit : null,
    };
  }

  private async rates(measureId: string, query: Omit<RateQuery, 'format'>): Promise<MeasureAnswer> {
    const { from, to, groupBy, knownAt, ...filter } = query;
    const measure = measureOfKind(measureId, 'rate');
    const period = periodOf({ from, to }, this.today());
    const moment = this.earlier.moment(knownAt);
    const { overall, groups } = moment
      ? await this.earlier.ask(moment, (known) => known.rates({ measure, period, filter }, groupBy))
      : await measureRates(this.pool, measure.id, period, groupBy, filter);
    const labelOf = await this.labels.of(groupBy);
    return {
      measure: nameOf(measure),
      ...{ from: period.from, to: period.to, groupBy, overall },
      ...(moment && { knownAt: moment.instant }),
      groups: groups.map((group) => ({ ...group, label: labelOf(group.key) })),
    };
  }
}
