import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiResponse } from '@nestjs/swagger';
import type { AnswerName } from './answer-names.ts';

const ref = (name: AnswerName) => ({ $ref: `#/components/schemas/${name}` });

const problem = (status: number | 'default', description: string) =>
  ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: ref('ProblemDetails') } },
  });

/** Whatever else may be answered. */
export const Problems = () => problem('default', 'A problem: what is wrong and what to do.');

/** The answer of a query, by the type that its schema is generated from. */
export const Answers = (name: AnswerName) =>
  applyDecorators(ApiOkResponse({ schema: ref(name), description: 'The answer.' }), Problems());

/** The answer of a query that may be had as a table too. */
export const AnswersTable = (name: AnswerName) =>
  applyDecorators(
    ApiOkResponse({
      description: 'The answer.',
      content: { 'application/json': { schema: ref(name) }, 'text/csv': { schema: { type: 'string' } } },
    }),
    Problems(),
  );

/** That the answer may be a problem, where the good one is no JSON. */
export const AnswersProblem = () => problem('default', 'A problem: what is wrong and what to do.');

/** The answer of a request that makes something, by the type that its schema is generated from. */
export const AnswersCreated = (name: AnswerName) =>
  applyDecorators(
    ApiResponse({ status: 201, schema: ref(name), description: 'Made.' }),
    problem('default', 'A problem: what is wrong and what to do.'),
  );

export const AnswersNothing = () =>
  applyDecorators(
    ApiResponse({ status: 204, description: 'Done.' }),
    problem('default', 'A problem: what is wrong and what to do.'),
  );

/** The answers of a request that records something. */
export const AnswersRecorded = () =>
  applyDecorators(
    ApiResponse({ status: 201, schema: ref('RecordedAnswer'), description: 'Recorded.' }),
    ApiResponse({
      status: 200,
      schema: ref('RecordedAnswer'),
      description: 'True or recorded already: nothing changed.',
    }),
    problem(400, 'The body is not as described.'),
    problem(404, 'Not known.'),
    problem(409, 'It contradicts what is known.'),
    problem(422, 'It cannot be so.'),
    Problems(),
  );

/** The answers of a request of a machine: whatever could be read is answered with 200. */
export const AnswersEvents = () =>
  applyDecorators(
    ApiOkResponse({
      schema: ref('EventsAnswer'),
      description: 'What became of each event; all of it is durable.',
    }),
    problem(400, 'The body is no JSON.'),
    problem(413, 'Larger than this address takes, or too many events.'),
    problem(415, 'No CloudEvent by its headers.'),
    problem(422, 'No batch.'),
    problem(503, 'Cannot be recorded now: send all of it again after as many seconds as Retry-After says.'),
    Problems(),
  );
