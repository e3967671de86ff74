import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { NOTHING_KNOWN, partOf, pathwayFold, program, type Pathway } from '@stepwell/pathway';
import { anyFacts, shuffled } from '@stepwell/pathway/testing';
import { measures } from './measures.ts';
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

test('every measure says the same in whatever order the facts arrived', () => {
  const twice = anyFacts(20).chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
  fc.assert(
    fc.property(twice, ([facts, others]) => {
      expect(allCases(foldAll(pathwayFold, others))).toEqual(allCases(foldAll(pathwayFold, facts)));
    }),
  );
});

test('every measure says the same step by step as at once, after every fact', () => {
  fc.assert(
    fc.property(anyFacts(15), (facts) => {
      let known: Pathway = NOTHING_KNOWN;
      for (const [n, fact] of facts.entries()) {
        known = foldAll(pathwayFold, [fact], known);
        // Whatever an earlier state was asked for must not show in a later one.
        expect(allCases(known)).toEqual(allCases(foldAll(pathwayFold, facts.slice(0, n + 1))));
      }
    }),
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
        anyFacts(25).map((facts) => foldAll(pathwayFold, facts)),
        historyOf(25),
      ),
      (known) => {
        for (const { id, cases } of judges)
          expect([id, cases(besidesSessions(known), programs)]).toEqual([id, cases(known, programs)]);
      },
    );

  test('measures that use none say the same', () =>
    fc.assert(sayTheSame(measures.filter(({ usesSessions }) => !usesSessions)), { numRuns: 500 }));
  test('others do not', () =>
    expect(fc.check(sayTheSame(measures.filter(({ usesSessions }) => usesSessions))).failed).toBe(true));
});
