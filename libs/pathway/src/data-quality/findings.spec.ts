import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { pathwayFold } from '../pathway.ts';
import { program, type Program } from '../program.ts';
import {
  admission,
  admitted,
  anyFacts,
  attendance,
  attended,
  cameBack,
  cancelled,
  discharged,
  jan,
  left,
  newYork,
  pathwayOf,
  placed,
  registered,
  shuffled,
  transitioned,
  type Told,
} from '../testing/index.ts';
import type { Precision } from '../care/episode.ts';
import { findingsOf } from './findings.ts';

const assessed = (at: string): Told => ({
  type: 'EligibilityAssessed',
  data: { assessmentId: 'q1', facilityId: 'north', contraindications: ['imminent-danger'], person: {} },
  at,
});
const iop = (at: string, over: Parameters<typeof admission>[1] = {}): Told =>
  admitted(at, 'intensive-outpatient', over);
const second = { episodeId: 'e2', stayId: 's2' } as const;
const elsewhere = { ...second, facilityId: 'south' } as const;
const long = (sessionId: string) => ({ sessionId, attendedMinutes: 481, scheduledMinutes: 481 });

const coarsely = (precision: Precision, one: Told): Told => ({
  ...one,
  precision: precision === 'instant' ? undefined : precision,
});

const none = new Map<string, Program>();
const knowing = (known: Partial<Program>): Map<string, Program> =>
  new Map([['iop', { ...program.initialState, ...known }]]);

/** Each finding in a line: its code, its day and the places of its events in the story. */
const told = (...past: readonly Told[]): string[] => toldOf(none, ...past);
const toldOf = (programs: Map<string, Program>, ...past: readonly Told[]): string[] =>
  findingsOf(pathwayOf(registered, ...past), programs).map(
    ({ code, day, eventIds }) => `${code} ${day} ${eventIds.join(' ')}`,
  );

