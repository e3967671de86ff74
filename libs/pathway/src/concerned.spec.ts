import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { concernedBy } from './concerned.ts';
import { pathwayFold } from './pathway.ts';
import {
  admitted,
  anyFacts,
  attended,
  cancelled,
  discharged,
  jan,
  moved,
  pathwayOf,
  registered,
  shuffled,
  transitioned,
  type Told,
} from './testing/index.ts';

const covered = (payerId: string, from: string): Told => ({
  type: 'CoverageStarted',
  data: { coverageId: payerId, payerId, from, person: {} },
  at: jan(1),
});
const ended = (coverageId: string, until: string): Told => ({
  type: 'CoverageEnded',
  data: { coverageId, until },
  at: jan(20),
});

/** Whom the last event told concerns: facilities, then payers. */
const last = (...past: readonly Told[]): string => {
  const pathway = pathwayOf(registered, ...past);
  const fact = pathway.facts.find(({ id }) => id === `e${past.length}`)!;
  const { facilities, payers } = concernedBy(pathway, fact);
  return [[...facilities].sort().join(), [...payers].sort().join()].join(' ');
};

const there = [covered('hmo', '2025-01-01'), admitted(jan(5))];
const south = { facilityId: 'south' };

test.each<[string, readonly Told[], string]>([
  ['an admission', there, 'north hmo'],
  ['what names no facility, by the stay', [...there, moved(jan(6), '3 West')], 'north hmo'],
  ['a discharge', [...there, discharged(jan(10))], 'north hmo'],
  [
    'a transition, whom the patient leaves too',
    [...there, transitioned(jan(8), 'outpatient', south)],
    'north,south hmo',
  ],
  ['a session elsewhere', [...there, attended(jan(6), south)], 'north,south hmo'],
  [
    'a discharge that never was',
    [...there, discharged(jan(10)), cancelled(jan(11), 'DischargeCancelled', 'e3')],
    'north hmo',
  ],
  ['an admission that never was', [...there, cancelled(jan(6), 'AdmissionCancelled', 'e2')], 'north hmo'],
  [
    'after the last day of a coverage, nobody',
    [...there, ended('hmo', '2026-01-07'), discharged(jan(10))],
    'north ',
  ],
  ['the end of a coverage, its payer', [...there, ended('hmo', '2026-01-07')], 'north hmo'],
  ['two payers of one day', [...there, covered('plan', '2026-01-01'), discharged(jan(10))], 'north hmo,plan'],
  ['before any stay, no facility', [covered('hmo', '2025-01-01')], ' hmo'],
])('%s', (_, past, expected) => expect(last(...past)).toBe(expected));

test('a coverage that is learned late counts for what was before', () => {
  const pathway = pathwayOf(registered, admitted(jan(5)), {
    ...covered('hmo', '2025-01-01'),
    recordedAt: jan(30),
  });
  expect([
    ...concernedBy(
      pathway,
      pathway.facts.find(({ id }) => id === 'e1')!,
    ).payers,
  ]).toEqual(['hmo']);
});

test('whoever is concerned is so in whatever order the facts arrived', () => {
  const twice = anyFacts(15).chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
  fc.assert(
    fc.property(twice, ([facts, others]) => {
      const [one, other] = [foldAll(pathwayFold, facts), foldAll(pathwayFold, others)];
      for (const fact of facts) expect(concernedBy(other, fact)).toEqual(concernedBy(one, fact));
    }),
  );
});
