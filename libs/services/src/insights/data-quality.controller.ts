import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { FINDINGS, FINDING_CODES } from '@stepwell/pathway';
import { findingCases, findingCounts } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL } from '../tokens.ts';
import type { DataQualityAnswer, DataQualityCasesAnswer } from './answers.ts';
import { FindingCasesQuery, FindingsQuery } from './queries.dto.ts';

/** What was kept though it contradicts other facts. */
@ApiTags('Insights')
@Controller('v1/data-quality')
export class DataQualityController {
  private readonly pool: Pool;
  constructor(@Inject(POOL) pool: Pool) {
    this.pool = pool;
  }

  @ApiOperation({ summary: 'Findings of facts that contradict each other, counted by code and facility.' })
  @Get()
  @Answers('DataQualityAnswer')
  async counts(@Query() query: FindingsQuery): Promise<DataQualityAnswer> {
    const counts = await findingCounts(this.pool, query);
    const codes = FINDING_CODES.map((code) => {
      const facilities = counts.filter((one) => one.code === code).map(({ code: _, ...rest }) => rest);
      const total = facilities.reduce((sum, { findings }) => sum + findings, 0);
      return { code, means: FINDINGS[code], findings: total, facilities };
    });
    return { codes, total: codes.reduce((sum, { findings }) => sum + findings, 0) };
  }

  @ApiOperation({ summary: 'The findings behind a count, each with its events.' })
  @Get('cases')
  @Answers('DataQualityCasesAnswer')
  async cases(@Query() { limit, after, ...query }: FindingCasesQuery): Promise<DataQualityCasesAnswer> {
    const { items, total, next } = await findingCases(this.pool, query, { offset: after, limit });
    return { cases: items, total, next };
  }
}
