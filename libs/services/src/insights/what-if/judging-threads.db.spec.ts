import { PostgresEventStore } from '@stepwell/event-store/postgres';
import { measureById } from '@stepwell/measures';
import { admitted, discharged, jan, registered } from '@stepwell/pathway/testing';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { whatIf, type WhatIfProgress, type WhatIfQuestion } from '@stepwell/read-models';
import { tell } from '@stepwell/read-models/testing';
import { whatIfInThreads } from './judging-threads.ts';

const PATIENTS = 40;
const question: WhatIfQuestion = {
  measure: measureById('readmission-30')!,
  alternative: { parameters: { windowDays: 7 } },
  period: { from: '2026-01-01', to: '2026-12-31', today: '2026-12-31' },
  groupBy: 'facility',
  filter: {},
};

let database: TestDatabase;
let store: PostgresEventStore;
beforeAll(async () => {
  database = await testDatabase();
  store = await PostgresEventStore.open({ url: database.url });
  for (let n = 0; n < PATIENTS; n++)
    await tell(
      store,
      `p${n}`,
      registered,
      admitted(jan(1), 'inpatient', { episodeId: 'e1', stayId: 's1' }),
      discharged(jan(2), 'completed', 'e1'),
      // From the day after on until after the month.
      admitted(jan(3 + (n % 29)), 'inpatient', { episodeId: 'e2', stayId: 's2' }),
    );
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

test('threads find what one thread finds, in the same order, and say how far they have come', async () => {
  const options = { upTo: await store.head() };
  const progress: WhatIfProgress[] = [];
  const inThreads = await whatIfInThreads({ url: database.url }, store)(question, {
    ...options,
    progress: (done) => progress.push(done),
  });
  expect(inThreads).toEqual(await whatIf(store, question, options));
  expect(inThreads).toMatchObject({ patients: PATIENTS, flipped: expect.any(Number) });
  expect(inThreads.flipped).toBeGreaterThan(PATIENTS / 2);
  expect(progress.at(-1)).toEqual({ patients: PATIENTS, events: PATIENTS * 4 });
  const few = await whatIfInThreads({ url: database.url }, store)(question, { ...options, mostFlips: 3 });
  expect(few).toEqual(await whatIf(store, question, { ...options, mostFlips: 3 }));
});

test('threads follow a time to an event as one thread does', async () => {
  const options = { upTo: await store.head() };
  const measure = measureById('time-to-readmission')!;
  const asked = { ...question, measure, alternative: { parameters: { transferDays: 20 } }, days: 25 };
  const inThreads = await whatIfInThreads({ url: database.url }, store)(asked, options);
  expect(inThreads).toEqual(await whatIf(store, asked, options));
  expect(inThreads.curves!.before.overall.length).toBeGreaterThan(20);
  expect(inThreads.curves!.after).not.toEqual(inThreads.curves!.before);
});

test('it ends when it is called off, and with what went wrong in a thread', async () => {
  const options = { upTo: await store.head() };
  const calledOff = new AbortController();
  const asked = whatIfInThreads({ url: database.url }, store)(question, {
    ...options,
    signal: calledOff.signal,
  });
  setImmediate(() => calledOff.abort(new Error('no longer wanted')));
  await expect(asked).rejects.toThrow('no longer wanted');
  const nowhere = { url: 'postgresql://nobody@127.0.0.1:9/none' };
  await expect(whatIfInThreads(nowhere, store)(question, options)).rejects.toThrow(
    /ECONNREFUSED|127\.0\.0\.1/,
  );
});
