import { MemoryEventStore, type EventStore } from '@stepwell/event-sourcing';
import { measureById } from '@stepwell/measures';
import { admitted, discharged, jan, registered } from '@stepwell/pathway/testing';
import { rebuild, whatIf, type WhatIfQuestion } from '@stepwell/read-models';
import { readModelDatabase, tell, type ReadModelDatabase } from '@stepwell/read-models/testing';
import { WhatIfDesk, type WhatIfLimits } from './what-if-desk.ts';

const PATIENTS = 6;
const LIMITS: WhatIfLimits = { waiting: 2, ended: 2, flips: 4, runsForMs: 60_000, keptForMs: 60_000 };
// Nobody is old enough: every case flips.
const question: WhatIfQuestion = {
  measure: measureById('ipf-readmission-30')!,
  alternative: { parameters: { leastAge: 120 } },
  period: { from: '2026-01-01', to: '2026-12-31', today: '2026-12-31' },
  groupBy: 'none',
  filter: {},
};

let database: ReadModelDatabase;
let store: MemoryEventStore;
/** Histories are read when this resolves. */
let gate: Promise<void>;
let desk: WhatIfDesk;

beforeAll(async () => {
  database = await readModelDatabase();
  store = new MemoryEventStore();
  for (let n = 0; n < PATIENTS; n++)
    await tell(store, `p${n}`, registered, admitted(jan(5)), discharged(jan(10)));
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

const gated = (): EventStore =>
  new Proxy(store, {
    get: (target, name) =>
      name === 'readCategory'
        ? async function* (...asked: Parameters<EventStore['readCategory']>) {
            await gate;
            yield* target.readCategory(...asked);
          }
        : Reflect.get(target, name, target),
  });

beforeEach(() => {
  gate = Promise.resolve();
  desk = new WhatIfDesk(
    (...asked) => whatIf(gated(), ...asked),
    database.pool,
    () => new Date().toISOString(),
  );
  desk.limits = LIMITS;
});
afterEach(() => desk.onModuleDestroy());

const ended = async (jobId: string) => {
  while (desk.find(jobId).state === 'running') await new Promise((resolve) => setTimeout(resolve, 5));
  return desk.find(jobId);
};

test('all that flip are counted, and as many kept as there is place for', async () => {
  const { jobId } = await desk.ask(question);
  expect(await ended(jobId)).toMatchObject({ state: 'done', result: { flipped: PATIENTS } });
  expect(desk.flips(jobId, 0, 10)).toMatchObject({ total: LIMITS.flips, next: null });
});

test('no more are waited for than there is place for, however many ask at once, and it says what to do', async () => {
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  const asked = await Promise.allSettled([1, 2, 3, 4].map(() => desk.ask(question)));
  const taken = asked.filter((one) => one.status === 'fulfilled');
  expect(taken).toHaveLength(LIMITS.waiting);
  const refused = asked.find((one) => one.status === 'rejected')!;
  expect(refused.reason).toMatchObject({ status: 503, code: 'too-many-what-ifs' });
  const [, last] = /DELETE \/v1\/what-if\/(\S+) ends the last/.exec(refused.reason.message)!;
  expect(taken.map(({ value }) => value.jobId)).toContain(last);
  desk.end(last!);
  await expect(desk.ask(question)).resolves.toMatchObject({ state: 'running' });
  open();
});

test('the oldest that has ended makes place', async () => {
  const jobs: string[] = [];
  for (let n = 0; n < LIMITS.ended + 1; n++) {
    const { jobId } = await desk.ask(question);
    await ended(jobId);
    jobs.push(jobId);
  }
  expect(() => desk.find(jobs[0]!)).toThrow('There is no what-if');
  expect(desk.find(jobs[1]!).state).toBe('done');
});

test('one that is cancelled stays so, and keeps no result, even if it had read everything', async () => {
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  const { jobId } = await desk.ask(question);
  const job = desk.find(jobId);
  // It has judged the last patient by both rules in the same moment.
  let judged = 0;
  const result = new Promise<void>((resolve) => {
    const measure = {
      ...question.measure,
      cases: () => {
        if (++judged === 2 * PATIENTS) {
          desk.end(jobId);
          resolve();
        }
        return [];
      },
    };
    Object.assign(job.question, { ...question, measure });
  });
  open();
  await result;
  await desk.onModuleDestroy();
  expect(job).toMatchObject({ state: 'cancelled' });
  expect(job.result).toBeUndefined();
});

test('one that takes too long is given up, and says what to do', async () => {
  desk.limits = { ...LIMITS, runsForMs: 1 };
  gate = new Promise((resolve) => setTimeout(resolve, 50));
  const { jobId } = await desk.ask(question);
  expect(await ended(jobId)).toMatchObject({
    ...{ state: 'failed' },
    fault: expect.stringContaining('npx stepwell what-if'),
  });
});

test('what has ended is forgotten after a while', async () => {
  desk.limits = { ...LIMITS, keptForMs: 30 };
  const { jobId } = await desk.ask(question);
  await ended(jobId);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(() => desk.find(jobId)).toThrow('forgotten after an hour');
});
