import { patientIdOf } from '@stepwell/edges/ids';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await runPlatform();
}, 60_000);
afterAll(() => platform.stop());

let last = 0;
/** A number that no other test uses. */
const fresh = () => `HM-${4100 + ++last}-7`;
const at = (day: string) => ({ occurredAt: `${day}T12:00:00Z` });
const ana = { name: { family: 'Rivera', given: 'Ana' }, birthDate: '1988-04-17', sex: 'female' };

interface Covered {
  readonly payerId?: string;
  readonly memberNumber?: string;
  readonly relationship?: string;
  readonly from?: string;
}
/** Registers a patient at some hospital, covered where that is said. */
const register = async (
  person: object,
  coverage?: Covered,
  on: RunningPlatform = platform,
): Promise<string> => {
  const { status, body } = await on.post('/v1/patients', {
    ...{ identifiers: [{ system: `hospital-${++last}`, value: 'R1' }], ...person, ...at('2026-01-01') },
    ...(coverage && { coverage: { payerId: 'hmo', from: '2026-01-01', ...coverage } }),
  });
  expect(status).toBe(201);
  return body.patientId;
};
const record = (patientId: string, address: string, body: object = {}) =>
  platform.post(`/v1/patients/${patientId}/${address}`, { ...at('2026-02-01'), ...body });
const tell = async (patientId: string, command: string, data: object): Promise<void> => {
  const event = {
    ...{ specversion: '1.0', id: `m${++last}`, source: 'tests', subject: patientId },
    ...{ type: `stepwell.pathway.${command}.v1`, time: '2026-02-02T12:00:00Z', data },
  };
  const { status, body } = await platform.post('/v1/events', event, {
    'content-type': 'application/cloudevents+json',
  });
  expect({ status, body }).toMatchObject({ status: 200, body: { accepted: 1 } });
};
const read = async (patientId: string, what = 'pathway') =>
  (await platform.get(`/v1/patients/${patientId}/${what}`)).body;
const types = async (patientId: string, on = platform): Promise<string[]> =>
  (await on.get(`/v1/patients/${patientId}/history`)).body.events.map(({ type }: { type: string }) => type);
const merged = async (patientId: string) => {
  const { mergedInto, absorbed } = await read(patientId);
  return { mergedInto, absorbed };
};
const findings = async (patientId: string): Promise<string[]> =>
  (await read(patientId)).dataQuality
    .filter(({ code }: { code: string }) => code === 'possible-duplicate')
    .map(({ sentence }: { sentence: string }) => sentence);

