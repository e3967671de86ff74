import { Body, Controller, Headers, HttpCode, Inject, Post, Req, type RawBodyRequest } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiTags } from '@nestjs/swagger';
import { comparePositions, type Position } from '@stepwell/event-sourcing';
import { batchElements, eventOfHeaders, keptMessage } from '@stepwell/edges/cloudevents';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.ts';
import { AnswersEvents } from '../openapi/answers.decorator.ts';
import { CloudEventsIntake } from './cloudevents-intake.ts';
import { BATCH, CloudEventDto, EVENT_BODY, MOST_EVENTS, STRUCTURED } from './events.dto.ts';
import type { Received } from './received.ts';

/** What became of one event. */
export interface EventAnswer {
  /** As its sender gave them; null where it gave none. */
  readonly source: string | null;
  readonly id: string | null;
  /** Accepted: recorded now. Known: recorded before. Quarantined: kept whole, and not recorded. */
  readonly outcome: 'accepted' | 'known' | 'quarantined';
  /** Why it was quarantined. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly quarantineId: string | null;
}

/** What became of the events of one request. All of it is durable. */
export interface EventsAnswer {
  readonly accepted: number;
  readonly known: number;
  readonly quarantined: number;
  /** In the order in which the events were sent. */
  readonly events: readonly EventAnswer[];
  /** A query with `?atLeast=` this position sees what was recorded; null where nothing was. */
  readonly position: Position | null;
}

/** CloudEvents over HTTP: commands in, what became of each out. */
@ApiTags('CloudEvents')
@ApiExtraModels(CloudEventDto)
@Controller('v1/events')
export class EventsController {
  private readonly intake: CloudEventsIntake;
  constructor(@Inject(CloudEventsIntake) intake: CloudEventsIntake) {
    this.intake = intake;
  }

  @ApiOperation({
    summary: 'Takes CloudEvents that say what is to be recorded: one, or up to 5,000 in a batch.',
    description:
      'Their types, with the schemas of their data, are at /v1/schemas and in the AsyncAPI document. `source` and `id` together make a retry safe. Events of one patient are carried out in the order in which they stand. What cannot be accepted is kept whole in quarantine, and that too is answered with 200: send nothing again but what is answered with 5xx.',
    requestBody: EVENT_BODY,
  })
  @Post()
  @HttpCode(200)
  @AnswersEvents()
  async receive(
    @Headers() headers: HttpHeaders,
    @Body() body: unknown,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<EventsAnswer> {
    const mode = modeOf(headers);
    const events = mode === 'batch' ? batchOf(body) : [mode === 'binary' ? binaryOf(headers, body) : body];
    const contentOf = asItCame(mode, headers, request.rawBody ?? Buffer.alloc(0));
    return answerOf(events, await this.intake.receive(events, { channel: 'cloudevents', contentOf }));
  }
}

type HttpHeaders = Readonly<Record<string, string | undefined>>;
type Mode = 'structured' | 'batch' | 'binary';

const modeOf = (headers: HttpHeaders): Mode => {
  const type = headers['content-type']?.split(';')[0]!.trim().toLowerCase();
  if (type === STRUCTURED) return 'structured';
  if (type === BATCH) return 'batch';
  if (headers['ce-specversion'] !== undefined || headers['ce-id'] !== undefined) return 'binary';
  throw new Problem(
    415,
    'unsupported-media-type',
    `Send a CloudEvent as ${STRUCTURED}, a batch as ${BATCH}, or its attributes in headers that begin with ce-.`,
  );
};

const binaryOf = (headers: HttpHeaders, data: unknown): unknown => eventOfHeaders(headers, 'ce-', { data });

/** The nth event as it came; of a batch, its part of the text. */
const asItCame = (mode: Mode, headers: HttpHeaders, bytes: Buffer): ((n: number) => Uint8Array) => {
  if (mode === 'structured') return () => bytes;
  if (mode === 'binary') return () => keptMessage(ofEvent(headers), bytes);
  let elements: readonly Buffer[] | undefined;
  return (n) => (elements ??= batchElements(bytes))[n]!;
};

/** The headers that belong to an event: others say how it was sent, and may be secret. */
const ofEvent = (headers: HttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter((one): one is [string, string] =>
      /^(ce-.*|content-type|traceparent|tracestate)$/.test(one[0]),
    ),
  );

const batchOf = (body: unknown): unknown[] => {
  if (!Array.isArray(body))
    throw new Problem(422, 'no-batch', 'Send a batch as a JSON array of CloudEvents.');
  if (body.length <= MOST_EVENTS) return body;
  throw new Problem(
    413,
    'too-many-events',
    `Send at most ${MOST_EVENTS} events at once: these are ${body.length}.`,
  );
};

const answerOf = (events: readonly unknown[], received: readonly Received[]): EventsAnswer => {
  const counts = { accepted: 0, known: 0, quarantined: 0 };
  let position: Position | null = null;
  const answers = received.map((one, n): EventAnswer => {
    counts[one.outcome] += 1;
    const { source, id } = (events[n] ?? {}) as { source?: unknown; id?: unknown };
    const named = {
      source: typeof source === 'string' ? source : null,
      id: typeof id === 'string' ? id : null,
    };
    if (one.outcome === 'quarantined') {
      const { quarantineId, refusal } = one;
      return { ...named, outcome: one.outcome, code: refusal.code, detail: refusal.detail, quarantineId };
    }
    if (position === null || comparePositions(one.position, position) > 0) position = one.position;
    return { ...named, outcome: one.outcome, code: null, detail: null, quarantineId: null };
  });
  return { ...counts, events: answers, position };
};
