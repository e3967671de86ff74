import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { NOTHING_KNOWN, partOf, pathwayFold, program, type Pathway } from '@stepwell/pathway';
import { anyFacts, shuffled } from '@stepwell/pathway/testing';
import { measures } from './measures.ts';
import { anyCourse } from './testing/course.ts';
import { historyOf } from './testing/history.ts';
import type { Programs } from './measure.ts';

const programs: Programs = new Map([
  [
    'iop',
    {
      ...program.initialState,
      hoursPolicies: [
        {
          id: 'p',
          version: 1,
          level: 'intensive-outpatient',
          minHoursPerWeek: 9,
          effectiveFrom: '2025-01-01',
        },
      ],
    },
  ],
]);
const allCases = (known: Pathway) => measures.map(({ id, cases }) => [id, cases(known, programs)] as const);

/** Facts that contradict themselves, or courses of care that the measures have something to say of. */
const facts = (maxLength: number) => fc.oneof(anyFacts(maxLength), anyCourse);

test('the courses that the laws are tried on have every outcome of every measure, and facts that were taken back', () => {
  const courses = fc.sample(anyCourse, { numRuns: 300, seed: 1 }).map((told) => foldAll(pathwayFold, told));
  const found = new Map<string, Set<string>>(measures.map(({ id }) => [id, new Set()]));
  for (const known of courses)
    for (const [id, cases] of allCases(known)) for (const { outcome } of cases) found.get(id)!.add(outcome);
  // Days of admissions are known, so that nothing excludes them.
  const never = [
    'completion',
    'completion-or-transfer',
    'time-to-relapse',
    'time-in-treatment',
    'step-up-30',
  ];
  for (const [id, outcomes] of found) {
    const hasExcluded = !never.includes(id) && !id.startsWith('retention-');
    expect([id, ...[...outcomes].sort()]).toEqual([
      id,
      ...(hasExcluded ? ['excluded'] : []),
      ...['not-numerator', 'numerator'],
    ]);
  }
  const takenBack = courses.flatMap(({ facts: told, voided }) =>
    told.filter(({ id }) => voided.has(id)).map(({ type }) => type),
  );
  for (const type of [
    'PatientAdmitted',
    'PatientDischarged',
    'LevelOfCareTransitioned',
    'AttendanceRecorded',
  ])
    expect([type, takenBack.includes(type as never)]).toEqual([type, true]);
});

test('every measure says the same in whatever order the facts arrived', () => {
  const twice = facts(20).chain((told) => fc.tuple(fc.constant(told), shuffled(told)));
  fc.assert(
    fc.property(twice, ([told, others]) => {
      expect(allCases(foldAll(pathwayFold, others))).toEqual(allCases(foldAll(pathwayFold, told)));
    }),
  );
});

test('every measure says the same step by step as at once, after every fact', () => {
  fc.assert(
    fc.property(facts(15), (told) => {
      let known: Pathway = NOTHING_KNOWN;
      for (const [n, fact] of told.entries()) {
        known = foldAll(pathwayFold, [fact], known);
        // Whatever an earlier state was asked for must not show in a later one.
        expect(allCases(known)).toEqual(allCases(foldAll(pathwayFold, told.slice(0, n + 1))));
      }
    }),
    { numRuns: 50 },
  );
});

test('whatever was asked for, cases have names of their own, events that stand, and windows that end', () => {
  fc.assert(
    fc.property(historyOf(25), (known) => {
      const ids = new Set(known.facts.map(({ id }) => id).filter((id) => !known.voided.has(id)));
      for (const [, cases] of allCases(known)) {
        expect(new Set(cases.map(({ caseId }) => caseId)).size).toBe(cases.length);
        for (const { indexOn, windowEnds, outcome, exclusion, eventIds } of cases) {
          expect(indexOn <= windowEnds).toBe(true);
          expect(outcome === 'excluded').toBe(exclusion !== undefined);
          expect(eventIds.filter((id) => !ids.has(id))).toEqual([]);
        }
      }
    }),
    { numRuns: 500 },
  );
});

// The rows of measures rely on it, which most facts leave as they are.
describe('without any session', () => {
  const besidesSessions = (known: Pathway): Pathway =>
    partOf(known, ({ type }) => type !== 'AttendanceRecorded' && type !== 'AttendanceCorrected');
  const sayTheSame = (judges: typeof measures) =>
    fc.property(
      fc.oneof(
        facts(25).map((told) => foldAll(pathwayFold, told)),
        historyOf(25),
      ),
      (known) => {
        for (const { id, cases } of judges)
          expect([id, cases(besidesSessions(known), programs)]).toEqual([id, cases(known, programs)]);
      },
    );

  test('measures that use none say the same', () =>
    fc.assert(sayTheSame(measures.filter(({ usesSessions }) => !usesSessions)), { numRuns: 200 }));
  test('others do not', () =>
    expect(fc.check(sayTheSame(measures.filter(({ usesSessions }) => usesSessions))).failed).toBe(true));
});
