import { Refusal, type Answer, type DomainEvent, type Position } from '@stepwell/event-sourcing';
import type { FastifyReply } from 'fastify';
import { problemOfRefusal } from '../http/problem.ts';

/** What was recorded. */
export interface RecordedAnswer {
  /** `appended` now, `known` from an earlier request with the same key, `unchanged` because it was true already. */
  readonly outcome: 'appended' | 'known' | 'unchanged';
  readonly patientId?: string;
  readonly programId?: string;
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly revision: number;
    readonly position: Position;
  }[];
  /** The last revision of the patient's stream. */
  readonly revision: number;
  /** A query with `?atLeast=` this position sees what was recorded. */
  readonly position: Position;
}

/** Renders an answer: 201 with the events, 200 where nothing had to be done, a problem where it was refused. */
export const rendered = (
  answer: Answer<DomainEvent>,
  subject: Pick<RecordedAnswer, 'patientId' | 'programId'>,
  reply: FastifyReply,
): RecordedAnswer => {
  if (answer instanceof Refusal) throw problemOfRefusal(answer);
  void reply.status(answer.outcome === 'appended' ? 201 : 200);
  return {
    outcome: answer.outcome,
    ...subject,
    events: answer.events.map(({ id, type, revision, position }) => ({ id, type, revision, position })),
    revision: answer.revision,
    position: answer.position,
  };
};
