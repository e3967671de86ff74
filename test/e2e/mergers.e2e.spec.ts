import type { EventStore } from '@stepwell/event-sourcing';
import { patientIdOf } from '@stepwell/edges/ids';
import { testDatabase, type TestDatabase } from '@stepwell/postgres/testing';
import { runPlatform, type RunningPlatform } from './testing/running-platform.ts';

let database: TestDatabase;
let platform: RunningPlatform;
beforeAll(async () => {
  database = await testDatabase();
  platform = await runPlatform({ database });
}, 60_000);
afterAll(async () => {
  await platform.stop();
  await database.drop();
});

let last = 0;
/** A person with two records. */
const two = async () => {
  const registered = async (): Promise<string> => {
    const identifiers = [{ system: 'mercy', value: `R${++last}` }];
    const person = { name: { family: `Family${last}` } };
    const { body } = await platform.post('/v1/patients', { identifiers, ...person, ...on('2026-01-01') });
    return body.patientId;
  };
  return { survivor: await registered(), absorbed: await registered() };
};
const on = (day: string) => ({ occurredAt: `${day}T12:00:00Z` });
const record = (patientId: string, address: string, body: object, headers = {}) =>
  platform.post(`/v1/patients/${patientId}/${address}`, body, headers);
const merge = (survivor: string, absorbedId: string, headers = {}) =>
  record(survivor, 'mergers', { absorbedId, ...on('2026-03-01') }, headers);
const unmerge = (survivor: string, absorbed: string) =>
  record(survivor, `mergers/${absorbed}/withdrawal`, { reason: 'twins', ...on('2026-04-01') });
const admit = (patientId: string, day: string, facilityId = 'mercy') =>
  record(patientId, 'admissions', {
    ...{ facilityId, level: 'inpatient', timeZone: 'America/New_York', ...on(day) },
  });
const discharge = (patientId: string, day: string, facilityId = 'mercy') =>
  record(patientId, 'discharges', { facilityId, reason: 'completed', ...on(day) });
const read = async (patientId: string, what = 'pathway') =>
  (await platform.get(`/v1/patients/${patientId}/${what}`)).body;
const shown = async (patientId: string, query = '') => {
  const { mergedInto, absorbed, episodes } = await read(patientId, `pathway${query}`);
  const admissions = episodes.map(({ admission }: { admission: { day: string } }) => admission.day);
  return { mergedInto, absorbed, admissions };
};
const types = async (patientId: string) =>
  (await read(patientId, 'history')).events.map(({ type }: { type: string }) => type);
/** An instant between what was recorded before and what is recorded after. */
const pause = async (): Promise<string> => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const instant = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return instant;
};

test('one that cannot be carried out for now does not stop that of others', async () => {
  const [one, other] = [await two(), await two()];
  const { store } = platform.foundation as { store: EventStore };
  const append = store.append.bind(store);
  store.append = async (streamId, ...rest) => {
    if (streamId.endsWith(one.absorbed)) throw new Error('no connection');
    return append(streamId, ...rest);
  };
  const answers = [merge(one.survivor, one.absorbed), merge(other.survivor, other.absorbed)];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([500, 201]);
  store.append = append;
});