describe('what is found', () => {
  test.each<[string, readonly Told[], readonly string[]]>([
    ['nothing in a pathway in order', [admitted(jan(5)), attended(jan(6)), discharged(jan(9))], []],
    [
      'an admission against a contraindication',
      [assessed(jan(5)), iop(jan(6))],
      ['admitted-against-contraindication 2026-01-06 e2 e1'],
    ],
    [
      'a transition against a contraindication',
      [admitted(jan(4)), assessed(jan(5)), transitioned(jan(6), 'intensive-outpatient')],
      ['admitted-against-contraindication 2026-01-06 e3 e2'],
    ],
    [
      'none of a transition within intensive outpatient care',
      [iop(jan(4)), assessed(jan(5)), transitioned(jan(6), 'intensive-outpatient', { programId: 'evening' })],
      [],
    ],
    ['none 31 days after the assessment', [assessed(jan(5)), iop(newYork('2026-02-05'))], []],
    [
      'none with an override',
      [assessed(jan(5)), iop(jan(6), { override: { reason: 'no bed', clinician: 'Dr. Osei' } })],
      [],
    ],
    [
      'none of an admission that was cancelled',
      [assessed(jan(5)), iop(jan(6)), cancelled(jan(7), 'AdmissionCancelled', 'e2')],
      [],
    ],
    [
      'none of an admission of which the year alone is known',
      [assessed(jan(5)), { ...iop(jan(6)), precision: 'year' }],
      [],
    ],
    [
      'an episode after a death',
      [admitted(jan(5)), discharged(jan(6), 'death'), iop(jan(7), elsewhere)],
      ['care-after-death 2026-01-07 e3 e2'],
    ],
    [
      'no episode before a death',
      [admitted(jan(5)), iop(jan(5), elsewhere), discharged(jan(6), 'death')],
      [],
    ],
    ['no death of one who came and died at once', [admitted(jan(5)), discharged(jan(5), 'death')], []],
    [
      'a session after a death, of a stay begun before it',
      [
        ...[admitted(jan(5)), iop(jan(5), elsewhere), discharged(jan(6), 'death')],
        attended(jan(6, '12:01'), { facilityId: 'south' }),
        attended(jan(7), { facilityId: 'south', sessionId: 'g2', status: 'no-show', attendedMinutes: 0 }),
      ],
      ['care-after-death 2026-01-06 e4 e3'],
    ],
    [
      'a session after a death at the only facility there was',
      [admitted(jan(5)), discharged(jan(6), 'death'), attended(jan(7))],
      ['care-after-death 2026-01-07 e3 e2', 'attendance-outside-care 2026-01-07 e3'],
    ],
    ...(
      [
        ['year', 'year', jan(7), 0],
        ['year', 'instant', jan(7), 0],
        ['instant', 'year', jan(7), 0],
        ['year', 'year', newYork('2027-01-01'), 1],
        ['month', 'day', jan(31), 0],
        ['month', 'day', newYork('2026-02-01'), 1],
        ['day', 'instant', jan(6, '18:00'), 0],
        ['day', 'instant', jan(7), 1],
      ] as const
    ).map(([died, came, at, found]): [string, readonly Told[], readonly string[]] => [
      `a death known to the ${died}, admitted at ${at} known to the ${came}: ${found}`,
      [
        admitted(jan(5)),
        coarsely(died, discharged(jan(6), 'death')),
        coarsely(came, iop(at, elsewhere)),
        coarsely(came, attended(at, { facilityId: 'south' })),
      ],
      found ? [`care-after-death ${at.slice(0, 10)} e3 e2`] : [],
    ]),
    [
      'two episodes of one facility in one night',
      [admitted(jan(5)), iop(jan(7), second)],
      ['overlapping-stays 2026-01-07 e2 e1'],
    ],
    [
      'no overlap on the day of the discharge',
      [admitted(jan(5)), iop(jan(7, '09:00'), second), discharged(jan(7))],
      [],
    ],
    ['no overlap of two facilities', [admitted(jan(5)), iop(jan(7), elsewhere)], []],
    ['no overlap of the stays of an episode', [admitted(jan(5)), transitioned(jan(7), 'residential')], []],
    [
      'an overlap that begins with a transition, once',
      [
        ...[admitted(jan(5)), admitted(jan(6), 'inpatient', elsewhere)],
        transitioned(jan(8), 'residential', { ...second, stayId: 's3' }),
        transitioned(jan(9), 'outpatient', { ...second, stayId: 's4' }),
      ],
      ['overlapping-stays 2026-01-08 e3 e1'],
    ],
    [
      'an overlap that begins with a return to the facility, once',
      [
        ...[admitted(jan(5)), transitioned(jan(8), 'inpatient', { facilityId: 'south', stayId: 's9' })],
        admitted(jan(12), 'inpatient', second),
        transitioned(jan(20), 'inpatient', { stayId: 's3', fromStayId: 's9' }),
        transitioned(jan(22), 'residential', { stayId: 's4', fromStayId: 's3' }),
      ],
      ['overlapping-stays 2026-01-20 e4 e3'],
    ],
    [
      'two overlaps with two episodes of one facility',
      [
        admitted(jan(5)),
        admitted(jan(7), 'residential', second),
        iop(jan(9), { episodeId: 'e3', stayId: 's5' }),
      ],
      ['overlapping-stays 2026-01-07 e2 e1', 'overlapping-stays 2026-01-09 e3 e1 e2'],
    ],
    ['attendance in no stay', [attended(jan(5))], ['attendance-outside-care 2026-01-05 e1']],
    [
      'attendance at the moment of the discharge',
      [admitted(jan(5)), discharged(jan(6)), attended(jan(6))],
      ['attendance-outside-care 2026-01-06 e3'],
    ],
    [
      'attendance on leave',
      [admitted(jan(5)), left(jan(6)), attended(jan(7)), cameBack(jan(8))],
      ['attendance-on-leave 2026-01-07 e3 e2'],
    ],
    [
      'none of a session that was missed on leave, nor before and after it',
      [
        ...[
          admitted(jan(5)),
          left(jan(6)),
          cameBack(jan(8)),
          attended(jan(6)),
          attended(jan(8), { sessionId: 'g2' }),
        ],
        attended(jan(7), { sessionId: 'g3', status: 'excused', attendedMinutes: 0 }),
      ],
      [],
    ],
    [
      'somebody late, or who left early, who was there all of the time',
      [
        ...[admitted(jan(5)), attended(jan(6), { status: 'late' })],
        attended(jan(7), { sessionId: 'g2', status: 'left-early', attendedMinutes: 181 }),
        attended(jan(8), { sessionId: 'g3', status: 'late', attendedMinutes: 179 }),
        attended(jan(9), { sessionId: 'g4', attendedMinutes: 240 }),
      ],
      ['minutes-contradict-status 2026-01-06 e2', 'minutes-contradict-status 2026-01-07 e3'],
    ],
    [
      'sessions longer than a day',
      [admitted(jan(5)), ...['a', 'b', 'c'].map((id, n) => attended(jan(6, `0${n}:00`), long(id)))],
      ['sessions-exceed-day 2026-01-06 e4 e3 e2'],
    ],
    [
      'none of sessions as long as a day',
      [
        admitted(jan(5)),
        ...['a', 'b', 'c'].map((id, n) =>
          attended(jan(6, `0${n}:00`), { ...long(id), attendedMinutes: 480 }),
        ),
      ],
      [],
    ],
  ])('%s', (_, past, expected) => expect(told(...past)).toEqual(expected));

  test('is said in a sentence with its place', () =>
    expect(
      findingsOf(pathwayOf(registered, assessed(jan(5)), iop(jan(6), { programId: 'iop' })), none),
    ).toEqual([
      {
        ...{ code: 'admitted-against-contraindication', day: '2026-01-06' },
        ...{ facilityId: 'north', programId: 'iop', eventIds: ['e2', 'e1'] },
        sentence: 'Came to intensive outpatient care on 2026-01-06, assessed on 2026-01-05: imminent-danger.',
      },
    ]));
  test('goes when a later fact resolves it', () =>
    expect(told(attended(jan(5)), { ...admitted(jan(4)), recordedAt: jan(9) })).toEqual([]));
});

