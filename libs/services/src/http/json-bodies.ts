import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

/** Deeper than anything that is described, and far from what a stack could not hold. */
const DEEPEST = 64;

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
  isDeeper(body, DEEPEST)
    ? done(new Problem(400, 'malformed-request', `The body is nested more than ${DEEPEST} deep.`))
    : done();

const isDeeper = (value: unknown, most: number): boolean => {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return false;
  if (most === 0) return true;
  for (const name in value) if (isDeeper((value as Record<string, unknown>)[name], most - 1)) return true;
  return false;
};
