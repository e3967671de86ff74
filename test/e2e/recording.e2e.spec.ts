import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform();
}, 60_000);
afterAll(() => platform.stop());

let numbers = 0;
const register = async (): Promise<string> => {
  const { status, body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'mercy', value: `M${(numbers += 1)}`, type: 'MR' }],
    name: { family: 'Rivera', given: 'Ana' },
    birthDate: '1988-04-17',
    sex: 'female',
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  expect(status).toBe(201);
  return body.patientId;
};

const INPATIENT = { facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' };
const admit = (patientId: string, occurredAt: string, more: object = INPATIENT, headers = {}) =>
  platform.post(`/v1/patients/${patientId}/admissions`, { occurredAt, ...more }, headers);
const discharge = (patientId: string, occurredAt: string, more: object = {}) =>
  platform.post(`/v1/patients/${patientId}/discharges`, {
    occurredAt,
    facilityId: 'mercy',
    reason: 'completed',
    ...more,
  });

test('the trace of a request is kept with its events, and not with those of others', async () => {
  const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const patients = await Promise.all([register(), register(), register()]);
  const traced = [{ traceparent: trace }, {}, { traceparent: 'no trace' }];
  await Promise.all(
    patients.map((patientId, n) =>
      admit(patientId, '2026-02-01T10:00:00-05:00', { ...INPATIENT, facilityId: 'traced' }, traced[n]),
    ),
  );
  const histories = await Promise.all(
    patients.map((patientId) => platform.foundation.store.readStream(`pathway-${patientId}`)),
  );
  const kept = histories.map((events) => events.map(({ metadata }) => metadata.traceparent));
  expect(kept).toEqual([
    [undefined, trace],
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

describe('a hospital records a pathway', () => {
  test('and reads its own write, down to the events', async () => {
    const patientId = await register();
    await admit(patientId, '2026-02-01T10:00:00-05:00');
    await discharge(patientId, '2026-02-09T12:00:00-05:00');
    const { status, body } = await admit(patientId, '2026-02-20T22:30:00-05:00');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      outcome: 'appended',
      revision: 3,
      events: [{ type: 'PatientAdmitted', revision: 3 }],
    });

    const census = await platform.get(`/v1/census?on=2026-02-20&facility=mercy&atLeast=${body.position}`);
    expect(census.body.levels[0]).toEqual({ level: 'inpatient', patients: 1, onLeave: 0 });
    const rate = await platform.get(
      '/v1/measures/readmission-30?from=2026-02-01&to=2026-02-28&groupBy=month',
    );
    expect(rate.body.groups).toMatchObject([{ key: '2026-02', numerator: 1, denominator: 1, rate: 1 }]);
    const { body: found } = await platform.get(
      '/v1/measures/readmission-30/cases?from=2026-02-01&to=2026-02-28',
    );
    expect(found.cases[0]).toMatchObject({ patientId, outcome: 'numerator', indexOn: '2026-02-09' });
    const history = await platform.get(`/v1/patients/${patientId}/history`);
    const types = history.body.events.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['PatientRegistered', 'PatientAdmitted', 'PatientDischarged', 'PatientAdmitted']);
    expect(history.body.events.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(found.cases[0].eventIds),
    );
  });

  test('in a program whose facility, level and time zone are known', async () => {
    const program = {
      ...{ programId: 'iop', name: 'IOP', facilityId: 'lake', facilityName: 'Lakeside' },
      ...{ level: 'intensive-outpatient', timeZone: 'America/Chicago' },
    };
    expect((await platform.post('/v1/programs', program)).status).toBe(201);
    expect((await platform.post('/v1/programs', program)).body.outcome).toBe('unchanged');
    const policy = {
      id: 'iop-hours',
      version: 1,
      level: 'intensive-outpatient',
      minHoursPerWeek: 9,
      effectiveFrom: '2026-01-01',
    };
    expect((await platform.post('/v1/programs/iop/hours-policies', policy)).status).toBe(201);

    const patientId = await register();
    await admit(patientId, '2026-03-02T09:00:00-06:00', { programId: 'iop' });
    const session = {
      programId: 'iop',
      kind: 'process',
      modality: 'in-person',
      status: 'attended',
      scheduledMinutes: 180,
    };
    for (const day of ['02', '04', '06'])
      await platform.post(`/v1/patients/${patientId}/attendance`, {
        ...{
          ...session,
          attendedMinutes: 180,
          sessionId: `group-${day}`,
          occurredAt: `2026-03-${day}T10:00:00-06:00`,
        },
      });
    const corrected = await platform.post(`/v1/patients/${patientId}/attendance`, {
      ...{ ...session, attendedMinutes: 120, status: 'left-early', sessionId: 'group-06' },
      ...{ occurredAt: '2026-03-06T10:00:00-06:00', correctionReason: 'left an hour early' },
    });
    const weeks = await platform.get(
      `/v1/attendance/iop/weeks?from=2026-03-01&to=2026-03-31&atLeast=${corrected.body.position}`,
    );
    expect(weeks.body.patients[0].weeks[0]).toMatchObject({
      weekOf: '2026-03-02',
      attendedHours: 8,
      requiredHours: 9,
      compliant: false,
    });
  });

  test('leaves, a change of level, a relapse and its withdrawal, a cancellation', async () => {
    const patientId = await register();
    await admit(patientId, '2026-02-01T10:00:00-05:00');
    const at = (path: string, occurredAt: string, body: object) =>
      platform.post(`/v1/patients/${patientId}/${path}`, { occurredAt, ...body });
    expect(
      (await at('leaves', '2026-02-03T10:00:00-05:00', { type: 'start', facilityId: 'mercy' })).status,
    ).toBe(201);
    expect(
      (await at('leaves', '2026-02-04T10:00:00-05:00', { type: 'end', facilityId: 'mercy' })).status,
    ).toBe(201);
    const moved = await at('transitions', '2026-02-05T10:00:00-05:00', {
      ...INPATIENT,
      level: 'partial-hospitalization',
    });
    expect(moved.body.events[0].type).toBe('LevelOfCareTransitioned');
    await at('relapses', '2026-02-06T20:00:00-05:00', {
      substances: ['alcohol'],
      detectedBy: 'self-report',
    });
    const { body: pathway } = await platform.get(`/v1/patients/${patientId}/pathway`);
    expect(pathway.relapses).toHaveLength(1);
    const withdrawal = `relapses/${pathway.relapses[0].relapseId}/withdrawal`;
    expect((await at(withdrawal, '2026-02-07T09:00:00-05:00', { reason: 'a false positive' })).status).toBe(
      201,
    );
    expect(
      (await at('cancellations', '2026-02-07T10:00:00-05:00', { what: 'transition', facilityId: 'mercy' }))
        .status,
    ).toBe(201);
    const now = await platform.get(`/v1/patients/${patientId}/pathway`);
    expect(now.body.relapses).toEqual([]);
    expect(now.body.episodes[0].stays.map(({ level }: { level: string }) => level)).toEqual(['inpatient']);
  });
});

test('one key under two relapses withdraws both', async () => {
  const identifiers = [{ system: 'mercy', value: 'relapses' }];
  const { body } = await platform.post('/v1/patients', { identifiers });
  const address = `/v1/patients/${body.patientId}/relapses`;
  for (const day of ['2026-02-06', '2026-02-08']) {
    const relapseId = crypto.randomUUID();
    const relapse = { relapseId, substances: ['alcohol'], detectedBy: 'self-report' };
    await platform.post(address, { ...relapse, occurredAt: `${day}T20:00:00-05:00` });
    const why = { occurredAt: '2026-02-09T09:00:00-05:00', reason: 'a false positive' };
    const key = { 'idempotency-key': 'withdrawal-1' };
    expect((await platform.post(`${address}/${relapseId}/withdrawal`, why, key)).status).toBe(201);
  }
  const { body: pathway } = await platform.get(`/v1/patients/${body.patientId}/pathway`);
  expect(pathway.relapses).toEqual([]);
});

test('a UUID is the same in capital and in small letters', async () => {
  const patientId = 'ABCDEF00-0000-4000-8000-00000000000A';
  const identifiers = [{ system: 'mercy', value: 'capital' }];
  const { body } = await platform.post('/v1/patients', { patientId, identifiers });
  expect(body.patientId).toBe(patientId.toLowerCase());
  expect((await platform.get(`/v1/patients/${patientId}/history`)).body.events).toHaveLength(1);
});

test('the pathway as it was known before a correction came, and as of a moment', async () => {
  const patientId = await register();
  await admit(patientId, '2026-02-01T10:00:00-05:00');
  const { body } = await discharge(patientId, '2026-02-09T12:00:00-05:00');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const knownAt = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const cancelled = { what: 'discharge', facilityId: 'mercy', occurredAt: '2026-02-09T12:00:00-05:00' };
  await platform.post(`/v1/patients/${patientId}/cancellations`, cancelled);
  const discharges = async (query: string) =>
    (await platform.get(`/v1/patients/${patientId}/pathway?${query}`)).body.episodes.map(
      (episode: { discharge: { eventId: string } | null }) => episode.discharge?.eventId ?? null,
    );
  expect(await discharges('')).toEqual([null]);
  expect(await discharges(`knownAt=${knownAt}`)).toEqual([body.events[0].id]);
  expect(await discharges(`knownAt=${knownAt}&validAt=2026-02-05T00:00:00Z`)).toEqual([null]);
  expect(await discharges('validAt=2026-01-31T00:00:00Z')).toEqual([]);
  expect(await discharges('knownAt=2026-02-10T00:00:00Z')).toEqual([]);
});

describe('a retry', () => {
  test('with the same key is the same request; with another body it is refused', async () => {
    const patientId = await register();
    const key = { 'idempotency-key': 'a-1' };
    const first = await admit(patientId, '2026-02-01T10:00:00-05:00', INPATIENT, key);
    const again = await admit(patientId, '2026-02-01T10:00:00-05:00', INPATIENT, key);
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, outcome: 'known' });
    const other = await admit(patientId, '2026-02-02T10:00:00-05:00', INPATIENT, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('of a registration is known by its key, and another patient under the key is refused', async () => {
    const registration = (value: string) =>
      platform.post(
        '/v1/patients',
        { identifiers: [{ system: 'retry', value }] },
        { 'idempotency-key': 'r-1' },
      );
    expect((await registration('1')).status).toBe(201);
    expect((await registration('1')).body.outcome).toBe('known');
    expect(await registration('2')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('raced by twenty others is recorded once', async () => {
    const patientId = await register();
    const key = { 'idempotency-key': 'race' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => admit(patientId, '2026-02-01T10:00:00-05:00', INPATIENT, key)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.events[0].id)).size).toBe(1);
  });
});

test('two hundred sessions of one patient, all at once, are each recorded', async () => {
  const patientId = await register();
  await admit(patientId, '2026-02-01T10:00:00-05:00');
  const session = {
    ...{
      kind: 'process',
      modality: 'in-person',
      status: 'attended',
      scheduledMinutes: 60,
      attendedMinutes: 60,
    },
    ...{ facilityId: 'mercy', timeZone: 'America/New_York', occurredAt: '2026-02-03T10:00:00-05:00' },
  };
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      platform.post(`/v1/patients/${patientId}/attendance`, { ...session, sessionId: `s${n}` }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
}, 15_000);

describe('bad input is answered with what to do', () => {
  const problem = { 'content-type': expect.stringContaining('application/problem+json') };

  test.each([
    ['a field that fails', { birthDate: '2026-02-30' }, 'birthDate'],
    ['a field nobody knows', { brithDate: '1980-01-01' }, 'brithDate'],
    ['no identifier', { identifiers: [] }, 'identifiers'],
    ['an identifier without its system', { identifiers: [{ value: '1' }] }, 'identifiers.0.system'],
    ['a text where an object belongs', { name: 'Ana' }, 'name'],
    ['a moment without an offset', { occurredAt: '2026-01-01T08:00:00' }, 'occurredAt'],
    ['a moment before anyone was born', { occurredAt: '0000-06-01T00:00:00Z' }, 'occurredAt'],
    ['a list where an object belongs', { identifiers: [[{ system: 's', value: 'v' }]] }, 'identifiers'],
    ['a NUL', { name: { family: 'a\0b' } }, 'name.family'],
    ['half of a character', { name: { given: '\ud800' } }, 'name.given'],
  ])('%s', async (_, body, field) => {
    const answer = await platform.post('/v1/patients', {
      identifiers: [{ system: 's', value: 'v' }],
      ...body,
    });
    expect(answer).toMatchObject({ status: 400, headers: problem, body: { code: 'invalid-request' } });
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\.js:/);
  });

  test.each([
    [
      'a discharge without an admission',
      'discharges',
      { facilityId: 'mercy', reason: 'completed' },
      409,
      'not-admitted',
    ],
    ['the future', 'admissions', { ...INPATIENT, occurredAt: '2126-01-01T00:00:00Z' }, 422, 'in-the-future'],
    ['an unknown program', 'admissions', { programId: 'nowhere' }, 422, 'program-unknown'],
    [
      'a zone in which no day can be counted',
      'admissions',
      { ...INPATIENT, timeZone: 'PST' },
      400,
      'invalid-request',
    ],
    [
      'a facility without its zone',
      'admissions',
      { facilityId: 'mercy', level: 'inpatient' },
      422,
      'invalid-request',
    ],
  ])('%s', async (_, path, body, status, code) => {
    const patientId = await register();
    const answer = await platform.post(`/v1/patients/${patientId}/${path}`, {
      occurredAt: '2026-02-01T10:00:00Z',
      ...body,
    });
    expect(answer).toMatchObject({ status, headers: problem, body: { code } });
  });

  test.each([
    '/v1/census?on=0000-01-01',
    '/v1/measures/readmission-30?to=0001-01-01',
    '/v1/patients?search=%00',
    '/v1/measures/readmission-30/cases?group=%00',
    '/v1/quarantine?code=%00',
  ])('%s', async (address) => {
    expect(await platform.get(address)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  test.each(['', ' ', '0x10', true])('%j where minutes belong', async (attendedMinutes) => {
    const patientId = await register();
    await admit(patientId, '2026-02-01T10:00:00-05:00');
    const answer = await platform.post(`/v1/patients/${patientId}/attendance`, {
      ...{ sessionId: 's', kind: 'process', modality: 'in-person', status: 'no-show', scheduledMinutes: 60 },
      ...{ facilityId: 'mercy', timeZone: 'UTC', occurredAt: '2026-02-03T10:00:00Z', attendedMinutes },
    });
    expect(answer.body.errors).toMatchObject([{ field: 'attendedMinutes' }, {}, {}]);
  });

  test('a name in an address that is none', async () => {
    const policy = {
      id: 'p',
      version: 1,
      level: 'outpatient',
      minHoursPerWeek: 1,
      effectiveFrom: '2026-01-01',
    };
    expect((await platform.post('/v1/programs/%00/hours-policies', policy)).status).toBe(400);
  });

  test('a series up to the last day that can be written ends', async () => {
    const { body } = await platform.get('/v1/census/series?from=9999-12-30&to=9999-12-31&step=day');
    expect(body.points.map(({ on }: { on: string }) => on)).toEqual(['9999-12-30', '9999-12-31']);
  });

  test('a discharge before the admission, and a second one', async () => {
    const patientId = await register();
    await admit(patientId, '2026-02-05T10:00:00-05:00');
    expect((await discharge(patientId, '2026-02-04T10:00:00-05:00')).body.code).toBe(
      'discharged-before-admission',
    );
    await discharge(patientId, '2026-02-09T10:00:00-05:00');
    expect((await discharge(patientId, '2026-02-10T10:00:00-05:00')).body.code).toBe('already-discharged');
  });

  test('a patient nobody knows, an address that is none, a body that is no JSON', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(await admit(nobody, '2026-02-01T10:00:00Z')).toMatchObject({
      status: 404,
      body: { code: 'patient-unknown' },
    });
    expect((await platform.get(`/v1/patients/${nobody}/history`)).status).toBe(404);
    expect((await platform.get('/v1/patients/42/history')).status).toBe(400);
    expect((await platform.get('/v1/measures/happiness')).body.detail).toContain('readmission-30');
    expect((await platform.get('/v1/nothing')).body.code).toBe('not-found');
    const broken = await platform.app.inject({
      method: 'POST',
      url: '/v1/patients',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.statusCode).toBe(400);
    expect(broken.headers['content-type']).toContain('application/problem+json');
  });

  test('a position that has not come yet', async () => {
    expect((await platform.get('/v1/census?atLeast=soon')).status).toBe(400);
    const behind = await platform.get('/v1/census?atLeast=999999');
    expect(behind).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'projection-behind' },
    });
  }, 15_000);
});
