import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@stepwell/event-sourcing';
import { LEVELS_OF_CARE } from '@stepwell/pathway';
import { membersByLevel, membersOn } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL, STORE, TODAY, type Today } from '../tokens.ts';
import type { MembersAnswer } from './member-answers.ts';
import { MembersQuery } from './queries.dto.ts';

/** A health plan's members in treatment. */
@ApiTags('Insights')
@Controller('v1/members')
export class MembersController {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly today: Today;
  constructor(@Inject(POOL) pool: Pool, @Inject(STORE) store: EventStore, @Inject(TODAY) today: Today) {
    this.pool = pool;
    this.store = store;
    this.today = today;
  }

  @ApiOperation({
    summary:
      "A health plan's members in treatment on a day: their level and for how long, what is authorised beside it, and their open alerts.",
  })
  @Get()
  @Answers('MembersAnswer')
  async members(
    @Query() { on = this.today(), payer, limit, after, ...filter }: MembersQuery,
  ): Promise<MembersAnswer> {
    const [counts, { items, total, next }] = await Promise.all([
      membersByLevel(this.pool, { ...filter, payer, on }),
      membersOn(this.pool, this.store, { ...filter, payer, on }, { offset: after, limit }),
    ]);
    const levels = LEVELS_OF_CARE.map((level) => ({
      level,
      members: counts.find((count) => count.level === level)?.members ?? 0,
    }));
    return { on, payerId: payer, levels, members: items, total, next };
  }
}
