import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { endedStays, lengthsOfStay } from '@stepwell/read-models';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { answerCsv, csv, wantsCsv } from '../http/csv.ts';
import { Answers, AnswersTable } from '../openapi/answers.decorator.ts';
import { POOL, TODAY, type Today } from '../tokens.ts';
import type { EndedStaysAnswer, LengthsAnswer } from './length-answers.ts';
import { GroupLabels } from './group-labels.ts';
import { periodOf } from './period.ts';
import { EndedStaysQuery, LengthsQuery } from './queries.dto.ts';

/** How long patients stay at the levels of care. */
@ApiTags('Insights')
@Controller('v1/lengths-of-stay')
export class LengthsController {
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
    summary: 'The distribution of the lengths of the stays that ended in a period, whole and by group.',
    description:
      "In days from the day a stay began to the day it ended by its facility's clocks, leave included; 0 where it is one day. The payer is that of the day it began. Stays dated only by the month or the year are left out.",
  })
  @Get()
  @AnswersTable('LengthsAnswer')
  async lengths(
    @Query() { from, to, groupBy, format, ...filter }: LengthsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LengthsAnswer | string> {
    const period = periodOf({ from, to }, this.today());
    const { overall, groups } = await lengthsOfStay(this.pool, period, groupBy, filter);
    const labelOf = await this.labels.of(groupBy);
    const answer: LengthsAnswer = {
      ...{ from: period.from, to: period.to, groupBy, overall },
      groups: groups.map((group) => ({ ...group, label: labelOf(group.key) })),
    };
    return wantsCsv(request, format) ? answerCsv(reply, lengthTable(answer)) : answer;
  }

  @ApiOperation({ summary: 'The stays behind a length, the longest first.' })
  @Get('cases')
  @Answers('EndedStaysAnswer')
  async cases(
    @Query() { from, to, groupBy, group, leastDays, mostDays, limit, after, ...filter }: EndedStaysQuery,
  ): Promise<EndedStaysAnswer> {
    const query = { ...periodOf({ from, to }, this.today()), groupBy, group, leastDays, mostDays };
    const page = await endedStays(this.pool, query, filter, { offset: after, limit });
    return { cases: page.items, total: page.total, next: page.next };
  }
}

const COLUMNS = [
  ...['from', 'to', 'group_by', 'group', 'label', 'stays', 'mean_days', 'lower_quartile_days', 'median_days'],
  ...['upper_quartile_days', 'ninth_decile_days', 'longest_days'],
];

/** A line for each group and, last, one for all; with the stays of each span. */
const lengthTable = ({ from, to, groupBy, overall, groups }: LengthsAnswer): string =>
  csv(
    [
      ...COLUMNS,
      ...overall.spans.map(({ least, most }) =>
        most === null ? `from_${least}` : `from_${least}_to_${most}`,
      ),
    ],
    [...groups, { key: 'all', label: 'all', ...overall }].map((one) => [
      ...[
        from,
        to,
        groupBy,
        one.key,
        one.label,
        one.stays,
        one.meanDays,
        one.lowerQuartileDays,
        one.medianDays,
      ],
      ...[
        one.upperQuartileDays,
        one.ninthDecileDays,
        one.longestDays,
        ...one.spans.map(({ stays }) => stays),
      ],
    ]),
  );