const born = (birthDate: string): Told => ({
  type: 'DemographicsCorrected',
  data: { person: { birthDate } },
  at: jan(1),
});
const closed = knowing({ closures: [{ effectiveFrom: '2026-01-06', isClosed: true }] });
const adults = knowing({ ageBands: [{ effectiveFrom: '2026-01-01', ageBand: { least: 18, most: 64 } }] });
const inIop = { programId: 'iop' } as const;
const override = { reason: 'turns 18 next week', clinician: 'Dr. Osei' };

describe('an admission against the terms of its program', () => {
  test.each<[string, Map<string, Program>, readonly Told[], readonly string[]]>([
    ['on the last day before it closes', closed, [iop(jan(5), inIop)], []],
    ['on the day', closed, [iop(jan(6), inIop)], ['admitted-to-closed-program 2026-01-06 e1']],
    ['elsewhere', closed, [iop(jan(6), { programId: 'php' })], []],
    [
      'by a change of level after the episode was admitted twice, once',
      closed,
      [admitted(jan(5)), admitted(jan(5, '13:00')), transitioned(jan(6), 'intensive-outpatient', inIop)],
      ['admitted-to-closed-program 2026-01-06 e3'],
    ],
    ['staying there while it closes', closed, [iop(jan(5), inIop), attended(jan(7), inIop)], []],
    [
      'by a change of level',
      closed,
      [admitted(jan(5)), transitioned(jan(7), 'intensive-outpatient', inIop)],
      ['admitted-to-closed-program 2026-01-07 e2'],
    ],
    [
      'by none from the program into itself',
      closed,
      [iop(jan(5), inIop), transitioned(jan(7), 'outpatient', inIop)],
      [],
    ],
    [
      'the day before the birthday',
      adults,
      [born('2008-01-07'), iop(jan(6), inIop)],
      ['age-outside-program 2026-01-06 e2'],
    ],
    ['on the birthday', adults, [born('2008-01-06'), iop(jan(6), inIop)], []],
    ['in the last year', adults, [born('1961-01-07'), iop(jan(6), inIop)], []],
    [
      'after the last year',
      adults,
      [born('1961-01-06'), iop(jan(6), inIop)],
      ['age-outside-program 2026-01-06 e2'],
    ],
    ['of whom the year alone leaves it open', adults, [born('2008'), iop(jan(6), inIop)], []],
    [
      'of whom the year alone says it',
      adults,
      [born('2009'), iop(jan(6), inIop)],
      ['age-outside-program 2026-01-06 e2'],
    ],
    ['with an override', adults, [born('2009'), iop(jan(6), { ...inIop, override })], []],
  ])('%s', (_, programs, past, expected) => expect(toldOf(programs, ...past)).toEqual(expected));

  test('a person is refused it, and a feed is not', () => {
    const minor = given(pathway, registered, born('2009-01-06'));
    const terms = { isClosed: false, ageBand: { least: 18 } };
    const data = admission('intensive-outpatient', inIop);
    const admit = (over: object) => ({ type: 'AdmitPatient', data: { ...data, ...over } }) as const;
    minor.when(admit({ terms }), jan(6)).thenRefused('age-outside-program');
    minor.whenFed(admit({ terms }), jan(6)).then({ type: 'PatientAdmitted', data });
    minor
      .when(admit({ terms, override }), jan(6))
      .then({ type: 'PatientAdmitted', data: { ...data, override } });
    minor.when(admit({ terms: { isClosed: true }, override }), jan(6)).thenRefused('program-closed');
    given(pathway, registered).when(admit({ terms }), jan(6)).then({ type: 'PatientAdmitted', data });
  });
  test('a change of level into the program is refused as well, and one within it is not', () => {
    const terms = { isClosed: true };
    const inpatient = given(pathway, registered, admitted(jan(5)));
    const into = {
      ...placed('intensive-outpatient'),
      ...inIop,
      stayId: 's2',
      episode: { episodeId: 'e1' },
      terms,
    };
    inpatient.when({ type: 'TransitionLevelOfCare', data: into }, jan(6)).thenRefused('program-closed');
    const { terms: _, episode: __, ...data } = into;
    inpatient
      .whenFed({ type: 'TransitionLevelOfCare', data: into }, jan(6))
      .then({ type: 'LevelOfCareTransitioned', data: { ...data, episodeId: 'e1', fromStayId: 's1' } });
    given(pathway, registered, iop(jan(5), inIop))
      .when({ type: 'TransitionLevelOfCare', data: { ...into, level: 'outpatient' as const } }, jan(6))
      .then({
        type: 'LevelOfCareTransitioned',
        data: { ...data, level: 'outpatient', episodeId: 'e1', fromStayId: 's1' },
      });
  });
});

