import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
let patient: string;
beforeAll(async () => {
  platform = await runPlatform();
  await platform.post('/v1/programs', {
    ...{ programId: 'north-iop', name: 'North IOP', facilityId: 'north', facilityName: 'North' },
    ...{ level: 'intensive-outpatient', timeZone: 'America/New_York' },
  });
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'north', value: 'N1' }],
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  patient = `/v1/patients/${body.patientId}`;
}, 60_000);
afterAll(() => platform.stop());

const at = (day: string) => ({ occurredAt: `2026-${day}T12:00:00-05:00` });
const record = (address: string, body: object) => platform.post(`${patient}/${address}`, body);
const programId = 'north-iop';

const weekOf = (week: number, score: number) => ({
  ...{ week, measured: 1, isFew: true, lowerQuartile: score, median: score, upperQuartile: score },
});
const none = { numerator: 0, denominator: 0, rate: null, interval: null };
const all = { numerator: 1, denominator: 1, rate: 1, interval: { low: expect.closeTo(0.2065, 4), high: 1 } };

test('a program records a patient from referral to aftercare, and reads it back', async () => {
  const answers = [
    await record('referrals', {
      ...at('01-30'),
      facilityId: 'north',
      programId,
      level: 'intensive-outpatient',
    }),
    await record('eligibility', {
      ...{ ...at('02-01'), programId, edition: '4', dimensions: [{ dimension: 1, severity: 3 }] },
      ...{ contraindications: ['needs-withdrawal-management'] },
      recommendedCode: { system: 'ASAM', edition: '4', code: '3.7' },
    }),
    await record('admissions', { ...at('02-02'), programId }),
    await record('admissions', {
      ...{ ...at('02-02'), programId },
      override: { reason: 'withdrawal is over', clinician: 'Dr. Osei' },
    }),
    await record('plans', {
      ...{ ...at('02-02'), programId, hoursPerWeek: 9, effectiveFrom: '2026-02-02' },
      ...{ sessions: [{ kind: 'process', perWeek: 3 }], person: { goals: ['thirty days'] } },
    }),
    await record('attendance', {
      ...{ ...at('02-03'), programId, sessionId: 'g1', kind: 'process', modality: 'in-person' },
      ...{ status: 'attended', scheduledMinutes: 180, attendedMinutes: 180 },
    }),
    await record('outcomes', {
      ...at('02-03'),
      programId,
      instrument: 'PHQ-9',
      items: [2, 2, 2, 2, 2, 2, 2, 2, 2],
    }),
    await record('outcomes', { ...at('03-03'), programId, instrument: 'PHQ-9', score: 4 }),
    await record('outcomes', { ...at('03-04'), programId, instrument: 'PHQ-9', items: [9] }),
    await record('outcomes', { ...at('03-04'), programId, instrument: 'PHQ-9' }),
    await record('consents', { ...at('02-02'), recipient: 'HMO', purpose: 'payment', scope: ['care'] }),
  ];
  expect(answers.map(({ status, body }) => body.code ?? status)).toEqual([
    ...[201, 201, 'contraindicated', 201, 201, 201, 201, 201],
    ...['invalid-request', 'invalid-request', 201],
  ]);
  const aftercare = '8d4f2b6a-1e9c-4a75-b302-6c7d8e9f0a14';
  await record('aftercare', { ...at('04-01'), programId, enrollmentId: aftercare, from: '2026-04-01' });
  const contact = { ...at('05-01'), method: 'phone', reached: true, abstinent: true };
  expect(await record(`aftercare/${aftercare}/contacts`, contact)).toMatchObject({ status: 201 });

  const { body } = await platform.get(`${patient}/pathway?validAt=2026-05-02T00:00:00Z`);
  expect(body).toMatchObject({
    referrals: [{ programId }],
    eligibility: [{ contraindications: ['needs-withdrawal-management'], recommendedCode: { code: '3.7' } }],
    plans: [{ hoursPerWeek: 9, person: { goals: ['thirty days'] } }],
    consents: [{ recipient: 'HMO', revoked: null }],
    episodes: [{ stays: [{ override: { reason: 'withdrawal is over', clinician: 'Dr. Osei' } }] }],
  });
  expect(body.planWeeks[0]).toMatchObject({
    weekOf: '2026-02-02',
    prescribedMinutes: 540,
    attendedMinutes: 180,
  });
  expect(body.outcomes[0].points).toMatchObject([
    { score: 18, severity: 'moderately severe', response: false },
    { score: 4, severity: 'minimal', change: -14, response: true, remission: true },
  ]);
  expect(body.aftercare[0].alumni[0]).toMatchObject({ day: 30, status: 'reached', abstinent: true });

  const outcomes = `/v1/outcomes?program=${programId}&from=2026-02-01&to=2026-02-28&atLeast=${body.position}`;
  expect((await platform.get(outcomes)).body).toEqual({
    ...{ from: '2026-02-01', to: '2026-02-28', fewIsBelow: 11 },
    trends: [
      {
        ...{ programId, name: 'North IOP', facilityId: 'north', instrument: 'PHQ-9', episodes: 1 },
        ...{ title: expect.any(String), cutOff: 5, mostScore: 27 },
        latest: { measured: 1, isFew: true, response: all, remission: all },
        weeks: [
          { ...weekOf(0, 18), response: none, remission: none },
          { ...weekOf(4, 4), response: all, remission: all },
        ],
      },
    ],
  });
  expect((await platform.get(`${outcomes}&instrument=GAD-7`)).body.trends).toEqual([]);
  const cases = outcomes.replace('outcomes', 'outcomes/cases');
  const [first, last] = body.outcomes[0].points;
  expect((await platform.get(`${cases}&instrument=PHQ-9&week=4&counted=remitted`)).body).toMatchObject({
    cases: [
      {
        ...{ week: 4, score: 4, response: true, remission: true, eventId: last.eventId },
        baseline: { score: 18, measuredOn: first.day, eventId: first.eventId },
      },
    ],
    ...{ total: 1, next: null },
  });
  expect((await platform.get(`${cases}&instrument=PHQ-9&week=0&counted=followed`)).body.total).toBe(0);
  expect(await platform.get(cases)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'instrument' }] },
  });
});

