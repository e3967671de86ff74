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

/** The answer of a query, by the type that its schema is generated from. */
export const Answers = (name: AnswerName) =>
  applyDecorators(
    ApiOkResponse({ schema: ref(name), description: 'The answer.' }),
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
    problem('default', 'A problem: what is wrong and what to do.'),
  );
