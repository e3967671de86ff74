import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { measureById, measures, type Measure } from '@stepwell/measures';
import { GROUPINGS, measureCasesOf, measureRates, payers, type Grouping } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Problem } from '../http/problem.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { MeasureAnswer, MeasureCasesAnswer, MeasuresAnswer } from './answers.ts';
import { FacilityDirectory } from './facility-directory.ts';
import { periodOf } from './period.ts';
import { FreshQuery, MeasureCasesQuery, MeasureQuery } from './queries.dto.ts';

/** Outcome measures: rates, and the cases behind them. */
@ApiTags('Insights')
@Controller('v1/measures')
export class MeasuresController {
  private readonly pool: Pool;
  private readonly directory: FacilityDirectory;
  private readonly today: Today;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(FacilityDirectory) directory: FacilityDirectory,
    @Inject(TODAY) today: Today,
  ) {
    this.pool = pool;
    this.directory = directory;
    this.today = today;
  }

  @ApiOperation({ summary: 'The measures and what each of them counts.' })
  @Get()
  @Answers('MeasuresAnswer')
  list(@Query() _query: FreshQuery): MeasuresAnswer {
    return {
      measures: measures.map(({ cases: _, ...definition }) => ({ ...definition, groupings: GROUPINGS })),
    };
  }

  @ApiOperation({
    summary: 'A rate over the index events of a period, with its Wilson 95 % interval, whole and by group.',
  })
  @Get(':measureId')
  @Answers('MeasureAnswer')
  async rate(
    @Param('measureId') measureId: string,
    @Query() { from, to, groupBy, ...filter }: MeasureQuery,
  ): Promise<MeasureAnswer> {
    const { id, version, title } = known(measureId);
    const period = periodOf({ from, to }, this.today());
    const { overall, groups } = await measureRates(this.pool, id, period, groupBy, filter);
    const labelOf = await this.labels(groupBy);
    return {
      measure: { id, version, title },
      ...{ from: period.from, to: period.to, groupBy, overall },
      groups: groups.map((group) => ({ ...group, label: labelOf(group.key) })),
    };
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
    const { id } = known(measureId);
    const query = { ...periodOf({ from, to }, this.today()), groupBy, group, outcome };
    const page = await measureCasesOf(this.pool, id, query, filter, { offset: after, limit });
    return { cases: page.items, total: page.total, next: page.next };
  }

  private async labels(groupBy: Grouping): Promise<(key: string) => string> {
    if (groupBy === 'facility') return (await this.directory.names(this.today())).facility;
    if (groupBy === 'program') return (await this.directory.names(this.today())).program;
    if (groupBy !== 'payer') return (key) => key;
    const names = new Map((await payers(this.pool)).map(({ payerId, name }) => [payerId, name]));
    return (key) => names.get(key) ?? key;
  }
}

const known = (id: string): Measure => {
  const measure = measureById(id);
  if (measure) return measure;
  const ids = measures.map((one) => one.id).join(', ');
  throw new Problem(404, 'measure-unknown', `There is no measure "${id}"; there are: ${ids}.`);
};