test('a number is linked and taken away again', async () => {
  const body = { ...at('02-02'), identifier: { system: 'hmo', value: 'H-1', type: 'MB' } };
  expect((await record('identifiers', body)).status).toBe(201);
  expect((await platform.get(patient)).body.identifiers).toHaveLength(2);
  expect((await record('identifiers/unlink', body)).status).toBe(201);
  expect((await platform.get(patient)).body.identifiers).toHaveLength(1);
});

test('an hours policy is tried on the past without being adopted', async () => {
  const policies = '/v1/programs/north-iop/hours-policies';
  const policy = { id: 'asam', level: 'intensive-outpatient', effectiveFrom: '2026-06-01' };
  await platform.post(policies, { ...policy, version: 1, minHoursPerWeek: 9 });
  const { body } = await platform.post(policies, {
    ...{ ...policy, version: 2, minHoursPerWeek: 3 },
    effectiveFrom: '2026-07-01',
  });
  const ask = (query: string, of = '/v1/attendance') =>
    platform.get(`${of}?from=2026-02-01&to=2026-02-08&program=${programId}${query}`);
  const compliant = async (query: string) => {
    const { tried, programs } = (await ask(query)).body;
    return [tried?.policy?.version ?? null, tried?.minHoursPerWeek ?? null, programs[0].weeks[0].compliant];
  };
  expect(await compliant(`&atLeast=${body.position}`)).toEqual([null, null, null]);
  expect(await compliant('&policy=asam')).toEqual([2, 3, 1]);
  expect(await compliant('&policy=asam&policyVersion=1')).toEqual([1, 9, 0]);
  expect(await compliant('&policyHours=3')).toEqual([null, 3, 1]);
  expect(await compliant('&policyHours=4')).toEqual([null, 4, 0]);
  const { tried, patients } = (await ask('&policyHours=4', `/v1/attendance/${programId}/weeks`)).body;
  expect(tried).toEqual({ policy: null, minHoursPerWeek: 4 });
  expect(patients[0].weeks[0]).toMatchObject({ attendedHours: 3, requiredHours: 4, compliant: false });

  const refused = async (query: string) => {
    const { status, body: problem } = await ask(query);
    return `${status} ${problem.code}`;
  };
  expect(await refused('&policy=nobodys')).toBe('422 policy-unknown');
  expect(await refused('&policyVersion=1')).toBe('422 invalid-request');
  expect(await refused('&policy=asam&policyHours=3')).toBe('422 invalid-request');
  const minors = { ...policy, id: 'minors', version: 1, minHoursPerWeek: 6, ageBand: { most: 17 } };
  const { position } = (await platform.post(policies, minors)).body;
  expect(await refused(`&policy=minors&atLeast=${position}`)).toBe('422 policy-for-ages');
});

