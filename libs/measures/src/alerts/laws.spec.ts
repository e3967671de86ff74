import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { partOf, pathwayFold, type Pathway } from '@stepwell/pathway';
import { anyFacts, shuffled } from '@stepwell/pathway/testing';
import { historyOf } from '../testing/history.ts';
import { alertRules } from './alert-rules.ts';

const allAlerts = (known: Pathway) => alertRules.map(({ id, alerts }) => [id, alerts(known)] as const);

test('every rule says the same in whatever order the facts arrived', () => {
  const twice = anyFacts(20).chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts)));
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
    fc.property(historyOf(20), (known) => {
      for (const { events, alerts } of alertRules) {
        // The payer is whoever covers the patient, which no rule is about.
        const named = (all: ReturnType<typeof alerts>) => all.map(({ payerId: _, ...rest }) => rest);
        const isNamed = ({ type }: Pathway['facts'][number]) => (events as readonly string[]).includes(type);
        const dropped = partOf(known, isNamed);
        expect(named(alerts(dropped))).toEqual(named(alerts(known)));
      }
    }),
    { numRuns: 300 },
  );
});
