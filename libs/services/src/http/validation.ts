import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldProblem } from './problem.ts';

const fieldProblems = (errors: readonly ValidationError[], path = ''): FieldProblem[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = path ? `${path}.${property}` : property;
    return [
      ...Object.values(constraints).map((detail) => ({ field, detail })),
      ...fieldProblems(children, field),
    ];
  });

/** Checks bodies and queries against their classes: what is unknown is refused, so a misspelt field is not lost. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const problems = fieldProblems(errors);
      const fields = [...new Set(problems.map(({ field }) => field))].join(', ');
      return new Problem(400, 'invalid-request', `Not as described in /openapi.json: ${fields}.`, {
        errors: problems,
      });
    },
  });
