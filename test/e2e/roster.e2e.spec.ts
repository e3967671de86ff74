import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
const ids: string[] = [];
const facility = { facilityId: 'mercy-general', timeZone: 'America/Chicago' };

beforeAll(async () => {
  platform = await runPlatform();
  for (const [programId, level] of [
    ['iop', 'intensive-outpatient'],
    ['op', 'outpatient'],
  ])
    await platform.post('/v1/programs', {
      ...{ programId, level, name: programId, facilityName: 'Mercy General' },
      ...facility,
    });
  for (const [n, programId] of ['iop', 'op', 'iop'].entries()) {
    const { body } = await platform.post('/v1/patients', {
      identifiers: [{ system: 'mercy-general', value: `R${n}` }],
    });
    ids.push(body.patientId);
    await platform.post(`/v1/patients/${body.patientId}/admissions`, {
      ...{ occurredAt: '2026-03-01T09:00:00-06:00', programId },
    });
  }
});
afterAll(() => platform.stop());

const session = {
  occurredAt: '2026-03-02T09:00:00-06:00',
  ...{ kind: 'process', modality: 'in-person', scheduledMinutes: 180, programId: 'iop' },
};
const send = (sessionId: string, patients: readonly object[], over: object = {}, key?: string) =>
  platform.post(
    `/v1/sessions/${sessionId}/roster`,
    { ...session, patients, ...over },
    key ? { 'idempotency-key': key } : {},
  );
const sessionsOf = async (n: number, position: string) =>
  (await platform.get(`/v1/patients/${ids[n]}/pathway?atLeast=${position}`)).body.sessions;
const outcomes = ({ body }: { body: { patients: { outcome: string; code: string | null }[] } }) =>
  body.patients.map(({ outcome, code }) => (code ? `${outcome} ${code}` : outcome));

test('one session is recorded of patients at different levels, and again is known', async () => {
  const patients = [
    { patientId: ids[0], status: 'attended' },
    { identifier: { system: 'mercy-general', value: 'R1' }, status: 'late', attendedMinutes: 150 },
    { patientId: ids[2], status: 'no-show' },
  ];
  const first = await send('g1', patients);
  expect(first).toMatchObject({
    status: 200,
    body: { recorded: 3, refused: 0, facilityId: 'mercy-general' },
  });
  const again = await send('g1', patients);
  expect(again.body).toMatchObject({ recorded: 0, known: 3 });
  expect(await Promise.all([0, 1, 2].map((n) => sessionsOf(n, first.body.position)))).toMatchObject([
    [{ level: 'intensive-outpatient', attendedMinutes: 180 }],
    [{ level: 'outpatient', attendedMinutes: 150 }],
    [{ level: 'intensive-outpatient', attendedMinutes: 0 }],
  ]);
});

test('one that is refused stops no other', async () => {
  const patients = [
    { identifier: { system: 'mercy-general', value: 'nobody' }, status: 'attended' },
    { patientId: ids[0], status: 'attended', attendedMinutes: 0 },
    { patientId: ids[1], status: 'attended' },
  ];
  expect(outcomes(await send('g2', patients))).toEqual([
    ...['refused patient-unknown', 'refused minutes-contradict-status', 'recorded'],
  ]);
});

test('an entry sent again with another attendance is a correction only with a reason', async () => {
  const patients = (status: string) => [
    { patientId: ids[0], status: 'attended' },
    { patientId: ids[1], status },
  ];
  await send('g3', patients('attended'));
  const refused = await send('g3', patients('excused'));
  expect(outcomes(refused)).toEqual(['known', 'refused attendance-known']);
  expect(refused.body.patients[1].detail).toMatch(/correctionReason/);
  const corrected = await send('g3', patients('excused'), { correctionReason: 'was at the dentist' });
  expect(outcomes(corrected)).toEqual(['known', 'corrected']);
  expect(outcomes(await send('g3', patients('excused'), { correctionReason: 'was at the dentist' }))).toEqual(
    [...['known', 'known']],
  );
  expect((await sessionsOf(1, corrected.body.position)).at(-1)).toMatchObject({
    ...{ sessionId: 'g3', status: 'excused' },
  });
});

test('under its key a roster that comes late again undoes no correction', async () => {
  const entry = (status: string) => [{ patientId: ids[0], status }];
  await send('g4', entry('attended'), {}, 'key-1');
  await send('g4', entry('no-show'), { correctionReason: 'wrong line' }, 'key-2');
  expect(outcomes(await send('g4', entry('attended'), {}, 'key-1'))).toEqual(['known']);
  expect(outcomes(await send('g4', entry('no-show'), { correctionReason: 'wrong line' }, 'key-2'))).toEqual([
    'known',
  ]);
  expect(outcomes(await send('g4', entry('late'), {}, 'key-1'))).toEqual(['refused idempotency-key-reused']);
});

