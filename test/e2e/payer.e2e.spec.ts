import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
let patient: string;
beforeAll(async () => {
  platform = await runPlatform();
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'mercy', value: 'M1' }],
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  patient = `/v1/patients/${body.patientId}`;
  await platform.post(`${patient}/admissions`, {
    ...{ facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' },
    occurredAt: '2026-02-01T10:00:00-05:00',
  });
}, 60_000);
afterAll(() => platform.stop());

const A = '7c0e4f5a-1b2d-4e3f-8a9b-0c1d2e3f4a5b';
const care = { payerId: 'hmo', facilityId: 'mercy', level: 'inpatient' };
const terms = { ...care, unitKind: 'days', units: 5, from: '2026-02-01' };
const record = (address: string, body: object) => platform.post(`${patient}/${address}`, body);

test('a payer’s answers are recorded, and what is left of them is derived from the stay', async () => {
  const asked = await record('authorizations', {
    ...{ ...terms, authorizationId: A, units: 14 },
    occurredAt: '2026-02-01T12:00:00-05:00',
  });
  expect(asked).toMatchObject({ status: 201, body: { events: [{ type: 'AuthorizationRequested' }] } });
  const approval = {
    ...{ ...terms, to: '2026-02-10', nextReview: '2026-02-05', person: { number: 'A-1' } },
    occurredAt: '2026-02-02T12:00:00-05:00',
  };
  const approved = await record(`authorizations/${A}/approval`, approval);
  expect(approved).toMatchObject({ status: 201, body: { events: [{ type: 'AuthorizationApproved' }] } });
  expect(await record(`authorizations/${A}/approval`, approval)).toMatchObject({
    status: 200,
    body: { outcome: 'unchanged' },
  });

  const on = (day: string) => platform.get(`${patient}/pathway?validAt=${day}T23:00:00Z`);
  const { body } = await on('2026-02-07');
  expect(body.authorizations).toMatchObject([
    {
      ...{ authorizationId: A, status: 'approved', used: 7, remaining: -2 },
      grant: { number: 'A-1', units: 5, to: '2026-02-10', nextReview: '2026-02-05' },
    },
  ]);
  expect(body.divergences).toMatchObject([{ kind: 'units-exceeded', since: '2026-02-06' }]);
  expect((await on('2026-02-12')).body.divergences).toMatchObject([
    { kind: 'unauthorized', clinical: 'inpatient', authorized: null, since: '2026-02-11' },
  ]);

  const divergent = await platform.get(`/v1/divergences?on=2026-02-12&atLeast=${approved.body.position}`);
  expect(divergent.body).toMatchObject({
    kinds: [{ kind: 'unauthorized', stays: 1 }, {}, {}, {}, {}],
    stays: [{ kind: 'unauthorized', clinical: 'inpatient', since: '2026-02-11', facilityId: 'mercy' }],
    ...{ total: 1, next: null },
  });
  expect((await platform.get('/v1/divergences?on=2026-02-05')).body).toMatchObject({ stays: [], total: 0 });
  const alerts = await platform.get(
    `/v1/alerts?kind=authorization-running-out&on=2026-02-04&atLeast=${approved.body.position}`,
  );
  expect(alerts.body.alerts).toMatchObject([
    { deadline: '2026-02-05', payerId: 'hmo', opensOn: '2026-02-04' },
  ]);
});

test('what contradicts itself is refused', async () => {
  const bad = { ...terms, to: '2026-01-31', occurredAt: '2026-02-02T12:00:00-05:00' };
  expect(await record(`authorizations/${A}/approval`, bad)).toMatchObject({
    status: 422,
    body: { code: 'authorization-ends-before-it-starts' },
  });
  expect(await record(`authorizations/${A}/approval`, { ...bad, units: 0 })).toMatchObject({ status: 400 });
  const placeless = { ...bad, facilityId: undefined };
  expect(await record(`authorizations/${A}/approval`, placeless)).toMatchObject({ status: 422 });
});

test('what was entered in error never was', async () => {
  const { body } = await platform.get(`${patient}/history`);
  const approval = body.events.find(({ type }: { type: string }) => type === 'AuthorizationApproved');
  const voided = await record(`history/${approval.id}/void`, {
    ...{ occurredAt: '2026-02-12T12:00:00-05:00', reason: 'another member was meant' },
  });
  expect(voided.status).toBe(201);
  const after = await platform.get(`${patient}/pathway`);
  expect(after.body.authorizations).toMatchObject([{ status: 'requested', grant: null, remaining: null }]);
});