/** Waits until everything that was recorded has been looked at. */
const settled = async (on = platform): Promise<void> => {
  for (;;) {
    const head = await on.foundation.store.head();
    const { rows } = await on.foundation.pool.query(
      `SELECT position >= $1 AS done FROM relay.checkpoints WHERE name = 'matching'`,
      [head],
    );
    if (rows[0]?.done && (await on.foundation.store.head()) === head) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const apart = { mergedInto: null, absorbed: [] };
const said = (otherId: string, ...against: string[]) =>
  `Has a member number at hmo that the patient ${otherId} has too${against.map((one) => `: ${one}`).join('')}.`;

test('two records that a payer knows by one number become one, and it is said why', async () => {
  const [number, written] = ['HM 900 1', 'hm-9001'];
  const first = await register(ana, { memberNumber: number });
  const second = await register(ana, { memberNumber: written });
  await settled();
  expect(await merged(first)).toEqual({ mergedInto: null, absorbed: [second] });
  expect(await merged(second)).toMatchObject({ mergedInto: first });
  const { events } = await read(second, 'history');
  const told = await read(first, 'history');
  const numbers = [told, { events }].map(
    (one) => one.events.find(({ type }: { type: string }) => type === 'CoverageStarted').id,
  );
  expect(events.at(-1)).toMatchObject({
    ...{ type: 'PatientsMerged', source: { system: 'stepwell matching' } },
    data: { matched: { by: 'member-number', payerId: 'hmo', eventIds: numbers } },
  });
  expect(JSON.stringify(events.at(-1))).not.toMatch(/9001|900 1/);
  expect(await findings(first)).toEqual([]);
});

test('one number of two payers, and numbers that stand where none is known, say nothing', async () => {
  const number = fresh();
  const ids = [
    await register(ana, { memberNumber: number }),
    await register(ana, { memberNumber: number, payerId: 'plan' }),
    await register(ana, { memberNumber: '000000000', payerId: 'ppo' }),
    await register(ana, { memberNumber: '000000000', payerId: 'ppo' }),
  ];
  await settled();
  for (const id of ids) expect(await types(id)).toEqual(['PatientRegistered', 'CoverageStarted']);
});

test('members of a family keep their records, and nobody is asked', async () => {
  const memberNumber = fresh();
  const mother = await register(ana, { memberNumber, relationship: 'self' });
  const child = await register({ ...ana, birthDate: '2011-02-03' }, { memberNumber, relationship: 'child' });
  const twins = [
    await register(
      { ...ana, birthDate: '2012-01-01', name: { given: 'Eva' } },
      { memberNumber, relationship: 'child' },
    ),
    await register(
      { ...ana, birthDate: '2012-01-01', name: { given: 'Mia' } },
      { memberNumber, relationship: 'child' },
    ),
  ];
  await settled();
  for (const id of [mother, child, ...twins]) expect(await merged(id)).toEqual(apart);
  expect(await findings(mother)).toEqual([]);
  expect(await findings(twins[0]!)).toContain(said(twins[1]!, 'the given names differ'));
});

test('a mistyped birth date is a finding on both, until it is corrected: then they become one', async () => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register({ ...ana, birthDate: '1988-04-11' }, { memberNumber });
  await settled();
  expect([await merged(first), await merged(second)]).toEqual([apart, apart]);
  expect(await findings(first)).toEqual([said(second, 'the birth dates differ')]);
  expect(await findings(second)).toEqual([said(first, 'the birth dates differ')]);
  const { body } = await platform.get(
    `/v1/data-quality/cases?code=possible-duplicate&atLeast=${await platform.foundation.store.head()}`,
  );
  expect(body.cases.map(({ patientId }: { patientId: string }) => patientId)).toEqual(
    expect.arrayContaining([first, second]),
  );
  await tell(second, 'CorrectDemographics', { person: { birthDate: ana.birthDate } });
  await settled();
  expect(await merged(first)).toEqual({ mergedInto: null, absorbed: [second] });
  expect(await findings(first)).toEqual([]);
});

test('what is taken back by a person stays apart, whatever comes', async () => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register(ana, { memberNumber });
  await settled();
  expect((await record(first, `mergers/${second}/withdrawal`, { reason: 'twins' })).status).toBe(201);
  await settled();
  await tell(second, 'StartCoverage', { payerId: 'ppo', from: '2026-01-01', person: { memberNumber } });
  await tell(first, 'StartCoverage', { payerId: 'ppo', from: '2026-01-01', person: { memberNumber } });
  await settled();
  expect([await merged(first), await merged(second)]).toEqual([apart, apart]);
  expect([await findings(first), await findings(second)]).toEqual([[], []]);
  const third = await register(ana, { memberNumber });
  await settled();
  // Of which of the two the third is, nobody can tell.
  expect([await merged(first), await merged(second), await merged(third)]).toEqual([apart, apart, apart]);
  expect((await findings(third)).toSorted()).toEqual([said(first), said(second)].toSorted());
});

test('one that may be of either of two is of neither, in whichever order they come', async () => {
  const [number, other] = [fresh(), fresh()];
  const twins = [{ ...ana, name: { given: 'Amy' } }, ana];
  const initial = { ...ana, name: { given: 'A.' } };
  const first = await register(initial, { memberNumber: number });
  const second = await register(twins[0]!, { memberNumber: number });
  await settled();
  expect(await merged(second)).toMatchObject({ mergedInto: first });
  const third = await register(twins[1]!, { memberNumber: number });
  const late: string[] = [];
  for (const one of [...twins, initial]) late.push(await register(one, { memberNumber: other }));
  await settled();
  for (const id of [first, second, third, ...late]) expect(await merged(id)).toEqual(apart);
  expect((await findings(first)).toSorted()).toEqual([said(second), said(third)].toSorted());
  expect((await findings(late[2]!)).toSorted()).toEqual([said(late[0]!), said(late[1]!)].toSorted());
  expect(await findings(third)).toContain(said(second, 'the given names differ'));
});

test('who voids the note that two may be one has decided that they are not', async () => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register({ ...ana, sex: 'male' }, { memberNumber });
  await settled();
  const { events } = await read(first, 'history');
  expect(events.at(-1).type).toBe('PossibleDuplicateNoted');
  expect((await record(first, `history/${events.at(-1).id}/void`)).status).toBe(201);
  await settled();
  await tell(second, 'CorrectDemographics', { person: { sex: 'female' } });
  await settled();
  expect([await merged(first), await merged(second)]).toEqual([apart, apart]);
  expect([await findings(first), await findings(second)]).toEqual([[], []]);
});

