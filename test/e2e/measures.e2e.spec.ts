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

test('another rule is tried on the past, and given up', async () => {
  const asked = await platform.post('/v1/what-if', {
    ...{ measure: 'readmission-30', parameters: { windowDays: 45 }, from: '2026-02-01', to: '2026-02-28' },
  });
  expect(asked).toMatchObject({ status: 201, body: { parameters: { windowDays: 45 } } });
  const job = `/v1/what-if/${asked.body.jobId}`;
  let answer = await platform.get(job);
  while (answer.body.state === 'running') {
    await wait(20);
    answer = await platform.get(job);
  }
  expect(answer.body).toMatchObject({ state: 'done', progress: { patients: 1 }, result: { flipped: 1 } });
  const { flips, total } = (await platform.get(`${job}/flips`)).body;
  expect(total).toBe(1);
  expect(flips[0].after.explanation).toContain('day 41');
  expect((await platform.app.inject({ method: 'DELETE', url: job })).statusCode).toBe(204);
  expect((await platform.get(job)).status).toBe(404);
});

test.each([
  [{ measure: 'happiness' }, 400],
  [{ measure: 'time-to-relapse' }, 422],
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
