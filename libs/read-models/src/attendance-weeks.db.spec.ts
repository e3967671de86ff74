import { MemoryEventStore } from '@stepwell/event-sourcing';
import type { HoursPolicy } from '@stepwell/pathway';
import {
  admitted,
  attended,
  cameBack,
  discharged,
  left,
  newYork,
  registered,
  registration,
  type Told,
} from '@stepwell/pathway/testing';
import { attendanceByProgram, attendanceOfProgram, type TriedPolicy } from './attendance-weeks.ts';
import { facilitiesOn } from './programs.ts';
import { rebuild } from './rebuild/rebuild.ts';
import { eventIdIn, readModelDatabase, tell, tellProgram, type ReadModelDatabase } from './testing/index.ts';

// Monday 2 March 2026 begins the first week.
const mar = (day: number, time = '12:00') => newYork(`2026-03-${String(day).padStart(2, '0')} ${time}`);
const march = { from: '2026-03-01', to: '2026-03-31', today: '2026-04-15' };
const iop = { programId: 'iop' };
const level = 'intensive-outpatient' as const;

const policy = (version: number, minHoursPerWeek: number, effectiveFrom: string): HoursPolicy => ({
  ...{ id: 'asam', version, minHoursPerWeek, effectiveFrom, level },
});
const session = (at: string, minutes: number, programId = 'iop'): Told =>
  attended(at, {
    ...{ sessionId: at, programId, attendedMinutes: minutes },
    status: minutes > 0 ? 'attended' : 'no-show',
  });
const named = (family: string): Told => ({
  ...registered,
  type: 'PatientRegistered',
  data: { ...registration, person: { name: { family } } },
});

let database: ReadModelDatabase;
beforeAll(async () => {
  database = await readModelDatabase();
  const store = new MemoryEventStore();
  const defined = (programId: string, name: string, facilityId: string) =>
    ({
      type: 'ProgramDefined',
      data: {
        programId,
        name,
        facilityId,
        facilityName: facilityId.toUpperCase(),
        level,
        timeZone: 'America/New_York',
      },
    }) as const;
  await tellProgram(
    store,
    'iop',
    defined('iop', 'Evening', 'north'),
    { type: 'ProgramHoursPolicyChanged', data: { policy: policy(1, 9, '2026-01-01') } },
    { type: 'ProgramHoursPolicyChanged', data: { policy: policy(2, 6, '2026-03-09') } },
  );
  await tellProgram(store, 'day', defined('day', 'Day', 'north'));
  await tell(
    store,
    'ada',
    named('Adams'),
    admitted(mar(2, '08:00'), level, iop),
    ...[session(mar(3), 300), session(mar(5), 240), session(mar(10), 360), session(mar(12), 0)],
    discharged(mar(16)),
  );
  await tell(
    store,
    'ben',
    named('Brown'),
    admitted(mar(5), level, iop),
    session(mar(6), 60),
    left(mar(9, '08:00')),
    cameBack(mar(16, '08:00')),
    session(mar(17), 359),
    discharged(mar(23)),
  );
  await tell(
    store,
    'cyd',
    named('Clark'),
    admitted(mar(2), level, { programId: 'day' }),
    session(mar(3), 90, 'day'),
    discharged(mar(9)),
  );
  await tell(
    store,
    'dee',
    named('Diaz'),
    admitted(mar(2), level, { programId: 'unheard-of' }),
    discharged(mar(9)),
  );
  await rebuild(database.pool, store);
});
afterAll(() => database.drop());

describe('the attendance of a program', () => {
  test('is told week by week, without those who were away all week', async () => {
    const [day, evening, ...others] = await attendanceByProgram(database.pool, march, {});
    expect(others).toEqual([]);
    expect(evening).toMatchObject({
      programId: 'iop',
      name: 'Evening',
      facilityId: 'north',
      level,
      policies: [{}, {}],
    });
    expect(evening!.weeks).toEqual([
      { weekOf: '2026-03-02', patients: 2, compliant: 1, prorated: 1, medianHours: 5, noShows: 0 },
      { weekOf: '2026-03-09', patients: 1, compliant: 1, prorated: 0, medianHours: 6, noShows: 1 },
      { weekOf: '2026-03-16', patients: 1, compliant: 0, prorated: 0, medianHours: 5.98, noShows: 0 },
    ]);
    expect(day!.weeks).toEqual([
      { weekOf: '2026-03-02', patients: 1, compliant: null, prorated: 0, medianHours: 1.5, noShows: 0 },
    ]);
  });
  test.each([
    ['2026-03-08', []],
    ['2026-03-09', ['2026-03-02']],
    ['2026-03-15', ['2026-03-02']],
    ['2026-03-16', ['2026-03-02', '2026-03-09']],
  ])('leaves out on %s the weeks that have not ended: %j', async (today, expected) => {
    const [evening] = await attendanceByProgram(database.pool, { ...march, today }, { program: 'iop' });
    expect((evening?.weeks ?? []).map(({ weekOf }) => weekOf)).toEqual(expected);
  });
  test('can be narrowed', async () => {
    const names = async (filter: object) =>
      (await attendanceByProgram(database.pool, march, filter)).map(({ name }) => name);
    expect(await names({ program: 'day' })).toEqual(['Day']);
    expect(await names({ facility: 'north' })).toEqual(['Day', 'Evening']);
    expect(await names({ facility: 'south' })).toEqual([]);
  });
});

