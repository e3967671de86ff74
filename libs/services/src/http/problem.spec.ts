import { StoreOverloaded, StoreUnavailable } from '@stepwell/event-sourcing';
import { toProblem } from './problem.ts';

const thrown = (message: string, code?: string): Error => Object.assign(new Error(message), { code });

test.each<[string, unknown, string]>([
  ['a full disk', thrown('could not extend file', '53100'), 'storage-full'],
  ['too many connections', thrown('sorry, too many clients already', '53300'), 'database-unavailable'],
  ['a server that shuts down', thrown('terminating connection', '57P01'), 'database-unavailable'],
  ['a transaction cut off', thrown('idle-in-transaction timeout', '25P03'), 'database-unavailable'],
  ['a server that does not lead', thrown('read-only transaction', '25006'), 'database-unavailable'],
  ['a server that nobody answers for', thrown('connect', 'ECONNREFUSED'), 'database-unavailable'],
  ['a name that is not found for now', thrown('getaddrinfo', 'EAI_AGAIN'), 'database-unavailable'],
  ['a name that is not there', thrown('getaddrinfo', 'ENOTFOUND'), 'database-unavailable'],
  ['a network that is gone', thrown('connect', 'ENETUNREACH'), 'database-unavailable'],
  ['a lost connection', thrown('Connection terminated unexpectedly'), 'database-unavailable'],
  ['a KurrentDB that is gone', new StoreUnavailable('no leader'), 'database-unavailable'],
  ['a full queue', new StoreOverloaded(), 'store-overloaded'],
  ['a table not made yet', thrown('relation does not exist', '42P01'), 'not-projected-yet'],
])('%s is told by its code, and when to come back', (_, error, code) => {
  const problem = toProblem(error);
  expect([problem.getStatus(), problem.code]).toEqual([503, code]);
  expect(problem.retryAfter).toBeGreaterThan(0);
  expect(problem.message).not.toContain((error as Error).message);
});

test('of what nobody foresaw nothing is told', () => {
  const problem = toProblem(thrown('duplicate key (patient)=(Zoë)', '23505'));
  expect([problem.getStatus(), problem.code]).toEqual([500, 'internal-error']);
  expect(problem.message).not.toContain('Zoë');
});
