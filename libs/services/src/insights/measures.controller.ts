import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { measures } from '@stepwell/measures';
import type { EventStore } from '@stepwell/event-sourcing';
import {
  GROUPINGS,
  TooManyChanged,
  asKnownAt,
  measureCasesOf,
  measureRates,
  type KnownAt,
} from '@stepwell/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { answerCsv, wantsCsv } from '../http/csv.ts';
import { Answers, AnswersTable } from '../openapi/answers.decorator.ts';
import { Problem } from '../http/problem.ts';
import { momentOf, type AskedMoment } from '../moment.ts';
import { TODAY, POOL, SETTINGS, STORE, type Settings, type Today } from '../tokens.ts';
import type {
  MeasureAnswer,
  MeasureCasesAnswer,
  MeasureChangesAnswer,
  MeasuresAnswer,
  PublishableAnswer,
} from './answers.ts';
import { GroupLabels } from './group-labels.ts';
import { knownMeasure, measureOfKind, nameOf } from './known-measure.ts';
import { periodOf } from './period.ts';
import { FreshQuery, MeasureCasesQuery, MeasureChangesQuery, RateQuery } from './queries.dto.ts';
import { publishable, rateTable } from './rate-tables.ts';

/** Outcome measures: rates, and the cases behind them. */
@ApiTags('Insights')
@Controller('v1/measures')
export class MeasuresController {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly labels: GroupLabels;
  private readonly today: Today;
  private readonly settings: Settings;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(STORE) store: EventStore,
    @Inject(GroupLabels) labels: GroupLabels,
    @Inject(TODAY) today: Today,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.pool = pool;
    this.store = store;
    this.labels = labels;
    this.today = today;
    this.settings = settings;
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
    summary: 'The cases behind a rate, each with its verdict in a sentence and the events that decided it.',
  })
  @Get(':measureId/cases')
  @Answers('MeasureCasesAnswer')
  async cases(
    @Param('measureId') measureId: string,
    @Query()
    { from, to, groupBy, group, outcome, days, eventDay, limit, after, ...filter }: MeasureCasesQuery,
  ): Promise<MeasureCasesAnswer> {
    const { id, kind } = knownMeasure(measureId);
    const onCurve = kind === 'time-to-event' ? { days, eventDay } : {};
    const query = { ...periodOf({ from, to }, this.today()), groupBy, group, outcome, ...onCurve };
    const page = await measureCasesOf(this.pool, id, query, filter, { offset: after, limit });
    return { cases: page.items, total: page.total, next: page.next };
  }

  @ApiOperation({
    summary:
      'What is judged otherwise now than it was known at an instant: case by case, with the events recorded since.',
  })
  @Get(':measureId/changes')
  @Answers('MeasureChangesAnswer')
  async changes(
    @Param('measureId') measureId: string,
    @Query() { from, to, knownAt, limit, after, ...filter }: MeasureChangesQuery,
  ): Promise<MeasureChangesAnswer> {
    const measure = measureOfKind(measureId, 'rate');
    const period = periodOf({ from, to }, this.today());
    const question = { measure, period, filter };
    const moment = this.moment(knownAt);
    const { then, now, changes } = await this.asKnownAt(moment, async (known) => ({
      then: await known.rates(question, 'none'),
      now: await known.ratesNow(question, 'none'),
      changes: await known.changes(question),
    }));
    return {
      measure: nameOf(measure),
      ...{ from: period.from, to: period.to, knownAt: moment.instant },
      ...{ then: then.overall, now: now.overall, total: changes.length },
      changes: changes.slice(after, after + limit),
      next: after + limit < changes.length ? after + limit : null,
    };
  }

  private moment(text: string): AskedMoment {
    return momentOf(text, this.settings.timeZone);
  }

  private async asKnownAt<T>(moment: AskedMoment, ask: (known: KnownAt) => Promise<T>): Promise<T> {
    try {
      return await asKnownAt({ pool: this.pool, store: this.store }, moment, ask);
    } catch (error) {
      if (!(error instanceof TooManyChanged)) throw error;
      throw new Problem(422, 'too-much-changed', `${error.message} Ask for a later instant.`);
    }
  }

  private async rates(measureId: string, query: Omit<RateQuery, 'format'>): Promise<MeasureAnswer> {
    const { from, to, groupBy, knownAt, ...filter } = query;
    const measure = measureOfKind(measureId, 'rate');
    const period = periodOf({ from, to }, this.today());
    const moment = knownAt === undefined ? undefined : this.moment(knownAt);
    const { overall, groups } = moment
      ? await this.asKnownAt(moment, (known) => known.rates({ measure, period, filter }, groupBy))
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
