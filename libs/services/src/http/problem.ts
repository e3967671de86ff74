import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Refusal, StoreOverloaded, StoreUnavailable, UnknownEvent } from '@stepwell/event-sourcing';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** One field that fails, by its path in what was sent. */
export interface FieldProblem {
  readonly field: string;
  readonly detail: string;
}

/** An answer that is none: RFC 9457, "Problem Details for HTTP APIs". */
export interface ProblemDetails {
  /** A URI reference that names the kind of problem. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A stable name for programs. */
  readonly code: string;
  /** What is wrong and what to do, for people. */
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/** Ends a request with a problem. */
export class Problem extends HttpException {
  readonly code: string;
  readonly errors?: readonly FieldProblem[];
  readonly retryAfter?: number;
  constructor(
    status: number,
    code: string,
    detail: string,
    more: { readonly errors?: readonly FieldProblem[]; readonly retryAfter?: number } = {},
  ) {
    super(detail, status);
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }
}

// A refusal says that the command contradicts what is known: 409. These say something else.
const STATUS_OF_REFUSAL: Readonly<Record<string, number>> = {
  'patient-unknown': 404,
  'program-unknown': 404,
  'coverage-unknown': 404,
  'relapse-unknown': 404,
  'attendance-unknown': 404,
  'authorization-unknown': 404,
  'entry-unknown': 404,
  'consent-unknown': 404,
  'enrollment-unknown': 404,
  'command-id-reused': 422,
  'in-the-future': 422,
  'merged-with-itself': 422,
  'implausible-minutes': 422,
  'minutes-contradict-status': 422,
  'policy-contradicts-itself': 422,
  'implausible-units': 422,
  'implausible-hours': 422,
  'implausible-sessions': 422,
  'implausible-dimensions': 422,
  'items-implausible': 422,
  'score-implausible': 422,
  'score-contradicts-items': 422,
  'contact-contradicts-itself': 422,
  'consent-to-nothing': 422,
  'implausible-period': 422,
  'authorization-ends-before-it-starts': 422,
  'review-before-start': 422,
};

export const problemOfRefusal = ({ code, detail }: Refusal): Problem => {
  if (code === 'command-id-reused')
    return new Problem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key came with another request before: use a new one.',
    );
  return new Problem(STATUS_OF_REFUSAL[code] ?? 409, code, detail);
};

/** Renders whatever went wrong as problem+json. What the caller cannot mend is logged here and not told. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const problem = toProblem(thrown);
    if (problem.getStatus() >= 500 && problem !== thrown)
      // Without its query, which may hold a patient's name.
      this.logger.error(`${request.method} ${request.url.split('?')[0]}: ${describe(thrown, problem)}`);
    if (problem.retryAfter) void reply.header('Retry-After', String(problem.retryAfter));
    void reply.status(problem.getStatus()).type('application/problem+json').send(render(problem));
  }
}

const render = (problem: Problem): ProblemDetails => ({
  type: `urn:stepwell:problem:${problem.code}`,
  title: STATUS_CODES[problem.getStatus()] ?? 'Error',
  status: problem.getStatus(),
  code: problem.code,
  detail: problem.message,
  errors: problem.errors,
});

/** For the log. What is expected to pass is told in a line, and the place it was noticed at only of what is not. */
export const describe = (thrown: unknown, problem: Problem): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  return problem.getStatus() === 500 ? (thrown.stack ?? thrown.message) : thrown.message;
};

/** Whatever was thrown, as the caller may know it. */
export const toProblem = (thrown: unknown): Problem => {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof StoreOverloaded)
    return new Problem(
      503,
      thrown.code,
      'More is being recorded than the log can take: try again in a moment.',
      {
        retryAfter: 1,
      },
    );
  if (thrown instanceof UnknownEvent)
    return new Problem(503, thrown.code, thrown.message, { retryAfter: 60 });
  const database = problemOfDatabase(thrown);
  if (database) return database;
  const status = statusOf(thrown);
  if (status === 404) return new Problem(404, 'not-found', 'There is nothing at this address.');
  if (status === 413) return new Problem(413, 'too-large', 'The body is larger than this address takes.');
  if (status === 415)
    return new Problem(415, 'unsupported-media-type', 'This address does not take that Content-Type.');
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem(status, 'malformed-request', (thrown as Error).message);
  return new Problem(500, 'internal-error', 'Something failed here. It was logged; trying again may help.');
};

const statusOf = (thrown: unknown): number | undefined => {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
};

const UNDEFINED_TABLE = '42P01';
const DISK_FULL = '53100';

/** What the database cannot do now, and can do again without anything being sent differently. */
const problemOfDatabase = (thrown: unknown): Problem | undefined => {
  const { code = '', message = '' } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  if (code === DISK_FULL)
    return new Problem(503, 'storage-full', 'The database has no room left: try again when it has.', {
      retryAfter: 30,
    });
  // The tables of read models are made by the projector.
  if (code === UNDEFINED_TABLE)
    return new Problem(503, 'not-projected-yet', 'No projector has filled this yet: run one and try again.', {
      retryAfter: 5,
    });
  if (thrown instanceof StoreUnavailable || UNAVAILABLE.test(String(code)) || LOST.test(String(message)))
    return new Problem(503, 'database-unavailable', 'The database does not answer: try again in a moment.', {
      retryAfter: 5,
    });
  return undefined;
};

// PostgreSQL's classes 08 (connection), 53 (resources) and 57 (operator intervention, which includes a statement that took too
// long), a transaction that was cut off for doing nothing or for another's sake, a server that another has taken over from (read-only), the
// system's codes, and what `pg` says itself.
const UNAVAILABLE =
  /^(08...|53...|57...|25P03|25006|40P01|40001|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|EAI_AGAIN|ENOTFOUND)$/;
const LOST = /Connection terminated|timeout exceeded when trying to connect|is not queryable/;