test('who waits for a program is counted with the days waited, until admitted or taken off', async () => {
  const wait = async (value: string, day: string) => {
    const registration = { identifiers: [{ system: 'waits', value }], ...at('01-01') };
    const { patientId } = (await platform.post('/v1/patients', registration)).body;
    const waitlistId = crypto.randomUUID();
    const address = `/v1/patients/${patientId}`;
    const answer = await platform.post(`${address}/waitlist`, { ...at(day), programId, waitlistId });
    expect(answer.status).toBe(201);
    return { patientId, address, entry: `${address}/waitlist/${waitlistId}` };
  };
  const [first, second, third] = [
    await wait('1', '03-01'),
    await wait('2', '03-05'),
    await wait('3', '03-06'),
  ] as const;
  const again = await platform.post(`${first.address}/waitlist`, { ...at('03-02'), programId });
  expect(again).toMatchObject({ status: 409, body: { code: 'already-waitlisted' } });
  expect((await platform.post(`${first.entry}/offers`, at('03-08'))).status).toBe(201);
  const gone = { ...at('03-09'), reason: 'treated-elsewhere' };
  expect((await platform.post(`${second.entry}/removal`, gone)).status).toBe(201);
  const { body } = await platform.post(`${third.address}/admissions`, { ...at('03-10'), programId });
  const counted = async (on: string) => {
    const { programs } = (await platform.get(`/v1/programs?on=${on}&atLeast=${body.position}`)).body;
    const { waiting, offered, medianDays, longestDays } = programs[0].waitlist;
    return [waiting, offered, medianDays, longestDays];
  };
  expect(await counted('2026-02-28')).toEqual([0, 0, null, null]);
  expect(await counted('2026-03-07')).toEqual([3, 0, 2, 6]);
  expect(await counted('2026-03-08')).toEqual([3, 1, 3, 7]);
  expect(await counted('2026-03-09')).toEqual([2, 1, 5.5, 8]);
  expect(await counted('2026-03-10')).toEqual([1, 1, 9, 9]);
  const pathwayOf = async ({ address }: typeof first) => (await platform.get(`${address}/pathway`)).body;
  expect((await pathwayOf(first)).waitlist).toMatchObject([
    { day: '2026-03-01', programName: 'North IOP', offers: [{ day: '2026-03-08' }], ended: null },
  ]);
  expect((await pathwayOf(second)).waitlist).toMatchObject([
    { ended: { day: '2026-03-09', by: 'treated-elsewhere' } },
  ]);
  expect((await pathwayOf(third)).waitlist).toMatchObject([{ ended: { day: '2026-03-10', by: 'admitted' } }]);
  const { body: list } = await platform.get(`/v1/programs/${programId}/waitlist?on=2026-03-09&limit=1`);
  expect(list).toMatchObject({ on: '2026-03-09', programId, total: 2, next: 1 });
  expect(list.waiting).toMatchObject([
    { patientId: first.patientId, since: '2026-03-01', daysWaited: 8, offeredOn: '2026-03-08' },
  ]);
});
