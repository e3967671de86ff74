import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { toProblem } from './problem.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query('CREATE TABLE held (n int PRIMARY KEY); INSERT INTO held VALUES (1), (2)');
});
afterAll(() => database.drop());

test('of two statements that wait for each other, the one that gives way is to be sent again', async () => {
  const clients = await Promise.all([database.pool.connect(), database.pool.connect()]);
  const [one, two] = clients;
  const hold = 'SELECT FROM held WHERE n = $1 FOR UPDATE';
  try {
    for (const client of clients) await client.query("BEGIN; SET LOCAL deadlock_timeout = '50ms'");
    await one.query(hold, [1]);
    await two.query(hold, [2]);
    const ended = await Promise.allSettled([
      one.query(hold, [2]).finally(() => one.query('ROLLBACK')),
      two.query(hold, [1]).finally(() => two.query('ROLLBACK')),
    ]);
    const failed = ended.find((end) => end.status === 'rejected')!;
    expect(failed.reason).toMatchObject({ code: '40P01' });
    const problem = toProblem(failed.reason);
    expect([problem.getStatus(), problem.code]).toEqual([503, 'database-unavailable']);
    expect(problem.retryAfter).toBeGreaterThan(0);
  } finally {
    for (const client of clients) client.release();
  }
});
