import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
let patientId: string;
beforeAll(async () => {
  platform = await runPlatform();
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'LAKESIDE', value: 'L1' }],
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  patientId = body.patientId;
  const assessed = await platform.post(`/v1/patients/${patientId}/eligibility`, {
    ...{ occurredAt: '2026-03-01T12:00:00-05:00', facilityId: 'lakeside' },
    contraindications: ['imminent-danger'],
  });
  expect(assessed.status).toBe(201);
}, 60_000);
afterAll(() => platform.stop());

const admission = [
  'MSH|^~\\&|EPIC|lakeside|STEPWELL||20260302120610||ADT^A01|q1|P|2.5.1',
  'EVN|A01|20260302120608',
  'PID|1||L1^^^LAKESIDE^MR||Rivera^Ana||19880417|F',
  `PV1|1|O||||||||IOP|||||||||V1${'|'.repeat(25)}20260302120600`,
].join('\r');

test('an admission that a person is refused is kept from a feed, found, and counted', async () => {
  const refused = await platform.post(`/v1/patients/${patientId}/admissions`, {
    ...{ occurredAt: '2026-03-02T12:06:00-05:00', facilityId: 'lakeside', timeZone: 'America/New_York' },
    level: 'intensive-outpatient',
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'contraindicated' } });

  const { body: ack } = await platform.post('/v1/hl7v2', admission, { 'content-type': 'application/hl7-v2' });
  expect(ack).toContain('MSA|AA|q1');
  const finding = {
    ...{ code: 'admitted-against-contraindication', day: '2026-03-02', facilityId: 'lakeside' },
    sentence: 'Came to intensive outpatient care on 2026-03-02, assessed on 2026-03-01: imminent-danger.',
  };
  const { body: pathway } = await platform.get(`/v1/patients/${patientId}/pathway`);
  expect(pathway.dataQuality).toMatchObject([finding]);
  expect(pathway.dataQuality[0].eventIds[0]).toBe(pathway.episodes[0].admission.eventId);

  const fresh = `atLeast=${pathway.position}`;
  const { body: counted } = await platform.get(`/v1/data-quality?${fresh}`);
  expect(counted.total).toBe(1);
  expect(counted.codes).toContainEqual({
    ...{ code: finding.code, means: expect.any(String), findings: 1 },
    facilities: [{ facilityId: 'lakeside', findings: 1, patients: 1 }],
  });
  const { body: cases } = await platform.get(`/v1/data-quality/cases?code=${finding.code}&${fresh}`);
  expect(cases).toMatchObject({ total: 1, next: null, cases: [{ patientId, ...finding }] });
  expect(cases.cases[0].eventIds).toEqual(pathway.dataQuality[0].eventIds);
});

test('a code that there is not is refused', async () =>
  expect(await platform.get('/v1/data-quality?code=strange')).toMatchObject({
    ...{ status: 400, body: { code: 'invalid-request' } },
  }));

describe('a program for adults that closes', () => {
  const programId = 'adults';
  const day = (text: string) => `${text}T12:00:00-05:00`;
  let number = 0;
  const admit = async (occurredAt: string, birthDate: string, more: object = {}) => {
    const identifiers = [{ system: 'adults', value: `A${++number}` }];
    const { body } = await platform.post('/v1/patients', {
      ...{ identifiers, birthDate, occurredAt: day('2026-01-01') },
    });
    const admission = { programId, occurredAt, ...more };
    return platform.post(`/v1/patients/${body.patientId}/admissions`, admission);
  };

  test('admits whom it is for, until it closes', async () => {
    const define = (body: object) => platform.post('/v1/programs', { ...definition, ...body });
    const definition = {
      ...{ programId, name: 'Adults', facilityId: 'adults', facilityName: 'Adults', capacity: 2 },
      ...{ level: 'intensive-outpatient', timeZone: 'America/New_York', ageBand: { least: 18 } },
      ...{ sessionKinds: ['process'], modalities: ['telehealth'] },
    };
    expect((await define({ ageBand: { least: 18, most: 12 } })).body.code).toBe(
      'age-band-contradicts-itself',
    );
    expect((await define({})).status).toBe(201);
    expect((await admit(day('2026-03-01'), '2008-03-02')).body.code).toBe('age-outside-program');
    const override = { reason: 'turns 18 tomorrow', clinician: 'Dr. Osei' };
    expect((await admit(day('2026-03-01'), '2008-03-02', { override })).status).toBe(201);
    expect((await admit(day('2026-03-01'), '2008-03-01')).status).toBe(201);

    const change = (what: string, body: object) => platform.post(`/v1/programs/${programId}/${what}`, body);
    expect((await change('closure', { closedOn: '2026-03-02' })).status).toBe(201);
    expect((await admit(day('2026-03-02'), '1990-01-01', { override })).body.code).toBe('program-closed');
    expect((await change('reopening', { reopenedOn: '2026-03-03' })).status).toBe(201);
    expect((await admit(day('2026-03-03'), '1990-01-01')).status).toBe(201);
    const capacity = { capacity: 3, effectiveFrom: '2026-03-03' };
    expect((await change('capacity', capacity)).status).toBe(201);
    const { body } = await change('capacity', capacity);
    expect(body.outcome).toBe('unchanged');
    const on = (day: string) =>
      platform.get(`/v1/programs?on=${day}&facility=adults&atLeast=${body.position}`);
    const about = {
      programId,
      ageBand: { least: 18 },
      sessionKinds: ['process'],
      modalities: ['telehealth'],
    };
    const closed = { ...about, isClosed: true, capacity: 2, patients: 2, occupancy: 1 };
    expect((await on('2026-03-02')).body).toMatchObject({ on: '2026-03-02', programs: [closed] });
    const open = { ...about, isClosed: false, capacity: 3, patients: 3, occupancy: 1 };
    expect((await on('2026-03-03')).body.programs).toMatchObject([open]);
  });
});
