import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { NOTHING_KNOWN, pathwayFold, type Pathway } from '@stepwell/pathway';
import {
  admitted,
  anyFacts,
  attended,
  discharged,
  jan,
  newYork,
  pathwayOf,
  registered,
  shuffled,
  type Told,
} from '@stepwell/pathway/testing';
import { anyCourse } from '../testing/course.ts';
import { historyOf } from '../testing/history.ts';
import type { Alert } from './alert.ts';
import { alertRules } from './alert-rules.ts';

const anyPathway = fc.oneof(
  historyOf(25),
  anyCourse.map((told) => foldAll(pathwayFold, told)),
);
const allAlerts = (known: Pathway) => alertRules.map(({ id, alerts }) => [id, alerts(known)] as const);

test('the courses that the laws are tried on have alerts of every rule', () => {
  const found = fc
    .sample(anyCourse, { numRuns: 300, seed: 1 })
    .flatMap((told) => allAlerts(foldAll(pathwayFold, told)).flatMap(([id, alerts]) => alerts.map(() => id)));
  for (const { id } of alertRules)
    expect([id, found.filter((one) => one === id).length > 10]).toEqual([id, true]);
});

test('every rule says the same in whatever order the facts arrived', () => {
  const twice = fc
    .oneof(anyFacts(20), anyCourse)
    .chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
  fc.assert(
    fc.property(twice, ([facts, others]) => {
      expect(allAlerts(foldAll(pathwayFold, others))).toEqual(allAlerts(foldAll(pathwayFold, facts)));
    }),
  );
});

test('alerts have names of their own, events that stand and that their rule names, and days in order', () => {
  const events = new Map(alertRules.map((rule) => [rule.id, rule.events as readonly string[]]));
  fc.assert(
    fc.property(historyOf(25), (known) => {
      const standing = new Map(
        known.facts.filter(({ id }) => !known.voided.has(id)).map(({ id, type }) => [id, type]),
      );
      for (const [ruleId, alerts] of allAlerts(known)) {
        expect(new Set(alerts.map(({ alertId }) => alertId)).size).toBe(alerts.length);
        for (const { opensOn, closesOn = '9999', deadline = '9999', closedBy, eventIds } of alerts) {
          expect(opensOn < closesOn).toBe(true);
          expect(opensOn <= deadline).toBe(true);
          for (const id of closedBy ? [...eventIds, closedBy] : eventIds)
            expect(events.get(ruleId)).toContain(standing.get(id));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an event of a type that a rule does not name changes nothing that it says', () => {
  fc.assert(
    fc.property(anyPathway, (known) => {
      let before = NOTHING_KNOWN;
      for (const fact of known.facts) {
        const after = pathwayFold.evolve(before, fact);
        for (const { events, alerts } of alertRules)
          if (!events.includes(fact.type)) expect(named(alerts(after))).toEqual(named(alerts(before)));
        before = after;
      }
    }),
    { numRuns: 300 },
  );
});

// The payer is whoever covers the patient, which no rule is about.
const named = (all: readonly Alert[]) =>
  all
    .map(({ payerId: _, ...rest }) => rest)
    .toSorted((a, b) => (a.alertId < b.alertId ? -1 : a.alertId > b.alertId ? 1 : 0));

const missed = (day: number): Told =>
  attended(jan(day), { sessionId: `g${day}`, status: 'no-show', attendedMinutes: 0 });
const relapsed: Told = {
  type: 'RelapseReported',
  data: { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' },
  at: jan(2),
};
test.each<[string, ...Told[]]>([
  ['missed-two-sessions', admitted(jan(1)), missed(2), missed(3)],
  ['relapse-reported', admitted(jan(1)), relapsed, attended(jan(4))],
  ['lost-between-levels-7', admitted(jan(1)), discharged(jan(2)), attended(jan(4))],
  ['lost-between-levels-14', admitted(jan(1)), discharged(jan(2)), attended(jan(4))],
  ['lost-between-levels-30', admitted(jan(1)), discharged(jan(2)), attended(jan(4))],
  [
    'discharged-without-next-level',
    admitted(jan(1)),
    { ...admitted(jan(2), 'outpatient', { episodeId: 'e2', stayId: 's2', facilityId: 'south' }) },
    discharged(newYork('2026-03-02')),
    attended(newYork('2026-03-04')),
  ],
])('%s looks again when an attendance was entered in error', (id, ...past) => {
  const { events, alerts } = alertRules.find((rule) => rule.id === id)!;
  const voided: Told = { type: 'EntryVoided', data: { voids: `e${past.length}` }, at: newYork('2026-03-05') };
  const after = alerts(pathwayOf(registered, ...past, voided));
  expect(after).not.toEqual(alerts(pathwayOf(registered, ...past)));
  expect(events).toContain('EntryVoided');
});
