import {
  admitted,
  attended,
  attendance,
  discharged,
  jan,
  left,
  newYork,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from './testing/index.ts';
import { staysAt } from './care/episode.ts';
import { timeline } from './timeline.ts';

const told = (...past: readonly Told[]) => timeline(pathwayOf(registered, ...past));
const honolulu = { facilityId: 'reef', timeZone: 'Pacific/Honolulu' };

describe('the stays of an episode', () => {
  test('begin with the admission and follow one another until the discharge', () => {
    const { stays } = told(
      admitted(jan(5)),
      transitioned(jan(9), 'residential'),
      transitioned(jan(15), 'outpatient', { stayId: 's3', fromStayId: 's2' }),
      discharged(jan(20)),
    );
    expect(stays.map(({ stayId, level, begin, end }) => [stayId, level, begin.day, end?.day])).toEqual([
      ['s1', 'inpatient', '2026-01-05', '2026-01-09'],
      ['s2', 'residential', '2026-01-09', '2026-01-15'],
      ['s3', 'outpatient', '2026-01-15', '2026-01-20'],
    ]);
  });
  test('name the events that begin and end them', () => {
    const { stays } = told(admitted(jan(5)), transitioned(jan(9), 'residential'), discharged(jan(20)));
    expect(stays.map(({ begin, end }) => [begin.eventId, end?.eventId])).toEqual([
      ['e1', 'e2'],
      ['e2', 'e3'],
    ]);
  });
  test('keep their order where the next begins at the same instant', () => {
    const { stays } = told(
      { ...admitted(jan(5)), recordedAt: jan(8) },
      { ...transitioned(jan(5), 'residential'), recordedAt: jan(7) },
    );
    expect(stays.map(({ stayId }) => stayId)).toEqual(['s1', 's2']);
  });
  test('are open without a discharge', () => expect(told(admitted(jan(5))).stays[0]!.end).toBeUndefined());
});

describe('a day', () => {
  test.each([
    [newYork('2026-01-05 23:59'), '2026-01-05'],
    [newYork('2026-01-06 00:00'), '2026-01-06'],
    [newYork('2026-03-08 23:59'), '2026-03-08'],
    [newYork('2026-11-01 00:30'), '2026-11-01'],
  ])('is that of the facility: %s is on %s', (at, day) =>
    expect(told(admitted(at)).episodes[0]!.admission.day).toBe(day),
  );
  test('is that of the facility where the patient is then', () => {
    const { stays, episodes } = told(
      admitted(newYork('2026-01-05 01:00')),
      transitioned(newYork('2026-01-09 01:00'), 'residential', honolulu),
      left(newYork('2026-01-10 01:00')),
      discharged(newYork('2026-01-20 01:00')),
    );
    expect(stays.map(({ begin, end }) => [begin.day, end!.day])).toEqual([
      ['2026-01-05', '2026-01-09'],
      ['2026-01-08', '2026-01-19'],
    ]);
    expect(episodes[0]!.discharge!.day).toBe('2026-01-19');
    expect(episodes[0]!.leaves[0]!.begin.day).toBe('2026-01-09');
  });
});

describe('parallel episodes', () => {
  const south = { episodeId: 'e2', stayId: 's2', facilityId: 'south' };
  const { stays, episodes } = told(
    admitted(jan(5), 'outpatient'),
    admitted(jan(9), 'inpatient', south),
    discharged(jan(12), 'completed', 'e2'),
    discharged(jan(20)),
  );

  test('are each a whole of their own', () =>
    expect(episodes.map(({ episodeId, discharge }) => [episodeId, discharge?.day])).toEqual([
      ['e1', '2026-01-20'],
      ['e2', '2026-01-12'],
    ]));
  test.each([
    [jan(4), []],
    [jan(5), ['s1']],
    [jan(10), ['s1', 's2']],
    [jan(12), ['s1']],
    [jan(20), []],
  ])('at %s the patient is in %j', (at, ids) =>
    expect(staysAt(stays, at).map(({ stayId }) => stayId)).toEqual(ids),
  );
});

describe('a session', () => {
  const program = { programId: 'iop' };
  const both = [
    admitted(jan(5), 'outpatient'),
    admitted(jan(9), 'intensive-outpatient', { ...program, episodeId: 'e2', stayId: 's2' }),
    admitted(jan(10), 'inpatient', { episodeId: 'e3', stayId: 's3', facilityId: 'south' }),
  ] as const;
  const stayOf = (...past: readonly Told[]) => told(...past).sessions.map(({ stay }) => stay?.stayId);

  test('belongs to the stay in its program', () =>
    expect(stayOf(...both, attended(jan(12), program))).toEqual(['s2']));
  test('without a program belongs to the latest stay at its facility', () => {
    expect(stayOf(...both, attended(jan(12)))).toEqual(['s2']);
    expect(stayOf(...both, attended(jan(8)))).toEqual(['s1']);
  });
  test('elsewhere belongs to the latest stay', () =>
    expect(stayOf(...both, attended(jan(12), { facilityId: 'west' }))).toEqual(['s3']));
  test('at the instant of a transition belongs to the stay that begins', () =>
    expect(stayOf(admitted(jan(5)), transitioned(jan(9), 'intensive-outpatient'), attended(jan(9)))).toEqual([
      's2',
    ]));
  test('that no stay holds any more belongs to none', () =>
    expect(stayOf(admitted(jan(5)), attended(jan(12)), discharged(jan(9)))).toEqual([undefined]));
  test('is as it was corrected last', () => {
    const correction = (voids: string, attendedMinutes: number): Told => ({
      type: 'AttendanceCorrected',
      data: { ...attendance({ attendedMinutes }), voids },
      at: jan(7),
    });
    const { sessions } = told(
      admitted(jan(5)),
      attended(jan(6)),
      correction('e2', 90),
      correction('e3', 120),
    );
    expect(sessions).toMatchObject([{ attendedMinutes: 120, day: '2026-01-07', eventId: 'e4' }]);
    expect(sessions[0]).not.toHaveProperty('voids');
  });
});

test('an episode carries what its admission and its discharge say', () => {
  const over = {
    visitNumber: 'v1',
    diagnoses: [{ system: 'ICD-10-CM', code: 'F11.20' }],
    substances: ['opioids'],
    plannedNextLevel: 'residential',
  } as const;
  expect(told(admitted(jan(5), 'inpatient', over)).episodes).toMatchObject([over]);
  const planned: Told = {
    type: 'PatientDischarged',
    data: { episodeId: 'e1', reason: 'transferred', disposition: '65', plannedNextLevel: 'outpatient' },
    at: jan(9),
  };
  expect(told(admitted(jan(5), 'inpatient', over), planned).episodes).toMatchObject([
    { plannedNextLevel: 'outpatient', discharge: { reason: 'transferred', disposition: '65' } },
  ]);
});

test('a moment says how exactly it is known', () => {
  expect(told(admitted(jan(5))).episodes[0]!.admission.precision).toBe('instant');
  expect(told({ ...admitted(jan(5)), precision: 'year' }).episodes[0]!.admission.precision).toBe('year');
});

test('a relapse is dated by the clocks of the latest facility', () => {
  const relapse: Told = {
    type: 'RelapseReported',
    data: { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'family' },
    at: newYork('2026-02-01 01:00'),
  };
  expect(told(admitted(jan(5)), relapse).relapses).toMatchObject([{ relapseId: 'r1', day: '2026-02-01' }]);
  expect(told(admitted(jan(5), 'inpatient', honolulu), relapse).relapses[0]!.day).toBe('2026-01-31');
  expect(told(relapse).relapses[0]!.day).toBe('2026-02-01');
});

test('the day of a relapse is that of the clocks where the patient was treated last, whatever comes later', () => {
  const late = '2026-01-21T03:30:00.000Z';
  const relapse: Told = {
    type: 'RelapseReported',
    data: { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' },
    at: late,
  };
  const elsewhere = (at: string) =>
    admitted(at, 'outpatient', { episodeId: 'e2', stayId: 's2', timeZone: 'Pacific/Auckland' });
  const dayOf = (...past: Told[]) => timeline(pathwayOf(registered, ...past)).relapses[0]!.day;
  expect(dayOf(admitted(jan(5)), relapse)).toBe('2026-01-20');
  expect(dayOf(admitted(jan(5)), relapse, elsewhere(jan(25)))).toBe('2026-01-20');
  expect(dayOf(admitted(jan(5)), relapse, elsewhere(jan(15)))).toBe('2026-01-21');
  expect(dayOf(relapse, admitted(jan(25)))).toBe('2026-01-20');
  expect(dayOf(relapse)).toBe('2026-01-21');
});