test('a plan sees its members in treatment, with what is paid for', async () => {
  const { body } = await platform.post('/v1/patients', {
    identifiers: [{ system: 'mercy', value: 'M2' }],
    coverage: { payerId: 'ppo', memberNumber: 'P-2', from: '2026-01-01' },
    occurredAt: '2026-01-01T08:00:00-05:00',
  });
  const member = `/v1/patients/${body.patientId}`;
  const admitted = await platform.post(`${member}/admissions`, {
    ...{ facilityId: 'mercy', level: 'residential', timeZone: 'America/New_York' },
    occurredAt: '2026-02-01T10:00:00-05:00',
  });
  const authorizationId = '0d9a5b7c-3e4f-4a1b-8c2d-5e6f7a8b9c0d';
  const { body: approved } = await platform.post(`${member}/authorizations/${authorizationId}/approval`, {
    ...{ ...terms, payerId: 'ppo', level: 'residential', to: '2026-02-10', person: {} },
    occurredAt: '2026-02-01T12:00:00-05:00',
  });
  const members = (query: string) => platform.get(`/v1/members?${query}&atLeast=${approved.position}`);
  const [admission] = admitted.body.events;
  expect(await members('payer=ppo&on=2026-02-03')).toMatchObject({
    status: 200,
    body: {
      ...{ on: '2026-02-03', payerId: 'ppo', total: 1, next: null },
      members: [
        {
          ...{ patientId: body.patientId, level: 'residential', since: '2026-02-01', daysInLevel: 2 },
          ...{ eventId: admission.id, authorization: { units: 5, remaining: 2 }, divergence: null },
        },
      ],
    },
  });
  const late = await members('payer=ppo&on=2026-02-08&level=residential');
  expect(late.body.members[0].divergence).toMatchObject({ kind: 'units-exceeded', since: '2026-02-06' });
  expect((await members('payer=ppo&on=2026-02-08&level=inpatient')).body.total).toBe(0);
  expect((await members('on=2026-02-08')).status).toBe(400);
});

test('a change of health plan is recorded, and the next one is whose member the patient is', async () => {
  const at = { occurredAt: '2026-02-03T12:00:00-05:00' };
  const hmo = 'aa0e4f5a-1b2d-4e3f-8a9b-0c1d2e3f4a5b';
  const plan = { ...at, payerId: 'hmo', from: '2026-01-01', person: { memberNumber: 'H-1' } };
  const started = await record('coverages', { ...plan, coverageId: hmo });
  expect(started).toMatchObject({ status: 201, body: { events: [{ type: 'CoverageStarted' }] } });
  expect((await record('coverages', { ...plan, coverageId: hmo })).body.outcome).toBe('unchanged');
  expect((await record('coverages', { ...plan, coverageId: hmo, payerId: 'next' })).status).toBe(409);
  const ended = await record(`coverages/${hmo}/end`, { ...at, until: '2026-02-03' });
  expect(ended).toMatchObject({ status: 201, body: { events: [{ type: 'CoverageEnded' }] } });
  await record('coverages', { ...at, payerId: 'next', from: '2026-02-04' });
  const corrected = await record('demographics', { ...at, person: { birthDate: '1988-04-18' } });
  expect(corrected).toMatchObject({ status: 201, body: { events: [{ type: 'DemographicsCorrected' }] } });
  const authorizationId = 'bb0e4f5a-1b2d-4e3f-8a9b-0c1d2e3f4a5b';
  const approval = { ...terms, occurredAt: '2026-02-01T12:00:00-05:00', to: '2026-02-10' };
  await record(`authorizations/${authorizationId}/approval`, approval);
  const known = (await platform.get(`${patient}/pathway?validAt=2026-02-07T23:00:00Z`)).body;
  expect(known.person).toMatchObject({ birthDate: '1988-04-18' });
  expect(known.coverages).toMatchObject([
    { payerId: 'hmo', until: '2026-02-03' },
    { payerId: 'next', from: '2026-02-04', until: null },
  ]);
  // The first plan's units are used on its own three days alone.
  expect(known.authorizations.at(-1)).toMatchObject({ authorizationId, used: 3, remaining: 2 });
  expect(known.divergences).toMatchObject([{ kind: 'unauthorized', since: '2026-02-04' }]);
  const members = async (payer: string) =>
    (await platform.get(`/v1/members?payer=${payer}&on=2026-02-05&atLeast=${corrected.body.position}`)).body
      .total;
  expect([await members('hmo'), await members('next')]).toEqual([0, 1]);
});