test('both histories can be told as they were before a merger, during it and after it was taken back', async () => {
  const { survivor, absorbed } = await two();
  await admit(absorbed, '2026-01-05');
  await discharge(absorbed, '2026-01-15');
  await admit(survivor, '2026-02-05');
  const before = await pause();
  const historyBefore = await read(absorbed, 'history');
  expect(await merge(survivor, absorbed)).toMatchObject({
    ...{ status: 201, body: { outcome: 'appended', events: [{ type: 'PatientsMerged' }] } },
  });
  const merged = { mergedInto: null, absorbed: [absorbed], admissions: ['2026-01-05', '2026-02-05'] };
  expect(await shown(survivor)).toEqual(merged);
  expect(await shown(absorbed)).toEqual({
    ...{ mergedInto: survivor, absorbed: [], admissions: ['2026-01-05'] },
  });
  expect((await platform.get(`/v1/patients/${survivor}`)).body).toMatchObject({
    ...{ mergedInto: null, absorbed: [absorbed], person: { name: { family: `Family${last - 1}` } } },
    identifiers: [{ value: `R${last - 1}` }, { value: `R${last}` }],
  });
  const during = await pause();
  expect(await unmerge(survivor, absorbed)).toMatchObject({ status: 201 });
  expect(await shown(survivor)).toEqual({ mergedInto: null, absorbed: [], admissions: ['2026-02-05'] });
  expect(await shown(absorbed)).toEqual({ mergedInto: null, absorbed: [], admissions: ['2026-01-05'] });

  expect((await shown(survivor, `?knownAt=${before}`)).admissions).toEqual(['2026-02-05']);
  expect(await shown(absorbed, `?knownAt=${before}`)).toMatchObject({ mergedInto: null });
  expect(await shown(survivor, `?knownAt=${during}`)).toEqual(merged);
  // That they are one person was so before it was learned.
  expect((await shown(survivor, `?knownAt=${during}&validAt=2026-01-31T00:00:00Z`)).admissions).toEqual([
    '2026-01-05',
  ]);
  const { events } = await read(absorbed, 'history');
  expect(events.slice(0, historyBefore.events.length)).toEqual(historyBefore.events);
  expect(await types(absorbed)).toEqual([
    ...['PatientRegistered', 'PatientAdmitted', 'PatientDischarged', 'PatientsMerged', 'PatientsUnmerged'],
  ]);
});

