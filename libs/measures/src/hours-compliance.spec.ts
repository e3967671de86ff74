import { program, type HoursPolicy, type Program } from '@stepwell/pathway';
import {
  admitted,
  attendance,
  attended,
  cameBack,
  discharged,
  jan,
  left,
  newYork,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { attendanceWeeks } from './attendance-week.ts';
import { casesOf, stay } from './testing/verdicts.ts';

// Monday 2 March 2026 begins the first whole week. The clocks go forward on Sunday 8 March.
const mar = (day: number, time = '12:00') => newYork(`2026-03-${String(day).padStart(2, '0')} ${time}`);
const monday = mar(2, '08:00');
const iop = { programId: 'iop' };
const level = 'intensive-outpatient' as const;

const policy = (over: Partial<HoursPolicy> = {}): HoursPolicy => ({
  id: 'asam-iop',
  version: 1,
  level,
  minHoursPerWeek: 9,
  effectiveFrom: '2026-01-01',
  ...over,
});
const programs = (...hoursPolicies: readonly HoursPolicy[]): Map<string, Program> =>
  new Map([['iop', { ...program.initialState, hoursPolicies }]]);
const nineHours = programs(policy());

/** Each week in a line: its Monday, its verdict, and its sentence after the hours attended. */
const weeks = (past: readonly Told[], known = nineHours): string[] =>
  casesOf('hours-compliance', past, known).map(({ indexOn, outcome }) => `${indexOn} ${outcome}`);

const session = (at: string, minutes: number, sessionId = at): Told =>
  attended(at, { ...iop, sessionId, attendedMinutes: minutes, status: minutes > 0 ? 'attended' : 'no-show' });

describe('a whole week', () => {
  const week = (...minutes: readonly number[]) => [
    admitted(monday, level, iop),
    ...minutes.map((one, n) => session(mar(3 + n), one)),
    discharged(mar(9)),
  ];

  test.each([
    [[180, 180, 179], 'not-numerator'],
    [[180, 180, 180], 'numerator'],
    [[180, 180, 181], 'numerator'],
    [[540], 'numerator'],
    [[180, 180, 0], 'not-numerator'],
    [[], 'not-numerator'],
  ])('with %j minutes attended, of 540: %s', (minutes, outcome) =>
    expect(weeks(week(...minutes))[0]).toBe(`2026-03-02 ${outcome}`),
  );
  test('names the beginning of the stay and its sessions, and says why', () =>
    expect(casesOf('hours-compliance', week(180, 180), nineHours)[0]).toMatchObject({
      caseId: 'iop/2026-03-02',
      windowEnds: '2026-03-08',
      eventIds: ['e1', 'e2', 'e3'],
      explanation: '6.0 h attended in the week of 2026-03-02; 9.0 h required by asam-iop v1.',
    }));
  test('without a policy is no case', () => {
    expect(weeks(week(540), new Map())).toEqual([]);
    expect(weeks(week(540), programs(policy({ effectiveFrom: '2026-03-16' })))).toEqual([]);
  });
  test('outside a program is no case', () => expect(weeks(stay(1, monday, mar(9), level))).toEqual([]));
});

describe('a week begins on Monday at midnight by the clocks of the facility', () => {
  test.each([
    [mar(8, '23:59'), ['2026-03-02 numerator', '2026-03-09 not-numerator']],
    [mar(9, '00:00'), ['2026-03-02 not-numerator', '2026-03-09 numerator']],
  ])('a session at %s', (at, expected) =>
    expect(weeks([admitted(monday, level, iop), session(at, 540), discharged(mar(16))]).slice(0, 2)).toEqual(
      expected,
    ),
  );
});

describe('a week cut short is pro-rated by its nights', () => {
  test.each([
    [2, 540],
    [3, 463],
    [4, 386],
    [5, 309],
    [6, 231],
    [7, 154],
    [8, 77],
  ])('admitted on %d March: %d minutes are required', (day, required) => {
    const past = (minutes: number) => [
      admitted(mar(day, '08:00'), level, iop),
      session(mar(day, '10:00'), minutes),
      discharged(mar(10)),
    ];
    expect(weeks(past(required))[0]).toBe('2026-03-02 numerator');
    expect(weeks(past(required - 1))[0]).toBe('2026-03-02 not-numerator');
  });
  test.each([
    [mar(15, '23:59'), 463],
    [mar(16, '00:00'), 540],
    [mar(12), 231],
    [mar(10), 77],
  ])('discharged at %s: %d minutes are required in the last week', (at, required) => {
    const past = (minutes: number) => [
      admitted(monday, level, iop),
      session(mar(9, '10:00'), minutes),
      discharged(at),
    ];
    expect(weeks(past(required))[1]).toBe('2026-03-09 numerator');
    expect(weeks(past(required - 1))[1]).toBe('2026-03-09 not-numerator');
  });
  test('and says so', () =>
    expect(
      casesOf('hours-compliance', [admitted(mar(6), level, iop), discharged(mar(9))], nineHours)[0]!
        .explanation,
    ).toBe(
      '0.0 h attended in the week of 2026-03-02; 3.9 h required by asam-iop v1, pro-rated for 3 of 7 days.',
    ));
  test.each([
    [mar(8), 'pro-rated for 6 of 7 days.'],
    [mar(9), 'required by asam-iop v1.'],
  ])('and says so of all but whole weeks: discharged at %s', (at, says) =>
    expect(
      casesOf('hours-compliance', [admitted(monday, level, iop), discharged(at)], nineHours)[0]!.explanation,
    ).toMatch(new RegExp(`${says}$`)),
  );
  test('one without a night is excluded', () =>
    expect(
      casesOf('hours-compliance', [admitted(monday, level, iop), discharged(mar(9))], nineHours)[1],
    ).toMatchObject({
      outcome: 'excluded',
      exclusion: 'absent-all-week',
      explanation: 'Not in the program on any night of the week of 2026-03-09.',
    }));
  test.each([
    [mar(8), 'e2'],
    [mar(9), 'e1'],
  ])('of two stays the week is of the one that began last by its Sunday: at %s', (back, episodeId) => {
    const past = [
      admitted(monday, level, { ...iop, episodeId: 'e1', stayId: 's1' }),
      discharged(mar(6), 'completed', 'e1'),
      admitted(back, level, { ...iop, episodeId: 'e2', stayId: 's2' }),
    ];
    expect(attendanceWeeks(pathwayOf(registered, ...past), nineHours)[0]!.episodeId).toBe(episodeId);
  });
  test('two stays of one program in a week are one week', () => {
    const again = { episodeId: 'e2', stayId: 's2', ...iop };
    const past = [
      admitted(monday, level, iop),
      discharged(mar(4)),
      admitted(mar(6), level, again),
      discharged(mar(9), 'completed', 'e2'),
      session(mar(3), 386),
    ];
    // Two nights and three: 5 of 7.
    expect(casesOf('hours-compliance', past, nineHours)[0]).toMatchObject({
      outcome: 'numerator',
      explanation: expect.stringContaining('6.4 h required by asam-iop v1, pro-rated for 5 of 7 days'),
    });
  });
});

describe('a leave', () => {
  const nights = (...past: readonly Told[]): string[] =>
    casesOf('hours-compliance', [admitted(monday, level, iop), ...past], nineHours).map(
      ({ exclusion, explanation }) => exclusion ?? /\d of 7/.exec(explanation)?.[0] ?? 'whole',
    );

  test('of whole weeks excludes them', () =>
    expect(nights(left(mar(9, '08:00')), cameBack(mar(16, '08:00')), discharged(mar(23)))).toEqual([
      'whole',
      'absent-all-week',
      'whole',
      'absent-all-week',
    ]));
  test('of some nights takes those away', () =>
    expect(nights(left(mar(4)), cameBack(mar(6)), discharged(mar(9)))[0]).toBe('5 of 7'));
  test('over no night takes none away', () =>
    expect(nights(left(mar(4, '08:00')), cameBack(mar(4, '20:00')), discharged(mar(9)))[0]).toBe('whole'));
  test('that nobody came back from lasts to the discharge and not into the next episode', () => {
    const again = admitted(mar(16, '08:00'), level, { episodeId: 'e2', stayId: 's2', ...iop });
    expect(nights(left(mar(4)), discharged(mar(9)), again, discharged(mar(23), 'completed', 'e2'))).toEqual([
      '2 of 7',
      'absent-all-week',
      'whole',
      'absent-all-week',
    ]);
  });
  test('from another episode takes nothing away', () => {
    const beside = admitted(mar(3), 'outpatient', { episodeId: 'e2', stayId: 's2', facilityId: 'south' });
    expect(nights(beside, left(mar(4), { episodeId: 'e2' }), discharged(mar(9)))[0]).toBe('whole');
  });
});

describe('the policy in force on the Monday counts', () => {
  const past = [
    admitted(monday, level, iop),
    session(mar(3), 400),
    session(mar(10), 400),
    session(mar(17), 400),
    discharged(mar(23)),
  ];

  test.each([
    ['2026-03-09', ['not-numerator', 'numerator', 'numerator']],
    ['2026-03-10', ['not-numerator', 'not-numerator', 'numerator']],
    ['2026-03-15', ['not-numerator', 'not-numerator', 'numerator']],
    ['2026-03-16', ['not-numerator', 'not-numerator', 'numerator']],
  ])('6 hours instead of 9 from %s', (effectiveFrom, outcomes) => {
    const changed = programs(policy(), policy({ version: 2, minHoursPerWeek: 6, effectiveFrom }));
    const verdicts = casesOf('hours-compliance', past, changed).map(({ outcome }) => outcome);
    expect(verdicts.slice(0, 3)).toEqual(outcomes);
  });
});

test('a correction of attendance that comes late changes the week that it is about', () => {
  const correction = (at: string, minutes: number): Told => ({
    type: 'AttendanceCorrected',
    data: { ...attendance({ ...iop, sessionId: 'g1', attendedMinutes: minutes }), voids: 'e2' },
    at,
    recordedAt: newYork('2026-05-01'),
  });
  const past = [admitted(monday, level, iop), session(mar(3), 540, 'g1'), discharged(mar(16))];
  expect(weeks(past).slice(0, 2)).toEqual(['2026-03-02 numerator', '2026-03-09 not-numerator']);
  expect(weeks([...past, correction(mar(3), 539)])[0]).toBe('2026-03-02 not-numerator');
  expect(weeks([...past, correction(mar(10), 540)]).slice(0, 2)).toEqual([
    '2026-03-02 not-numerator',
    '2026-03-09 numerator',
  ]);
});

describe('an open stay', () => {
  test('goes on having weeks for a quarter after the last thing known of the patient', () => {
    const all = weeks([admitted(monday, level, iop), session(mar(18), 60)]);
    expect(all).toHaveLength(16);
    expect(all.at(-1)).toBe('2026-06-15 not-numerator');
  });
  test('ends with the transition out of the program', () =>
    expect(weeks([admitted(monday, level, iop), transitioned(mar(6), 'outpatient')])).toEqual([
      '2026-03-02 not-numerator',
    ]));
});

test('a week is told by the last stay that has begun in it, and counts who did not come', () => {
  const past: Told[] = [
    ...stay(1, jan(5), jan(9), 'intensive-outpatient', { programId: 'iop' }),
    ...stay(2, jan(20), jan(23), 'intensive-outpatient', { programId: 'iop', facilityId: 'south' }),
    attended(jan(6), { programId: 'iop', status: 'no-show', attendedMinutes: 0 }),
    attended(jan(7), { sessionId: 'g2', programId: 'iop' }),
    attended(jan(8), { sessionId: 'g3', programId: 'iop' }),
  ];
  const weeks = attendanceWeeks(pathwayOf(registered, ...past), new Map());
  expect(
    weeks.map(({ weekOf, facilityId, noShows, held }) => [weekOf, facilityId, noShows, held.length]),
  ).toEqual([
    ['2026-01-05', 'north', 1, 3],
    ['2026-01-19', 'south', 0, 0],
  ]);
});

describe('the weeks of a state', () => {
  const weeksIn = (known: Map<string, Program>, ...past: readonly Told[]) =>
    attendanceWeeks(pathwayOf(registered, ...past), known);

  test('follow the programs that are asked with', () => {
    const past = pathwayOf(registered, admitted(monday, level, iop), discharged(mar(6)));
    const required = (known: Map<string, Program>) => attendanceWeeks(past, known)[0]!.requiredMinutes;
    expect(required(nineHours)).toBe(309);
    expect(required(programs(policy({ minHoursPerWeek: 18 })))).toBe(617);
    expect(required(nineHours)).toBe(309);
  });
  test('are none of a stay outside a program, or that began in a month', () => {
    expect(weeksIn(nineHours, admitted(monday, level), discharged(mar(6)))).toEqual([]);
    const some = { ...admitted(monday, level, iop), precision: 'month' } as const;
    expect(weeksIn(nineHours, some, discharged(mar(6)))).toEqual([]);
  });
  test('without a night begin with the stay, or with the week', () => {
    const first = (to: string): string =>
      weeksIn(nineHours, admitted(mar(4, '08:00'), level, iop), discharged(to)).at(-1)!.firstDay;
    expect(first(mar(4))).toBe('2026-03-04');
    expect(first(mar(9))).toBe('2026-03-09');
  });
});
