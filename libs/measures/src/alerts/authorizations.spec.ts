import { Derived, addDays } from '@stepwell/pathway';
import {
  admitted,
  attended,
  discharged,
  granted,
  jan,
  newYork,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { authorizationRunningOut } from './authorizations.ts';

const alertsOf = (...past: readonly Told[]): string[] =>
  authorizationRunningOut
    .alerts(pathwayOf(registered, ...past))
    .map(
      ({ opensOn, closesOn = '…', closedBy = 'time', deadline }) =>
        `${opensOn} to ${closesOn} by ${closedBy}, deadline ${deadline}`,
    );
const inpatient = admitted(jan(5));
const denied: Told = {
  type: 'AuthorizationDenied',
  data: { authorizationId: 'a1', payerId: 'hmo', facilityId: 'north', level: 'inpatient' },
  at: jan(6),
};
const toThe20th = { units: 100, to: '2026-01-20' };

test('opens on the third day from the last, and closes a month after it', () =>
  expect(alertsOf(inpatient, granted(jan(5), toThe20th))).toEqual([
    '2026-01-18 to 2026-02-19 by time, deadline 2026-01-20',
  ]));
test('opens when the last fifth of the days is all that is left', () =>
  expect(alertsOf(inpatient, granted(jan(5), { units: 10 }))).toEqual([
    '2026-01-12 to 2026-03-02 by time, deadline 2026-01-31',
  ]));
test('opens with the session that leaves the last fifth of the hours', () => {
  const hours = granted(jan(5), { level: 'intensive-outpatient', unitKind: 'hours', units: 6 });
  const past = [admitted(jan(5), 'intensive-outpatient'), hours, attended(jan(6))];
  expect(alertsOf(...past)).toEqual(['2026-01-29 to 2026-03-02 by time, deadline 2026-01-31']);
  expect(alertsOf(...past, attended(jan(8), { sessionId: 'g2', attendedMinutes: 108 }))).toEqual([
    '2026-01-08 to 2026-03-02 by time, deadline 2026-01-31',
  ]);
});
test('says what is left and when the payer looks at it next, which is then the deadline', () => {
  const [alert] = authorizationRunningOut.alerts(
    pathwayOf(registered, inpatient, granted(jan(5), { units: 10, nextReview: '2026-01-13' })),
  );
  expect(alert).toMatchObject({
    deadline: '2026-01-13',
    payerId: 'hmo',
    facilityId: 'north',
    explanation:
      'inpatient care is paid for up to 2026-01-31; of 10 days 2 are left on 2026-01-12, and the next review is on 2026-01-13.',
    eventIds: ['e2', 'e1'],
  });
});
test('says hours to a tenth', () => {
  const hours = granted(jan(5), { level: 'intensive-outpatient', unitKind: 'hours', units: 6 });
  const [alert] = authorizationRunningOut.alerts(
    pathwayOf(
      ...[registered, admitted(jan(5), 'intensive-outpatient'), hours],
      attended(jan(6), { attendedMinutes: 295 }),
    ),
  );
  expect(alert!.explanation).toContain('of 6 hours 1.1 are left');
});
test('is closed by an extension, which may run out in turn', () =>
  expect(
    alertsOf(inpatient, granted(jan(5), toThe20th), granted(jan(19), { ...toThe20th, to: '2026-01-31' })),
  ).toEqual([
    '2026-01-18 to 2026-01-19 by e3, deadline 2026-01-20',
    '2026-01-29 to 2026-03-02 by time, deadline 2026-01-31',
  ]));
test('is closed by another authorization that goes on', () => {
  const next = { authorizationId: 'a2', units: 100, from: '2026-01-21', to: '2026-01-31' };
  expect(alertsOf(inpatient, granted(jan(5), toThe20th), granted(jan(19), next))[0]).toBe(
    '2026-01-18 to 2026-01-19 by e3, deadline 2026-01-20',
  );
  expect(
    alertsOf(inpatient, granted(jan(5), toThe20th), granted(jan(19), { ...next, from: '2026-01-22' }))[0],
  ).toBe('2026-01-18 to 2026-02-19 by time, deadline 2026-01-20');
});
test('never opens for an extension in time', () =>
  expect(
    alertsOf(inpatient, granted(jan(5), toThe20th), granted(jan(18), { ...toThe20th, to: '2026-02-20' })),
  ).toEqual(['2026-02-18 to 2026-03-22 by time, deadline 2026-02-20']));
test('is closed by the end of the stay', () => {
  expect(alertsOf(inpatient, granted(jan(5), toThe20th), discharged(jan(19)))).toEqual([
    '2026-01-18 to 2026-01-19 by e3, deadline 2026-01-20',
  ]);
  expect(alertsOf(inpatient, granted(jan(5), toThe20th), transitioned(jan(19), 'residential'))).toHaveLength(
    1,
  );
});
test('is not said of anybody who has left, is elsewhere, or was denied', () => {
  expect(alertsOf(inpatient, granted(jan(5), toThe20th), discharged(jan(18)))).toEqual([]);
  expect(alertsOf(admitted(jan(5), 'residential'), granted(jan(5), toThe20th))).toEqual([]);
  expect(alertsOf(inpatient, denied)).toEqual([]);
});
test('goes on when an extension is denied', () => {
  expect(alertsOf(inpatient, granted(jan(5), toThe20th), denied)).toEqual([
    '2026-01-18 to 2026-02-19 by time, deadline 2026-01-20',
  ]);
});
test('is not said of what was over before it was approved', () =>
  expect(alertsOf(inpatient, granted(jan(25), toThe20th))).toEqual([]));
test('goes when the approval is voided', () =>
  expect(
    alertsOf(inpatient, granted(jan(5), toThe20th), {
      type: 'EntryVoided',
      data: { voids: 'e2' },
      at: jan(20),
    }),
  ).toEqual([]));

/** So many weeks of intensive outpatient care, each with three sessions and an extension by a week. */
const extended = (weeks: number) =>
  pathwayOf(
    registered,
    admitted(newYork('2025-01-01'), 'intensive-outpatient'),
    ...Array.from({ length: weeks }, (_, n) => {
      const on = (day: number) => addDays('2025-01-01', 7 * n + day);
      const grant = { level: 'intensive-outpatient', unitKind: 'hours', from: '2025-01-01' } as const;
      return [
        granted(newYork(on(0)), { ...grant, units: 9 * (n + 1), to: on(8) }),
        ...[1, 3, 5].map((day) => attended(newYork(on(day)), { sessionId: `g${n}-${day}` })),
      ];
    }).flat(),
  );

test('looks at every fact as often, however many extensions there are', () => {
  const looks = (weeks: number): number => {
    const known = extended(weeks);
    let count = 0;
    const facts = new Proxy(known.facts, {
      get: (target, key) => {
        count++;
        return Reflect.get(target, key);
      },
    });
    const seen = { ...known, facts, derived: new Derived(), besidesSessions: new Derived() };
    expect(authorizationRunningOut.alerts(seen)).toHaveLength(weeks);
    return count / known.facts.length;
  };
  expect(looks(24)).toBeCloseTo(looks(6), -1);
});