describe('after a merger', () => {
  test('what is sent for either record shows at the one that goes on, and is its own again when it is taken back', async () => {
    const { survivor, absorbed } = await two();
    await admit(absorbed, '2026-02-05');
    await merge(survivor, absorbed);
    expect(await discharge(survivor, '2026-02-10')).toMatchObject({ status: 201 });
    expect(await types(absorbed)).toContain('PatientDischarged');
    expect(await admit(absorbed, '2026-03-05')).toMatchObject({ status: 201 });
    expect(await admit(survivor, '2026-03-06', 'elsewhere')).toMatchObject({ status: 201 });
    expect(await discharge(absorbed, '2026-03-07', 'elsewhere')).toMatchObject({ status: 201 });
    expect((await shown(survivor)).admissions).toEqual(['2026-02-05', '2026-03-05', '2026-03-06']);
    await unmerge(survivor, absorbed);
    expect((await shown(survivor)).admissions).toEqual(['2026-03-06']);
    expect((await shown(absorbed)).admissions).toEqual(['2026-02-05', '2026-03-05']);
    expect((await read(absorbed)).episodes[0].discharge).toMatchObject({ day: '2026-02-10' });
    expect(await discharge(survivor, '2026-03-10')).toMatchObject({ body: { code: 'not-admitted' } });
  });

  test('nobody is admitted twice to one facility, under whichever record', async () => {
    const { survivor, absorbed } = await two();
    await admit(absorbed, '2026-02-05');
    await merge(survivor, absorbed);
    expect(await admit(survivor, '2026-02-06')).toMatchObject({
      ...{ status: 409, body: { code: 'already-admitted' } },
    });
    await unmerge(survivor, absorbed);
    expect(await admit(survivor, '2026-02-06')).toMatchObject({ status: 201 });
  });

  describe('what names only a facility means the episode that it would if all were of one record', () => {
    /** Treated in January under the old number, admitted to the same facility in March under the new one. */
    const merged = async (isOlderSurvivor: boolean) => {
      const of = await two();
      const [older, newer] = isOlderSurvivor ? [of.survivor, of.absorbed] : [of.absorbed, of.survivor];
      await admit(older, '2026-01-05');
      await discharge(older, '2026-01-15');
      await admit(newer, '2026-03-05');
      await merge(of.survivor, of.absorbed);
      return { ...of, older, newer };
    };
    const stays = async (id: string) =>
      (await read(id)).episodes.map((episode: { admission: { day: string }; discharge?: { day: string } }) =>
        [episode.admission.day, episode.discharge?.day].join('/'),
      );
    test.each([true, false])('where the older one goes on: %s', async (isOlderSurvivor) => {
      const { survivor, older, newer } = await merged(isOlderSurvivor);
      const leave = { type: 'start', facilityId: 'mercy', ...on('2026-03-07') };
      expect(await record(older, 'leaves', leave)).toMatchObject({ status: 201 });
      const key = { 'idempotency-key': `d${last}` };
      const left = { facilityId: 'mercy', reason: 'completed', ...on('2026-03-10') };
      expect(await record(older, 'discharges', left, key)).toMatchObject({ status: 201 });
      expect(await record(older, 'discharges', left, key)).toMatchObject({ body: { outcome: 'known' } });
      expect(await stays(survivor)).toEqual(['2026-01-05/2026-01-15', '2026-03-05/2026-03-10']);
      const cancel = (what: string, day: string) =>
        record(older, 'cancellations', { what, facilityId: 'mercy', ...on(day) });
      expect(await cancel('discharge', '2026-03-11')).toMatchObject({ status: 201 });
      expect(await stays(survivor)).toEqual(['2026-01-05/2026-01-15', '2026-03-05/']);
      expect(await cancel('admission', '2026-03-12')).toMatchObject({ status: 201 });
      expect(await stays(survivor)).toEqual(['2026-01-05/2026-01-15']);
      expect(await types(newer)).toContain('AdmissionCancelled');
      await unmerge(survivor, survivor === older ? newer : older);
      expect(await stays(older)).toEqual(['2026-01-05/2026-01-15']);
      expect(await record(older, 'discharges', left, key)).toMatchObject({ body: { outcome: 'known' } });
    });
  });

  test('a batch is decided in the order in which it was sent', async () => {
    const { survivor, absorbed } = await two();
    await admit(survivor, '2026-01-05');
    await discharge(survivor, '2026-01-15');
    await merge(survivor, absorbed);
    const event = (id: string, type: string, data: object, day: string) => ({
      ...{ specversion: '1.0', id: `${survivor}${id}`, source: '/hospital', subject: survivor, data },
      ...{ type: `stepwell.pathway.${type}.v1`, time: on(day).occurredAt },
    });
    const ward = { facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' };
    const batch = [
      event('1', 'AdmitPatient', ward, '2026-02-05'),
      event('2', 'CancelAdmission', { facilityId: 'mercy' }, '2026-02-06'),
      event('3', 'AdmitPatient', ward, '2026-02-07'),
      event('4', 'DischargePatient', { facilityId: 'mercy', reason: 'completed' }, '2026-02-09'),
    ];
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const { body } = await platform.post('/v1/events', JSON.stringify(batch), headers);
    expect(body).toMatchObject({ accepted: 4, quarantined: 0 });
    expect((await shown(survivor)).admissions).toEqual(['2026-01-05', '2026-02-07']);
    const { episodes } = await read(survivor);
    expect(episodes).toMatchObject([
      { discharge: { day: '2026-01-15' } },
      { discharge: { day: '2026-02-09' } },
    ]);
  });

  test('who was waitlisted under the old number is offered a place under the new one, and is not waitlisted again', async () => {
    const programId = `iop-${++last}`;
    await platform.post('/v1/programs', {
      ...{ programId, name: 'IOP', facilityId: 'mercy', facilityName: 'Mercy' },
      ...{ level: 'intensive-outpatient', timeZone: 'America/New_York' },
    });
    const { survivor, absorbed } = await two();
    const waitlistId = crypto.randomUUID();
    const waits = { programId, ...on('2026-02-01') };
    expect(await record(absorbed, 'waitlist', { ...waits, waitlistId })).toMatchObject({ status: 201 });
    await merge(survivor, absorbed);
    const again = await record(survivor, 'waitlist', { ...waits, ...on('2026-02-02') });
    expect(again).toMatchObject({ status: 409, body: { code: 'already-waitlisted' } });
    const offer = await record(survivor, `waitlist/${waitlistId}/offers`, on('2026-02-03'));
    expect(offer).toMatchObject({ status: 201 });
    expect(await types(absorbed)).toContain('PlaceOffered');
  });

  test('a number of the record that went is taken away under the one that goes on', async () => {
    const { survivor, absorbed } = await two();
    await merge(survivor, absorbed);
    const identifier = { system: 'mercy', value: `R${last}` };
    const taken = await record(survivor, 'identifiers/unlink', { identifier, ...on('2026-03-02') });
    expect(taken).toMatchObject({ status: 201 });
    expect((await platform.get(`/v1/patients/${survivor}`)).body.identifiers).toHaveLength(1);
    expect(await types(absorbed)).toContain('IdentifierUnlinked');
  });

  test('events of one batch build on each other', async () => {
    const { survivor, absorbed } = await two();
    await merge(survivor, absorbed);
    const event = (id: string, type: string, data: object, day: string) => ({
      ...{ specversion: '1.0', id: `${survivor}${id}`, source: '/hospital', subject: survivor, data },
      ...{ type: `stepwell.pathway.${type}.v1`, time: on(day).occurredAt },
    });
    const ward = { facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' };
    const batch = [
      event('1', 'AdmitPatient', ward, '2026-02-05'),
      event('2', 'DischargePatient', { facilityId: 'mercy', reason: 'completed' }, '2026-02-06'),
      event('3', 'AdmitPatient', ward, '2026-02-07'),
    ];
    const send = () =>
      platform.post('/v1/events', JSON.stringify(batch), {
        'content-type': 'application/cloudevents-batch+json',
      });
    expect((await send()).body).toMatchObject({ accepted: 3, quarantined: 0 });
    expect((await shown(survivor)).admissions).toEqual(['2026-02-05', '2026-02-07']);
    expect((await send()).body).toMatchObject({ known: 3, quarantined: 0 });
  });
});

describe('a merger', () => {
  test('is recorded once, and under its key known', async () => {
    const { survivor, absorbed } = await two();
    const key = { 'idempotency-key': `k${last}` };
    expect(await merge(survivor, absorbed, key)).toMatchObject({ status: 201 });
    expect(await merge(survivor, absorbed, key)).toMatchObject({ body: { outcome: 'known' } });
    expect(await merge(survivor, absorbed)).toMatchObject({ body: { outcome: 'unchanged' } });
    expect(await unmerge(survivor, absorbed)).toMatchObject({ status: 201 });
    expect(await unmerge(survivor, absorbed)).toMatchObject({ body: { outcome: 'unchanged' } });
    expect(await merge(survivor, absorbed, key)).toMatchObject({ body: { outcome: 'known' } });
    expect((await shown(survivor)).absorbed).toEqual([]);
    expect(await merge(survivor, absorbed)).toMatchObject({ status: 201 });
    expect((await shown(survivor)).absorbed).toEqual([absorbed]);
  });

  test.each<[string, (of: { survivor: string; absorbed: string; third: string }) => unknown, number, string]>(
    [
      ['with itself', ({ survivor }) => merge(survivor, survivor), 422, 'merged-with-itself'],
      ['in a circle', ({ survivor, absorbed }) => merge(absorbed, survivor), 409, 'merged-in-a-circle'],
      ['into a second', ({ third, absorbed }) => merge(third, absorbed), 409, 'merged-already'],
      [
        'of an unknown',
        ({ third }) => merge(third, patientIdOf({ system: 'x', value: 'y' })),
        404,
        'patient-unknown',
      ],
      [
        'into an unknown',
        ({ third }) => merge(patientIdOf({ system: 'x', value: 'y' }), third),
        404,
        'patient-unknown',
      ],
      ['taken back that never was', ({ third, absorbed }) => unmerge(third, absorbed), 409, 'not-merged'],
    ],
  )('%s is refused, and leaves no trace', async (_, act, status, code) => {
    const { survivor, absorbed } = await two();
    const { survivor: third } = await two();
    await merge(survivor, absorbed);
    const head = await platform.foundation.store.head();
    expect(await act({ survivor, absorbed, third })).toMatchObject({ status, body: { code } });
    expect(await platform.foundation.store.head()).toBe(head);
  });

  test('at the same moment as its opposite: one of them happens', async () => {
    const { survivor: a, absorbed: b } = await two();
    const { survivor: c } = await two();
    const answers = await Promise.all([merge(a, b), merge(b, c), merge(c, a)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 409]);
    expect(answers[2]!.body.code).toBe('merged-in-a-circle');
    expect((await shown(a)).absorbed).toEqual([b, c]);
  });

  /** The store fails on what is appended to one stream, once. */
  const dyingBefore = async (patientId: string, act: () => Promise<unknown>) => {
    const store: EventStore = platform.foundation.store;
    const append = store.append.bind(store);
    store.append = async (streamId, ...rest) => {
      if (!streamId.endsWith(patientId)) return append(streamId, ...rest);
      store.append = append;
      throw new Error('the process is gone');
    };
    await act();
    store.append = append;
  };
  test('that is written on one stream only counts for nobody, until it is sent again', async () => {
    const { survivor, absorbed } = await two();
    const key = { 'idempotency-key': `k${last}` };
    await dyingBefore(survivor, async () =>
      expect(await merge(survivor, absorbed, key)).toMatchObject({ status: 500 }),
    );
    expect(await types(absorbed)).toContain('PatientsMerged');
    expect((await shown(absorbed)).mergedInto).toBeNull();
    expect((await shown(survivor)).absorbed).toEqual([]);
    expect(await merge(survivor, absorbed, key)).toMatchObject({ status: 201 });
    expect((await shown(survivor)).absorbed).toEqual([absorbed]);

    await dyingBefore(survivor, async () =>
      expect(await unmerge(survivor, absorbed)).toMatchObject({ status: 500 }),
    );
    expect((await shown(survivor)).absorbed).toEqual([]);
    expect((await shown(absorbed)).mergedInto).toBeNull();
    expect(await merge(survivor, absorbed)).toMatchObject({ status: 201 });
    expect((await shown(survivor)).absorbed).toEqual([absorbed]);
  });
});

test('of two admissions that come for two records in one moment, to one process or to two, one is refused', async () => {
  const other = await runPlatform({ database });
  try {
    for (const second of [platform, other, platform, other, other]) {
      const { survivor, absorbed } = await two();
      await merge(survivor, absorbed);
      const body = { facilityId: 'mercy', level: 'inpatient', timeZone: 'America/New_York' };
      const answers = await Promise.all([
        platform.post(`/v1/patients/${survivor}/admissions`, { ...body, ...on('2026-02-05') }),
        second.post(`/v1/patients/${absorbed}/admissions`, { ...body, ...on('2026-02-05') }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect((await shown(survivor)).admissions).toHaveLength(1);
    }
  } finally {
    await other.stop();
  }
});

describe('over HL7', () => {
  const message = (trigger: string, id: string, mrn: string, gone?: string) =>
    [
      `MSH|^~\\&|EPIC|mercy-general|STEPWELL||20260302120610||ADT^${trigger}|${id}|P|2.5.1`,
      `EVN|${trigger}|20260302120608`,
      `PID|1||${mrn}^^^MERCY^MR||Rivera^Ana||19880417|F`,
      ...(gone === undefined ? [] : [`MRG|${gone}`]),
      `PV1|1|I|4W^12^1||||||||||||||||V${mrn}|||||||||||||||||01||||||||20260302120600|20260309100000`,
    ].join('\r');
  const send = async (text: string) => {
    const headers = { 'content-type': 'application/hl7-v2' };
    const { body } = await platform.post('/v1/hl7v2', text, headers);
    return (body as string).split('\r')[1]!.split('|')[1];
  };
  const idOf = (value: string) => patientIdOf({ system: 'MERCY', value });

  test('A40 merges, also records that nothing was heard of before', async () => {
    expect(await send(message('A40', 'h1', 'NEW1', 'OLD1^^^MERCY^MR'))).toBe('AA');
    expect((await shown(idOf('NEW1'))).absorbed).toEqual([idOf('OLD1')]);
    // A message that was late, and one that uses the old number still.
    expect(await send(message('A01', 'h2', 'OLD1'))).toBe('AA');
    expect((await shown(idOf('NEW1'))).admissions).toEqual(['2026-03-02']);
    expect(await send(message('A03', 'h3', 'OLD1'))).toBe('AA');
    const { episodes } = await read(idOf('NEW1'));
    expect(episodes).toMatchObject([{ discharge: { day: '2026-03-09' } }]);
    expect(await send(message('A40', 'h1', 'NEW1', 'OLD1^^^MERCY^MR'))).toBe('AA');
    expect((await types(idOf('NEW1'))).filter((type: string) => type === 'PatientsMerged')).toHaveLength(1);
  });

  test('the stay that began under the old number ends under the new one', async () => {
    expect(await send(message('A01', 'h4', 'OLD2'))).toBe('AA');
    expect(await send(message('A34', 'h5', 'NEW2', 'OLD2^^^MERCY^MR'))).toBe('AA');
    const left = message('A03', 'h6', 'NEW2').replaceAll('VNEW2', 'VOLD2');
    expect(await send(left)).toBe('AA');
    expect(await send(left)).toBe('AA');
    expect(await types(idOf('OLD2'))).toEqual([
      'PatientRegistered',
      'PatientAdmitted',
      'PatientsMerged',
      'PatientDischarged',
    ]);
    expect(await types(idOf('NEW2'))).toEqual(['PatientRegistered', 'PatientsMerged']);
  });

  test('a visit that was told under both numbers before the merger is one, and ends once', async () => {
    for (const [id, mrn] of [
      ['h7', 'OLD4'],
      ['h8', 'NEW4'],
    ] as const)
      expect(await send(message('A01', id, mrn).replaceAll(`V${mrn}`, 'VBOTH'))).toBe('AA');
    expect(await send(message('A40', 'h9', 'NEW4', 'OLD4^^^MERCY^MR'))).toBe('AA');
    expect(await send(message('A03', 'h10', 'OLD4').replaceAll('VOLD4', 'VBOTH'))).toBe('AA');
    const { episodes } = await read(idOf('NEW4'));
    expect(episodes).toMatchObject([{ discharge: { day: '2026-03-09' } }]);
  });

  test.each([
    [
      'does not name the record that goes',
      message('A40', 'x1', 'NEW3', '^^^MERCY'),
      'missing-patient-identifier',
    ],
    ['has no MRG', message('A40', 'x2', 'NEW3'), 'missing-patient-identifier'],
    ['names one record twice', message('A40', 'x3', 'NEW3', 'NEW3^^^MERCY^MR'), 'merged-with-itself'],
    ['goes in a circle', message('A40', 'x4', 'OLD1', 'NEW1^^^MERCY^MR'), 'merged-in-a-circle'],
    ['contradicts an earlier one', message('A40', 'x5', 'NEW9', 'OLD1^^^MERCY^MR'), 'merged-already'],
  ])('one that %s is kept in quarantine with a code', async (_, text, code) => {
    expect(await send(text)).toBe('AE');
    const number = text.split('|')[9];
    const { body } = await platform.get(`/v1/quarantine?text=ADT^A40|${number}|`);
    expect(body.items).toMatchObject([{ code, messageType: 'ADT^A40' }]);
  });
});
