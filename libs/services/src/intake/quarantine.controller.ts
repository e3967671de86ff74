import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { OneOf, Text, Whole } from '../http/fields.ts';
import { Problem } from '../http/problem.ts';
import { uuid } from '../http/path.pipes.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL } from '../tokens.ts';
import type { QuarantineAnswer, QuarantinedAnswer, ReplayAnswer } from './quarantine-answers.ts';
import { QUARANTINE_STATUSES, quarantineItem, quarantineItems, type QuarantineStatus } from './quarantine.ts';
import { QuarantineReplay } from './quarantine-replay.ts';

export class QuarantineQuery {
  @OneOf(QUARANTINE_STATUSES, 'Still open, or resolved.', { optional: true }) status?: QuarantineStatus;
  @Text('Only this reason.', { optional: true }) code?: string;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

/** What machines sent that could not become events: kept whole, with the reason. */
@ApiTags('Quarantine')
@Controller('v1/quarantine')
export class QuarantineController {
  private readonly pool: Pool;
  private readonly again: QuarantineReplay;
  constructor(@Inject(POOL) pool: Pool, @Inject(QuarantineReplay) again: QuarantineReplay) {
    this.pool = pool;
    this.again = again;
  }

  @ApiOperation({ summary: 'The messages in quarantine, and how many there are for each reason.' })
  @Get()
  @Answers('QuarantineAnswer')
  async list(@Query() { status, code, limit, after }: QuarantineQuery): Promise<QuarantineAnswer> {
    const found = await quarantineItems(this.pool, { status, code, offset: after, limit });
    return { ...found, next: after + limit < found.total ? after + limit : null };
  }

  @ApiOperation({ summary: 'One message, whole.' })
  @Get(':id')
  @Answers('QuarantinedAnswer')
  async show(@Param('id', uuid('id')) id: string): Promise<QuarantinedAnswer> {
    const item = await quarantineItem(this.pool, id);
    if (!item) throw unknown(id);
    return { ...item, content: item.content.toString() };
  }

  @ApiOperation({ summary: 'Tries a message again.' })
  @Post(':id/replay')
  @HttpCode(200)
  @Answers('ReplayAnswer')
  async replay(@Param('id', uuid('id')) id: string): Promise<ReplayAnswer> {
    const received = await this.again.replay(id);
    if (!received) throw unknown(id);
    if (received.outcome !== 'quarantined') return { outcome: received.outcome, code: null, detail: null };
    const { code, detail } = received.refusal;
    return { outcome: 'quarantined', code, detail };
  }
}

const unknown = (id: string): Problem =>
  new Problem(404, 'not-in-quarantine', `There is no message ${id} in quarantine.`);
