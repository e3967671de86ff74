import { Controller, Get, Headers, Inject, Logger, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Position } from '@stepwell/event-sourcing';
import { pause } from '@stepwell/postgres';
import type { FastifyReply } from 'fastify';
import { AnswersProblem } from '../openapi/answers.decorator.ts';
import { writeCursor } from '../outgoing/cursor.ts';
import { OutgoingLog } from '../outgoing/outgoing.ts';
import { StreamQuery, filterOf } from './live.dto.ts';
import { ReadModelMoves } from './read-model-moves.ts';
import { EventStream, message } from './sse.ts';
import { Streams } from './streams.ts';

const BATCH = 500;
const MOVES_AT_MOST_EVERY_MS = 50;

// OpenAPI 3.0 has no word for a stream: its readers take the schema for that of each event.
const TEXT = { type: 'string' as const };
const EVENT = { type: 'object' as const, properties: { id: TEXT, event: TEXT, data: TEXT } };
const STREAM = { content: { 'text/event-stream': { schema: EVENT } } };

/** What happens, as it happens: server-sent events. */
@ApiTags('Live')
@Controller('v1')
export class LiveController {
  private readonly outgoing: OutgoingLog;
  private readonly moves: ReadModelMoves;
  private readonly streams: Streams;
  private readonly logger = new Logger('live');
  constructor(
    @Inject(OutgoingLog) outgoing: OutgoingLog,
    @Inject(ReadModelMoves) moves: ReadModelMoves,
    @Inject(Streams) streams: Streams,
  ) {
    this.outgoing = outgoing;
    this.moves = moves;
    this.streams = streams;
  }

  @ApiOperation({
    summary:
      'Events as they are recorded, and alerts as they open and close: CloudEvents in a stream that resumes by Last-Event-ID.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The `id` of the last message read.' })
  @ApiOkResponse({ ...STREAM, description: 'Messages whose data is a CloudEvent in JSON.' })
  @AnswersProblem()
  @Get('events/stream')
  async events(
    @Query() { after, ...query }: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const filter = filterOf(query);
    const given = lastEventId || after;
    const from = given
      ? await this.outgoing.cursorOf(given, filter, 'Last-Event-ID')
      : await this.outgoing.head();
    const release = this.outgoing.hold();
    await this.streams
      .answer(reply, async (stream) => {
        let cursor = from;
        // Whoever loses the connection before the first message resumes from here.
        await stream.send(`id: ${writeCursor(cursor)}\n\n`);
        while (!stream.signal.aborted) {
          const batch = await this.outgoing.after(cursor, filter, BATCH);
          const text = batch.items.map((one) => message(writeCursor(one.cursor), one.body)).join('');
          if (text) await stream.send(text);
          cursor = batch.cursor;
          if (batch.isAll) await this.outgoing.grownPast(cursor, filter, stream.signal);
        }
      })
      .catch((error: Error) => this.logger.warn(`A stream ended: ${error.message}`))
      .finally(release);
  }

  @ApiOperation({
    summary: 'Says when the read models have moved, and to which position: what is asked then is up to date.',
  })
  @ApiOkResponse({ ...STREAM, description: 'Messages `moved` whose data is `{"position": …}`.' })
  @AnswersProblem()
  @Get('read-models/stream')
  async readModels(@Res() reply: FastifyReply): Promise<void> {
    let position: Position | undefined;
    // Browsers do not show a comment to the page, which has to notice when nothing comes any more.
    await this.streams
      .answer(
        reply,
        async (stream: EventStream) => {
          while (!stream.signal.aborted) {
            const moved = await this.moves.movedFrom(position, stream.signal);
            if (moved !== position)
              await stream.send(message(moved, JSON.stringify({ position: moved }), 'moved'));
            position = moved;
            await pause(MOVES_AT_MOST_EVERY_MS, stream.signal);
          }
        },
        'event: beat\ndata: {}\n\n',
      )
      .catch((error: Error) => this.logger.warn(`A stream ended: ${error.message}`));
  }
}
