import { setTimeout as wait } from 'node:timers/promises';
import { measureById } from '@stepwell/measures';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

// A quality analyst asks for rates, tables, curves, last month's report, and another rule.

let platform: RunningPlatform;
let reportedAt: string;
let position: string;
const INPATIENT = { facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' };
const PERIOD = 'from=2026-02-01&to=2026-02-28';

beforeAll(async () => {
  platform = await runPlatform();
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'mercy', value: 'M1', type: 'MR' }],
    name: { family: 'Rivera, "Ana"' },
    birthDate: '1988-04-17',
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  const patient = `/v1/patients/${body.patientId}`;
  const admit = (occurredAt: string) => platform.post(`${patient}/admissions`, { occurredAt, ...INPATIENT });
  await admit('2026-02-01T10:00:00-05:00');
  await platform.post(`${patient}/discharges`, {
    ...{ occurredAt: '2026-02-09T12:00:00-05:00', facilityId: 'mercy', reason: 'completed' },
  });
  await wait(5);
  reportedAt = new Date().toISOString();
  await wait(5);
  // Heard of after the report: back on day 41.
  ({ position } = (await admit('2026-03-22T10:00:00-04:00')).body);
}, 60_000);
afterAll(() => platform.stop());

const get = async (path: string) => (await platform.get(`${path}&atLeast=${position}`)).body;

test('a rate comes as a table too, by the header or the address', async () => {
  const url = `/v1/measures/readmission-90?${PERIOD}&groupBy=diagnosis-group&atLeast=${position}`;
  const answers = await Promise.all([
    platform.app.inject({ url: `${url}&format=csv` }),
    platform.app.inject({ url, headers: { accept: 'text/csv' } }),
  ]);
  for (const { headers, body, statusCode } of answers) {
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toContain('text/csv');
    const [names, group, all] = body.split('\r\n');
    expect(names).toContain('measure,version,from,to,group_by,group,label,numerator,denominator,rate');
    const { version } = measureById('readmission-90')!;
    expect(group).toContain(
      `readmission-90,${version},2026-02-01,2026-02-28,diagnosis-group,unknown,unknown,1,1,1,`,
    );
    expect(all).toContain(',all,all,1,1,1,');
  }
});

test('lengths of stay come with their stays, and as a table', async () => {
  const { overall, groups } = await get(`/v1/lengths-of-stay?${PERIOD}`);
  expect(overall).toMatchObject({ stays: 1, medianDays: 8, longestDays: 8 });
  expect(groups).toMatchObject([{ key: 'inpatient', label: 'inpatient', stays: 1 }]);
  const { cases, total } = await get(
    `/v1/lengths-of-stay/cases?${PERIOD}&group=inpatient&leastDays=8&mostDays=14`,
  );
  expect([total, cases[0].beginOn, cases[0].endOn]).toEqual([1, '2026-02-01', '2026-02-09']);
  const url = `/v1/lengths-of-stay?${PERIOD}&groupBy=facility&format=csv&atLeast=${position}`;
  const lines = (await platform.app.inject({ url })).body.split('\r\n');
  expect(lines[0]).toMatch(/,stays,mean_days,.*,from_0_to_0,from_1_to_3,.*,from_181$/);
  expect(lines[1]).toMatch(/^2026-02-01,2026-02-28,facility,mercy,mercy,1,8,8,8,8,8,8,0,0,0,1,0,/);
});

test('what may be published has no small count', async () => {
  const { overall, groups } = await get(`/v1/measures/readmission-90/publishable?${PERIOD}&groupBy=facility`);
  expect(overall).toMatchObject({
    suppressed: true,
    numerator: null,
    denominator: null,
    rate: null,
    open: 0,
  });
  expect(groups).toMatchObject([{ suppressed: true, denominator: null }]);
});

test('a time to an event has a curve and no rate', async () => {
  const { overall, logRank } = await get(`/v1/measures/time-to-readmission/curve?${PERIOD}`);
  expect(overall).toMatchObject({ subjects: 1, events: 1, medianDays: 41 });
  expect(overall.points).toMatchObject([{ days: 41, atRisk: 1, events: 1, survival: 0, interval: null }]);
  expect(logRank).toBeNull();
  expect((await get(`/v1/measures/time-to-readmission?${PERIOD}`)).code).toBe('measure-has-no-rate');
  expect((await get(`/v1/measures/readmission-30/curve?${PERIOD}`)).code).toBe('measure-has-no-curve');
});

test('a report is told as it was known, and what has changed since, with the event that did it', async () => {
  const { overall, knownAt } = await get(`/v1/measures/readmission-90?${PERIOD}&knownAt=${reportedAt}`);
  const today = new Date().toISOString().slice(0, 10);
  const closed = today > '2026-05-10';
  expect([overall.numerator, overall.denominator, overall.open]).toEqual([0, closed ? 1 : 0, closed ? 0 : 1]);
  expect(knownAt).toBe(reportedAt);
  const { changes, total } = await get(`/v1/measures/readmission-90/changes?${PERIOD}&knownAt=${reportedAt}`);
  expect(total).toBe(closed ? 1 : 0);
  if (closed)
    expect(changes).toMatchObject([
      {
        before: { outcome: 'not-numerator' },
        after: { outcome: 'numerator' },
        because: [{ type: 'PatientAdmitted' }],
      },
    ]);
});

