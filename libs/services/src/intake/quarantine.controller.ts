import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import { isUtf8 } from 'node:buffer';
import { storedInstant } from './requests.ts';
import { Problem, problemOfRefusal } from '../http/problem.ts';
import { uuid } from '../http/path.pipes.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { POOL } from '../tokens.ts';
import type {
  QuarantineAnswer,
  QuarantineCountAnswer,
  QuarantinedAnswer,
  ReplayAnswer,
  ReplayedPartAnswer,
} from './quarantine-answers.ts';
import { DiscardDto, QuarantineQuery, ReplayDto, ReplayManyDto } from './quarantine.dto.ts';
import {
  quarantineActions,
  quarantineItem,
  quarantineItems,
  type QuarantineFilter,
} from './quarantine-queries.ts';
import { QuarantineReplay } from './quarantine-replay.ts';
import { QuarantineWatch } from './quarantine-watch.ts';

/** What machines sent that could not become events: kept whole, with the reason. */
@ApiTags('Quarantine')
@Controller('v1/quarantine')
export class QuarantineController {
  private readonly pool: Pool;
  private readonly again: QuarantineReplay;
  private readonly watch: QuarantineWatch;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(QuarantineReplay) again: QuarantineReplay,
    @Inject(QuarantineWatch) watch: QuarantineWatch,
  ) {
    this.pool = pool;
    this.again = again;
    this.watch = watch;
  }

  @ApiOperation({ summary: 'The messages in quarantine, and how many there are for each reason.' })
  @Get()
  @Answers('QuarantineAnswer')
  async list(@Query() { limit, after, ...filter }: QuarantineQuery): Promise<QuarantineAnswer> {
    const found = await quarantineItems(this.pool, { ...within(filter), offset: after, limit });
    return { ...found, next: after + limit < found.total ? after + limit : null };
  }

  @ApiOperation({ summary: 'How many messages wait, and whether they are more than they should be.' })
  @Get('count')
  @Answers('QuarantineCountAnswer')
  count(): Promise<QuarantineCountAnswer> {
    return this.watch.count();
  }

  @ApiOperation({ summary: 'One message, whole, with what was done about it.' })
  @Get(':id')
  @Answers('QuarantinedAnswer')
  async show(@Param('id', uuid('id')) id: string): Promise<QuarantinedAnswer> {
    const item = await quarantineItem(this.pool, id);
    if (!item) throw unknown(id);
    const actions = await quarantineActions(this.pool, id);
    return { ...item, content: item.content.toString(), isText: isUtf8(item.content), actions };
  }

  @ApiOperation({
    summary: 'Tries a message again: as it came, or with a content that somebody mended.',
    description:
      'The message as it came is kept, and so is every content that was tried, with who tried it and why.',
  })
  @ApiBody({ type: ReplayDto, required: false })
  @Post(':id/replay')
  @HttpCode(200)
  @Answers('ReplayAnswer')
  async replay(
    @Param('id', uuid('id')) id: string,
    // Without a body, `undefined` comes here.
    @Body() { content, actor, note }: ReplayDto = new ReplayDto(),
  ): Promise<ReplayAnswer> {
    if (content && !note)
      throw new Problem(422, 'invalid-request', 'Say why the content is another than the one that came.', {
        errors: [{ field: 'note', detail: 'is needed with a content' }],
      });
    const mended = content ? Buffer.from(content) : undefined;
    const answer = await this.again.replay(id, { content: mended, actor, note });
    if (!answer) throw unknown(id);
    if (!(answer instanceof Refusal)) return { outcome: answer.outcome, code: null, detail: null };
    if (answer.code === 'quarantine-settled') throw problemOfRefusal(answer);
    return { outcome: 'quarantined', code: answer.code, detail: answer.detail };
  }

  @ApiOperation({
    summary: 'Tries a part of what is open again, the oldest first.',
    description:
      'Send it again with the `next` of the answer as `after` until that is null: so any number of messages is tried, and whoever asks sees how far it is.',
  })
  @Post('replays')
  @HttpCode(200)
  @Answers('ReplayedPartAnswer')
  replayMany(@Body() { actor, note, limit, after, ...filter }: ReplayManyDto): Promise<ReplayedPartAnswer> {
    return this.again.replayPart(within(filter), { actor, note, limit, after });
  }

  @ApiOperation({
    summary:
      'Gives a message up: it is kept, with the reason, and stays given up however often it comes again.',
  })
  @Post(':id/discard')
  @HttpCode(200)
  @Answers('QuarantinedAnswer')
  async discard(
    @Param('id', uuid('id')) id: string,
    @Body() decision: DiscardDto,
  ): Promise<QuarantinedAnswer> {
    const done = await this.again.discard(id, decision);
    if (done instanceof Refusal) throw problemOfRefusal(done);
    if (!done) throw unknown(id);
    return this.show(id);
  }
}

const within = (filter: QuarantineFilter): QuarantineFilter => ({
  ...filter,
  from: filter.from && storedInstant(filter.from),
  to: filter.to && storedInstant(filter.to),
});

const unknown = (id: string): Problem =>
  new Problem(404, 'not-in-quarantine', `There is no message ${id} in quarantine.`);