describe('a policy tried on the past', () => {
  const compliant = async (tried: TriedPolicy) =>
    (await attendanceByProgram(database.pool, march, {}, tried)).map(({ weeks }) =>
      weeks.map((week) => week.compliant),
    );
  test.each<[TriedPolicy, (number | null)[][]]>([
    [{ minHoursPerWeek: 9 }, [[0], [1, 0, 0]]],
    [{ minHoursPerWeek: 10 }, [[0], [0, 0, 0]]],
    [{ minHoursPerWeek: 6, level }, [[0], [1, 1, 0]]],
    [{ minHoursPerWeek: 5 }, [[0], [1, 1, 1]]],
    [{ minHoursPerWeek: 1 }, [[1], [2, 1, 1]]],
    // Of another level: every program keeps its own.
    [{ minHoursPerWeek: 10, level: 'outpatient' }, [[null], [1, 1, 0]]],
  ])('%j asks it of every week, pro-rated', async (tried, expected) =>
    expect(await compliant(tried)).toEqual(expected),
  );
  test('is asked of each patient, to the minute as a policy that is in force', async () => {
    const [ada, ben] = await attendanceOfProgram(database.pool, 'iop', march, { minHoursPerWeek: 9 });
    const [, adopted] = await attendanceOfProgram(database.pool, 'iop', march);
    expect(ben!.weeks[0]).toEqual(adopted!.weeks[0]);
    expect(ada!.weeks[1]).toMatchObject({ attendedHours: 6, requiredHours: 9, compliant: false });
    expect(ada!.weeks[2]).toMatchObject({ daysInProgram: 0, compliant: null });
  });
});

describe('the attendance of each patient', () => {
  test('is told week by week with the hours required', async () => {
    const [ada, ben] = await attendanceOfProgram(database.pool, 'iop', march);
    expect(ada).toMatchObject({ patientId: 'ada', name: { family: 'Adams' } });
    expect(ada!.weeks).toMatchObject([
      {
        weekOf: '2026-03-02',
        attendedHours: 9,
        requiredHours: 9,
        daysInProgram: 7,
        compliant: true,
        prorated: false,
      },
      { weekOf: '2026-03-09', attendedHours: 6, requiredHours: 6, compliant: true, sessions: 2, noShows: 1 },
      { weekOf: '2026-03-16', daysInProgram: 0, compliant: null },
    ]);
    expect(ben!.weeks).toMatchObject([
      {
        weekOf: '2026-03-02',
        attendedHours: 1,
        requiredHours: 5.15,
        daysInProgram: 4,
        compliant: false,
        prorated: true,
      },
      { weekOf: '2026-03-09', daysInProgram: 0, compliant: null },
      { weekOf: '2026-03-16', attendedHours: 5.98, compliant: false },
      { weekOf: '2026-03-23', daysInProgram: 0 },
    ]);
  });
  test('names the events of each week', async () => {
    const [ada] = await attendanceOfProgram(database.pool, 'iop', march);
    expect(ada!.weeks[1]!.eventIds).toEqual([1, 4, 5].map((n) => eventIdIn('pathway-ada', n)));
  });
  test('of a program that nobody was in is none', async () =>
    expect(await attendanceOfProgram(database.pool, 'nobody', march)).toEqual([]));
});

describe('the facilities', () => {
  test.each([
    ['2025-12-31', null],
    ['2026-03-08', 1],
    ['2026-03-09', 2],
  ])('name on %s the policy in force: version %s', async (day, version) => {
    const [north, ...others] = await facilitiesOn(database.pool, day);
    expect(others).toEqual([]);
    expect(north).toMatchObject({ facilityId: 'north', name: 'NORTH', timeZone: 'America/New_York' });
    expect(north!.programs.map(({ name, policy: one }) => [name, one?.version ?? null])).toEqual([
      ['Day', null],
      ['Evening', version],
    ]);
    expect(north!.programs[1]!.policies.map((one) => one.version)).toEqual([1, 2]);
  });
});