test('every number of an earlier report leads to its cases as they were told then, as a table too', async () => {
  const asked = `/v1/measures/readmission-90/cases?${PERIOD}&knownAt=${reportedAt}`;
  const { cases, total } = await get(asked);
  expect(total).toBe(1);
  expect(cases[0].explanation).toContain('no inpatient admission up to 2026-05-10');
  expect((await get(`/v1/measures/readmission-90/cases?${PERIOD}`)).cases[0].explanation).toContain('day 41');
  const { body } = await platform.app.inject({ url: `${asked}&format=csv&atLeast=${position}` });
  const [names, row, end] = body.split('\r\n');
  expect(names).toContain('measure,version,patient,family,given,case,index_on,outcome,exclusion,explanation');
  expect(row).toContain('"Rivera, ""Ana"""');
  expect(row).toContain(cases[0].eventIds.join(' '));
  expect(end).toBe('');
});

test('a curve is told as it was known, and which event has changed it since', async () => {
  const url = `/v1/measures/time-to-readmission`;
  const then = await get(`${url}/curve?${PERIOD}&knownAt=${reportedAt}`);
  expect([then.overall.subjects, then.overall.events, then.knownAt]).toEqual([1, 0, reportedAt]);
  expect((await get(`${url}/curve?${PERIOD}`)).overall.events).toBe(1);
  const changes = await get(`${url}/changes?${PERIOD}&knownAt=${reportedAt}`);
  expect(changes).toMatchObject({
    then: { numerator: 0, denominator: 1, rate: null },
    now: { numerator: 1, denominator: 1, rate: null },
    changes: [{ before: { outcome: 'not-numerator' }, because: [{ type: 'PatientAdmitted' }] }],
  });
  expect((await get(`${url}/changes?${PERIOD}&knownAt=${reportedAt}&days=40`)).total).toBe(0);
});

test('a table says as of when it was known', async () => {
  for (const path of ['readmission-90', 'readmission-90/publishable', 'time-to-readmission/curve']) {
    const url = `/v1/measures/${path}?${PERIOD}&format=csv&atLeast=${position}`;
    const tables = [url, `${url}&knownAt=${reportedAt}`].map((one) => platform.app.inject({ url: one }));
    const [now, then] = (await Promise.all(tables)).map(({ body }) => body.split('\r\n'));
    expect(now![0]).toMatch(/,known_at$/);
    expect(now!.slice(1, -1).every((line) => line.endsWith(','))).toBe(true);
    expect(then!.slice(1, -1).every((line) => line.endsWith(`,${reportedAt}`))).toBe(true);
  }
});

const whatIf = async (body: object) => {
  const asked = await platform.post('/v1/what-if', { from: '2026-02-01', to: '2026-02-28', ...body });
  expect(asked.status).toBe(201);
  const job = `/v1/what-if/${asked.body.jobId}`;
  let answer = await platform.get(job);
  while (answer.body.state === 'running') {
    await wait(20);
    answer = await platform.get(job);
  }
  return { job, answer };
};

test('another rule is tried on a time to an event, and gives both curves', async () => {
  const relapse = { measure: 'time-to-relapse', parameters: { leastExtent: 'sustained' }, days: 90 };
  const { answer } = await whatIf(relapse);
  expect(answer.body).toMatchObject({
    days: 90,
    result: {
      before: { overall: { numerator: 0, denominator: 1, rate: null } },
      curves: { before: { overall: { subjects: 1, events: 0 } }, after: { overall: { subjects: 1 } } },
    },
  });
  const rate = await whatIf({ measure: 'readmission-30', parameters: { windowDays: 45 } });
  expect(rate.answer.body).toMatchObject({ days: null, result: { curves: null } });
});

test('another rule is tried on the past, and given up', async () => {
  const { job, answer } = await whatIf({ measure: 'readmission-30', parameters: { windowDays: 45 } });
  expect(answer.body.parameters).toEqual({ windowDays: 45 });
  expect(answer.body).toMatchObject({ state: 'done', progress: { patients: 1 }, result: { flipped: 1 } });
  const { flips, total } = (await platform.get(`${job}/flips`)).body;
  expect(total).toBe(1);
  expect(flips[0].after.explanation).toContain('day 41');
  expect((await platform.app.inject({ method: 'DELETE', url: job })).statusCode).toBe(204);
  expect((await platform.get(job)).status).toBe(404);
});

test.each([
  [{ measure: 'happiness' }, 400],
  [{ measure: 'time-to-relapse', parameters: { leastExtent: 'huge' } }, 422],
  [{ measure: 'readmission-30', parameters: { windowDays: -1 } }, 422],
  [{ measure: 'readmission-30', parameters: { moonPhase: 1 } }, 422],
  [{ measure: 'readmission-30', parameters: [] }, 400],
])('%j is refused', async (body, status) =>
  expect((await platform.post('/v1/what-if', body)).status).toBe(status),
);

test('every measure says what it is and what can be set otherwise', async () => {
  const { measures } = (await platform.get('/v1/measures')).body;
  expect(measures.length).toBeGreaterThan(20);
  const [first] = measures;
  expect(first).toMatchObject({
    family: 'Readmission',
    kind: 'rate',
    parameters: { windowDays: { value: 7 } },
  });
  expect(first).not.toHaveProperty('usesSessions');
});
