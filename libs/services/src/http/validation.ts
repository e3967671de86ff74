import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { Problem, type FieldProblem } from './problem.ts';

const fieldProblems = (errors: readonly ValidationError[], path = ''): FieldProblem[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = path ? `${path}.${property}` : property;
    return [
      ...Object.values(constraints).map((detail) => ({ field, detail })),
      ...fieldProblems(children, field),
    ];
  });

/** Many senders write null for what they do not give: it is left out, or it would be recorded. */
class AbsentForNull extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isDescribed = metadata.type === 'body' && metadata.metatype !== Object;
    return super.transform(isDescribed ? withoutNulls(value) : value, metadata) as Promise<unknown>;
  }
}

const withoutNulls = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(given.map(([name, member]) => [name, withoutNulls(member)]));
};

/** Checks bodies and queries against their classes: what is unknown is refused, so a misspelt field is not lost. */
export const validation = (): ValidationPipe =>
  new AbsentForNull({
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
