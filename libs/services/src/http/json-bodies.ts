import type { FastifyRequest } from 'fastify';
import { DEEPEST_JSON, isTooDeep } from '@stepwell/edges/formats';
import { Problem } from './problem.ts';

/** Parses a body of a media type that Fastify does not know as JSON. */
export const parseJson = (
  _request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, parsed?: unknown) => void,
): void => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch (error) {
    return done(new Problem(400, 'malformed-request', `The body is no JSON: ${(error as Error).message}`));
  }
  done(null, parsed);
};

/** Ends a request whose body is nested deeper than functions can call each other. */
export const refuseTooDeep = (
  { body }: FastifyRequest,
  _reply: unknown,
  done: (error?: Error) => void,
): void =>
  isTooDeep(body)
    ? done(new Problem(400, 'malformed-request', `The body is nested more than ${DEEPEST_JSON} deep.`))
    : done();