test('a hundred patients are taken, and no more', async () => {
  const patients = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      identifier: { system: 'x', value: String(n) },
      status: 'attended',
    }));
  expect((await send('g5', patients(100))).body).toMatchObject({ refused: 100 });
  expect((await send('g5', patients(101))).status).toBe(400);
});

test.each<[string, readonly object[], object, number]>([
  ['a patient twice', [{ n: 0 }, { n: 0 }], {}, 422],
  ['nobody', [{}], {}, 422],
  ['an unknown program', [{ n: 0 }], { programId: 'south' }, 422],
  ['an empty roster', [], {}, 400],
])('%s is a problem of the whole', async (_, entries, over, status) => {
  const patients = entries.map((entry) => ({
    ...('n' in entry ? { patientId: ids[0] } : {}),
    status: 'attended',
  }));
  expect((await send('g6', patients, over)).status).toBe(status);
});

describe('the sessions of a program', () => {
  const on = '2026-03-03';
  const over = { occurredAt: '2026-03-03T18:00:00-06:00' };
  const held = '/v1/programs/iop/sessions';

  test('are told with their rosters, a merged person once', async () => {
    const { body: twin } = await platform.post('/v1/patients', {
      identifiers: [{ system: 'mercy-general', value: 'R0-again' }],
    });
    const patients = [
      { patientId: ids[0], status: 'attended' },
      { patientId: ids[1], status: 'late', attendedMinutes: 150 },
      { patientId: twin.patientId, status: 'attended' },
    ];
    const sent = await send('tue', patients.slice(0, 2), over);
    expect(sent.body).toMatchObject({ recorded: 2 });
    // A feed tells of the other record of the first patient.
    const { occurredAt } = over;
    const data = { ...session, ...facility, status: 'attended', attendedMinutes: 180, sessionId: 'tue' };
    await platform.post(`/v1/patients/${twin.patientId}/admissions`, {
      occurredAt: '2026-03-01T09:00:00-06:00',
      programId: 'iop',
    });
    await platform.post(`/v1/patients/${twin.patientId}/attendance`, { ...data, occurredAt });
    const position = await platform.foundation.store.head();
    const counted = async (atLeast: string) =>
      (await platform.get(`${held}?from=${on}&to=${on}&atLeast=${atLeast}`)).body.sessions;
    expect(await counted(String(position))).toMatchObject([
      { sessionId: 'tue', patients: 3, attended: 3, late: 1 },
    ]);
    const merged = await platform.post(`/v1/patients/${ids[0]}/mergers`, {
      absorbedId: twin.patientId,
      occurredAt,
    });
    expect(await counted(merged.body.position)).toMatchObject([{ patients: 2, attended: 2 }]);
    const { status, body } = await platform.get(`${held}/tue?on=${on}`);
    expect({ status, name: body.name, timeZone: body.timeZone }).toEqual({
      ...{ status: 200, name: 'iop', timeZone: facility.timeZone },
    });
    expect(
      new Map(
        body.session.roster.map((one: { patientId: string; level: string }) => [one.patientId, one.level]),
      ),
    ).toEqual(
      new Map([
        [ids[0], 'intensive-outpatient'],
        [ids[1], 'outpatient'],
      ]),
    );
  });

  test.each([
    [`${held}/tue?on=2026-03-04`, 404, 'session-unknown'],
    ['/v1/programs/nowhere/sessions', 404, 'program-unknown'],
    [`${held}?from=2026-01-01&to=2026-04-03`, 422, 'invalid-request'],
    [`${held}?from=2026-03-04&to=2026-03-03`, 422, 'invalid-request'],
  ])('%s is answered with %i %s', async (path, status, code) =>
    expect(await platform.get(path)).toMatchObject({ status, body: { code } }),
  );
  test('are by default those of the last seven days', async () => {
    const { body } = await platform.get(`${held}?to=2026-03-09`);
    expect(body).toMatchObject({ from: on, to: '2026-03-09', sessions: [{ sessionId: 'tue' }] });
  });
  test('are asked for up to 92 days at once', async () =>
    expect((await platform.get(`${held}?from=2026-01-02&to=2026-04-03`)).status).toBe(200));
});