test('a merger that was concluded is taken back when the facts differ after all, and is not concluded again', async () => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register(ana, { memberNumber });
  await settled();
  await tell(second, 'CorrectDemographics', { person: { birthDate: '1990-01-01' } });
  await settled();
  expect([await merged(first), await merged(second)]).toEqual([apart, apart]);
  expect(await findings(second)).toEqual([said(first, 'the birth dates differ')]);
  await tell(second, 'CorrectDemographics', { person: { birthDate: ana.birthDate } });
  await settled();
  expect([await merged(first), await merged(second)]).toEqual([apart, apart]);
  expect(await findings(second)).toEqual([said(first)]);
  // Now a person decides.
  expect((await record(second, 'mergers', { absorbedId: first })).status).toBe(201);
  await settled();
  expect(await merged(second)).toEqual({ mergedInto: null, absorbed: [first] });
  expect(await findings(second)).toEqual([]);
});

test('one that was told stays, whatever the facts say; also where it was concluded before', async () => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register(ana, { memberNumber });
  await settled();
  expect((await record(first, 'mergers', { absorbedId: second })).body.outcome).toBe('appended');
  await tell(second, 'CorrectDemographics', { person: { birthDate: '1990-01-01' } });
  await settled();
  expect(await merged(first)).toEqual({ mergedInto: null, absorbed: [second] });
  expect((await record(first, `mergers/${second}/withdrawal`)).status).toBe(201);
  await settled();
  expect(await merged(first)).toEqual(apart);
});

test.each(['the other way round', 'with a third'])('one that is told %s has the place of it', async (how) => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register(ana, { memberNumber });
  await settled();
  expect(await merged(first)).toEqual({ mergedInto: null, absorbed: [second] });
  const goesOn = how === 'with a third' ? await register({}) : second;
  const goes = how === 'with a third' ? second : first;
  expect((await record(goesOn, 'mergers', { absorbedId: goes })).status).toBe(201);
  await settled();
  expect(await merged(goesOn)).toMatchObject({ mergedInto: null, absorbed: [goes] });
  expect(await merged(first)).toMatchObject({ mergedInto: how === 'with a third' ? null : second });
});

test('a coverage that is told later says as much, and what the patient is to the subscriber', async () => {
  const memberNumber = fresh();
  const covers = (relationship: string) => ({
    ...{ payerId: 'hmo', from: '2026-01-01', relationship, person: { memberNumber } },
  });
  const ids = [await register(ana), await register(ana), await register(ana)];
  for (const [n, relationship] of ['self', 'self', 'spouse'].entries())
    expect((await record(ids[n]!, 'coverages', covers(relationship))).status).toBe(201);
  await settled();
  expect(await merged(ids[0]!)).toEqual({ mergedInto: null, absorbed: [ids[1]] });
  expect(await findings(ids[2]!)).toEqual([said(ids[0]!, 'the relationships to the subscriber differ')]);
});

test('one that is told and refused leaves what was concluded as it is', async () => {
  const memberNumber = fresh();
  const first = await register(ana, { memberNumber });
  const second = await register(ana, { memberNumber });
  await settled();
  const third = await register({});
  const ahead = new Date(Date.now() + 86_400_000).toISOString();
  const late = await record(third, 'mergers', { absorbedId: second, occurredAt: ahead });
  expect(late.body.code).toBe('in-the-future');
  expect((await record(second, 'mergers', { absorbedId: third })).status).toBe(201);
  const circle = await record(third, 'mergers', { absorbedId: second });
  expect(circle.body.code).toBe('merged-in-a-circle');
  await settled();
  expect(await merged(second)).toMatchObject({ mergedInto: first });
});

test('a number that comes in HL7 messages is one with that of a coverage', async () => {
  const adt = (mrn: string, pid3: string, in1: string) =>
    [
      `MSH|^~\\&|EPIC|lakeside|STEPWELL||20260302120610||ADT^A31|x${mrn}|P|2.5.1`,
      'EVN|A31|20260302120608',
      `PID|1||${mrn}^^^LAKESIDE^MR${pid3}||Rivera^Ana||19880417|F`,
      in1,
    ].join('\r');
  const send = (message: string) =>
    platform.post('/v1/hl7v2', message, { 'content-type': 'application/hl7-v2' });
  const id = (value: string) => patientIdOf({ system: 'LAKESIDE', value });
  const first = await register(ana, { memberNumber: 'W-771-02' });
  expect((await send(adt('H1', '~W77102^^^hmo^MB', ''))).body).toContain('MSA|AA');
  expect((await send(adt('H2', '', `IN1|1|P|hmo${'|'.repeat(33)}w77102`))).body).toContain('MSA|AA');
  expect((await send(adt('H3', '', `IN1|1|P|hmo${'|'.repeat(46)}W771 02`))).body).toContain('MSA|AA');
  await settled();
  expect((await merged(first)).absorbed.toSorted()).toEqual([id('H1'), id('H2'), id('H3')].toSorted());
});