test('the same facts have the same findings in whatever order they arrived, each named once', () => {
  const twice = anyFacts(25).chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
  let seen = 0;
  fc.assert(
    fc.property(twice, ([facts, others]) => {
      const findings = findingsOf(foldAll(pathwayFold, facts), closed);
      expect(findingsOf(foldAll(pathwayFold, others), closed)).toEqual(findings);
      const names = findings.map(({ code, eventIds }) => `${code} ${eventIds[0]}`);
      expect(names).toEqual([...new Set(names)]);
      const ids = new Set(facts.map(({ id }) => id));
      for (const { eventIds } of findings) expect(eventIds.every((id) => ids.has(id))).toBe(true);
      seen += findings.length;
    }),
    { numRuns: 500 },
  );
  expect(seen).toBeGreaterThan(100);
});

describe('what a feed tells is kept where a person is refused', () => {
  test('an admission against a contraindication', () => {
    const story = given(pathway, registered, assessed(jan(5)));
    const admit = { type: 'AdmitPatient', data: admission('intensive-outpatient') } as const;
    story.when(admit, jan(6)).thenRefused('contraindicated');
    story.whenFed(admit, jan(6)).then({ type: 'PatientAdmitted', data: admit.data });
  });
  test('an admission after a death', () => {
    const story = given(pathway, registered, admitted(jan(5)), discharged(jan(6), 'death'));
    const admit = { type: 'AdmitPatient', data: admission('inpatient', second) } as const;
    story.when(admit, jan(7)).thenRefused('patient-deceased');
    story.whenFed(admit, jan(7)).then({ type: 'PatientAdmitted', data: admit.data });
  });
  test('attendance outside care', () => {
    const attend = { type: 'RecordAttendance', data: attendance() } as const;
    given(pathway, registered).when(attend, jan(6)).thenRefused('not-admitted');
    given(pathway, registered)
      .whenFed(attend, jan(6))
      .then({ type: 'AttendanceRecorded', data: attendance() });
  });
});

describe('what would make the timeline lie is refused a feed as well', () => {
  const inCare = given(pathway, registered, admitted(jan(5)));
  test.each([
    ['already-admitted', { type: 'AdmitPatient', data: admission('inpatient', second) }],
    ['implausible-minutes', { type: 'RecordAttendance', data: attendance({ attendedMinutes: 1_441 }) }],
    [
      'minutes-contradict-status',
      { type: 'RecordAttendance', data: attendance({ status: 'no-show', attendedMinutes: 60 }) },
    ],
    [
      'not-admitted',
      { type: 'DischargePatient', data: { episode: { episodeId: 'e9' }, reason: 'completed' } },
    ],
    [
      'not-admitted',
      {
        type: 'TransitionLevelOfCare',
        data: { ...placed('outpatient'), stayId: 's9', episode: { episodeId: 'e9' } },
      },
    ],
  ] as const)('%s', (code, command) => inCare.whenFed(command, jan(6)).thenRefused(code));
});
