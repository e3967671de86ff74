import createClient from 'openapi-fetch';
import type { components, paths } from './openapi.gen.ts';

type Problem = Partial<components['schemas']['ProblemDetails']> & { title: string; status: number };

export const api = createClient<paths>({ baseUrl: '' });

/** The service said no, in the words of its problem document. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The body of a good answer; anything else is thrown, so that a query has one kind of failure. Where an answer may be had as a
 * table too, that is text: it is not what is asked for here.
 */
export async function answer<T>(call: Promise<Reply<T | string>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Refused(problemOf(error, response));
  if (data === undefined) throw new Refused(problemOf(undefined, response));
  return data as T;
}

function problemOf(error: unknown, response: Response): Problem {
  if (typeof error === 'object' && error !== null && 'title' in error) return error as Problem;
  const title = response.ok ? 'The service answered with nothing' : `The service answered ${response.status}`;
  return { title, status: response.status, detail: response.statusText };
}

/** Worth asking again: the service is behind or away, not of another opinion. */
export const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && !(error instanceof Refused && error.problem.status < 500);
