import { AsyncLocalStorage } from 'node:async_hooks';
import { traceOf } from '@stepwell/edges/cloudevents';
import type { FastifyRequest } from 'fastify';

const traces = new AsyncLocalStorage<string>();

/** The trace (W3C Trace Context) of the request that is being answered; undefined where it named none. */
export const traceOfRequest = (): string | undefined => traces.getStore();

/** Remembers the trace that a request names for as long as it is answered. */
export const keepTrace = ({ headers }: FastifyRequest, _reply: unknown, done: () => void): void => {
  const trace = traceOf(headers['traceparent']);
  if (trace === undefined) done();
  else traces.run(trace, done);
};
