import { createParamDecorator, Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Refusal, type EventStore } from '@stepwell/event-sourcing';
import { dataToCommand, type CommandData } from '@stepwell/edges/cloudevents';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, problemOfRefusal } from '../http/problem.ts';
import { CLOCK, STORE, type Clock } from '../tokens.ts';
import { rendered, type RecordedAnswer } from './answer.ts';
import { Intake } from './orders.ts';
import { programDefinition, restRequest, withCommands } from './requests.ts';

/** Documents the header of every request that records something. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Makes a retry safe: the same key with the same body is one request.',
} as const;

/** Who asked: the key under which a retry is known, and where the answer goes. */
export interface Exchange {
  readonly key: string | undefined;
  readonly reply: FastifyReply;
}

/** Gives a controller's method the exchange that it is part of. */
export const InExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  const key = http.getRequest<FastifyRequest>().headers['idempotency-key'];
  return { key: typeof key === 'string' ? key : undefined, reply: http.getResponse<FastifyReply>() };
});

/** What every request that records something may say besides its data. */
interface Spoken {
  readonly recordedBy?: string;
  readonly occurredAt?: string;
}

/** Records over REST what an event of the same command would hold, for requests that are one command each. */
@Injectable()
export class Recorder {
  private readonly intake: Intake;
  private readonly store: EventStore;
  private readonly now: Clock;
  constructor(@Inject(Intake) intake: Intake, @Inject(STORE) store: EventStore, @Inject(CLOCK) now: Clock) {
    this.intake = intake;
    this.store = store;
    this.now = now;
  }

  async record<Name extends keyof CommandData>(
    name: Name,
    patientId: string,
    body: Spoken & CommandData[Name],
    { key, reply }: Exchange,
  ): Promise<RecordedAnswer> {
    const request = restRequest(`patients/${patientId}/${name}`, patientId, key, body, this.now());
    const { recordedBy: _, occurredAt: __, ...data } = body;
    const { programId } = data as { programId?: string };
    const program = programId === undefined ? undefined : await programDefinition(this.store, programId);
    const { commandId, occurredAt: time } = request;
    const command = dataToCommand(name, data as unknown as CommandData[Name], {
      ...{ patientId, commandId, time, program },
    });
    if (command instanceof Refusal) throw problemOfData(command);
    const answers = await this.intake.patient(patientId, [withCommands(request, command)]);
    return rendered(answers[0]!, { patientId }, reply);
  }
}

const problemOfData = (refusal: Refusal): Problem =>
  refusal.code === 'invalid-data' || refusal.code === 'program-unknown'
    ? new Problem(422, refusal.code === 'invalid-data' ? 'invalid-request' : refusal.code, refusal.detail)
    : problemOfRefusal(refusal);
