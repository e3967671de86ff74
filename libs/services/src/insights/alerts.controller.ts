import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { alertRules } from '@stepwell/measures';
import { openAlertCounts, openAlerts } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { TODAY, POOL, type Today } from '../tokens.ts';
import type { AlertsAnswer } from './answers.ts';
import { AlertsQuery } from './queries.dto.ts';

/** Whom somebody should look at, and by when. */
@ApiTags('Insights')
@Controller('v1/alerts')
export class AlertsController {
  private readonly pool: Pool;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.today = today;
  }

  @ApiOperation({ summary: 'The alerts that are open on a day, and how many of each kind there are.' })
  @Get()
  @Answers('AlertsAnswer')
  async list(
    @Query() { on = this.today(), kind, patient, limit, after, ...filter }: AlertsQuery,
  ): Promise<AlertsAnswer> {
    const [counts, { items, total, next }] = await Promise.all([
      openAlertCounts(this.pool, { on, patient }, filter),
      openAlerts(this.pool, { on, kind, patient }, filter, { offset: after, limit }),
    ]);
    const kinds = alertRules.map(({ id, version, title, description, closes }) => ({
      ...{ kind: id, version, title, description, closes },
      open: counts.get(id) ?? 0,
    }));
    return { on, kinds, alerts: items, total, next };
  }
}
