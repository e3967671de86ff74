import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { pathwayFold } from '../pathway.ts';
import { timeline } from '../timeline.ts';
import {
  admitted,
  anyFacts,
  attended,
  cameBack,
  discharged,
  granted,
  jan,
  left,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from '../testing/index.ts';
import { divergencesOn } from './authorized-level.ts';
import { authorizationsOf, unitsUsed } from './units-used.ts';

/** Used and left of each authorization at the end of a day in January. */
const balances = (day: number, ...past: readonly Told[]): string[] =>
  authorizationsOf(timeline(pathwayOf(registered, ...past)), `2026-01-${String(day).padStart(2, '0')}`).map(
    ({ authorizationId, used, remaining }) => `${authorizationId} ${used} ${remaining}`,
  );
const IOP = { level: 'intensive-outpatient', unitKind: 'hours', units: 12 } as const;
const iop = admitted(jan(5), 'intensive-outpatient');

describe('days', () => {
  const past = [admitted(jan(5)), granted(jan(5))];
  test('count where the patient is there at 23:59, so the day of the discharge does not', () => {
    expect(balances(5, ...past)).toEqual(['a1 1 9']);
    expect(balances(8, ...past)).toEqual(['a1 4 6']);
    expect(balances(8, ...past, discharged(jan(8)))).toEqual(['a1 3 7']);
    expect(balances(8, ...past, discharged(jan(8, '23:59')))).toEqual(['a1 3 7']);
    expect(balances(9, ...past, discharged(jan(9, '00:00')))).toEqual(['a1 4 6']);
  });
  test('do not count while the patient is on leave', () => {
    expect(balances(9, ...past, left(jan(6)), cameBack(jan(8)))).toEqual(['a1 3 7']);
    expect(balances(9, ...past, left(jan(6)))).toEqual(['a1 1 9']);
  });
  test('fall below zero and are seen to', () => expect(balances(20, ...past)).toEqual(['a1 16 -6']));
  test('count from the first day granted to the last', () => {
    expect(balances(31, admitted(jan(1)), granted(jan(5), { to: '2026-01-07' }))).toEqual(['a1 3 7']);
  });
  test('at another level or facility use nothing', () => {
    expect(balances(9, admitted(jan(5), 'residential'), granted(jan(5)))).toEqual(['a1 0 10']);
    expect(balances(9, admitted(jan(5)), granted(jan(5), { facilityId: 'south' }))).toEqual(['a1 0 10']);
    expect(balances(9, admitted(jan(5)), granted(jan(5), { programId: 'x' }))).toEqual(['a1 0 10']);
  });
  test('are paid for by the authorization that has some left, and over by the last', () => {
    const second = granted(jan(6), { authorizationId: 'a2', units: 2, from: '2026-01-06' });
    expect(balances(7, admitted(jan(5)), granted(jan(5), { units: 2 }), second)).toEqual([
      'a1 2 0',
      'a2 1 1',
    ]);
    expect(balances(12, admitted(jan(5)), granted(jan(5), { units: 2 }), second)).toEqual([
      'a1 2 0',
      'a2 6 -4',
    ]);
  });
  test('follow an extension, a denial and an end', () => {
    expect(balances(20, ...past, granted(jan(9), { units: 17 }))).toEqual(['a1 16 1']);
    const ended: Told = {
      type: 'AuthorizationEnded',
      data: {
        authorizationId: 'a1',
        payerId: 'hmo',
        facilityId: 'north',
        level: 'inpatient',
        until: '2026-01-07',
      },
      at: jan(7),
    };
    expect(balances(20, ...past, ended)).toEqual(['a1 3 7']);
    expect(balances(20, ...past, ended, granted(jan(9), { units: 17 }))).toEqual(['a1 16 1']);
  });
  test('are none of what was entered in error', () =>
    expect(balances(9, ...past, { type: 'EntryVoided', data: { voids: 'e2' }, at: jan(9) })).toEqual([]));
});

describe('sessions', () => {
  const two = [
    attended(jan(6), { sessionId: 'g1', attendedMinutes: 100 }),
    attended(jan(6, '15:00'), { sessionId: 'g2', attendedMinutes: 50 }),
    attended(jan(7), { sessionId: 'g3', status: 'no-show', attendedMinutes: 0 }),
  ];
  test('count by their minutes where hours are granted', () =>
    expect(balances(9, iop, granted(jan(5), IOP), ...two)).toEqual(['a1 2.5 9.5']));
  test('count each where sessions are granted, those that were missed do not', () =>
    expect(balances(9, iop, granted(jan(5), { ...IOP, unitKind: 'sessions' }), ...two)).toEqual(['a1 2 10']));
  test('make one day where treatment days are granted', () =>
    expect(balances(9, iop, granted(jan(5), { ...IOP, unitKind: 'treatment-days' }), ...two)).toEqual([
      'a1 1 11',
    ]));
  test('count at the level of the patient’s stay', () =>
    expect(balances(9, admitted(jan(5), 'outpatient'), granted(jan(5), IOP), ...two)).toEqual(['a1 0 12']));
});

describe('the clinical and the authorised level', () => {
  const found = (day: number, ...past: readonly Told[]): string[] =>
    divergencesOn(timeline(pathwayOf(registered, ...past)), `2026-01-${String(day).padStart(2, '0')}`).map(
      ({ kind, clinical, authorized, since }) => `${kind}: ${clinical}, ${authorized}, since ${since}`,
    );
  const past = [admitted(jan(5)), granted(jan(5), { to: '2026-01-09' })];
  test('agree while care is paid for', () => expect(found(9, ...past)).toEqual([]));
  test('differ from the day on which nothing is authorised any more', () =>
    expect(found(12, ...past)).toEqual(['unauthorized: inpatient, undefined, since 2026-01-10']));
  test('differ where the payer pays for a lower one', () =>
    expect(
      found(
        12,
        ...past,
        granted(jan(9), { authorizationId: 'a2', level: 'residential', from: '2026-01-10' }),
      ),
    ).toEqual(['authorized-lower: inpatient, residential, since 2026-01-10']));
  test('differ where the patient has gone to a lower one', () =>
    expect(found(8, ...past, transitioned(jan(7), 'intensive-outpatient'))).toEqual([
      'authorized-higher: intensive-outpatient, inpatient, since 2026-01-07',
    ]));
  test('differ when more is given than the units', () => {
    const few = [admitted(jan(5)), granted(jan(5), { units: 3 })];
    expect(found(7, ...few)).toEqual([]);
    expect(found(9, ...few)).toEqual(['units-exceeded: inpatient, inpatient, since 2026-01-08']);
  });
  test('agree while sessions come to just the hours granted, however they are cut', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 240 }), { minLength: 1, maxLength: 20 }), (minutes) => {
        const units = minutes.reduce((sum, one) => sum + one, 0) / 60;
        const sessions = minutes.map((attendedMinutes, n) =>
          attended(jan(5 + n), { sessionId: `g${n}`, attendedMinutes }),
        );
        const spent = [iop, granted(jan(5), { ...IOP, units }), ...sessions];
        expect(found(25, ...spent)).toEqual([]);
        expect(balances(25, ...spent)).toEqual([`a1 ${units} 0`]);
        expect(found(26, ...spent, attended(jan(26), { sessionId: 'over', attendedMinutes: 1 }))).toEqual([
          'units-exceeded: intensive-outpatient, intensive-outpatient, since 2026-01-26',
        ]);
      }),
    ));
  test('are not compared at a facility of which no payer was ever asked', () =>
    expect(found(12, admitted(jan(5)))).toEqual([]));
});

test('units add up, whatever facts there are: of every day what was used before, and more', () => {
  fc.assert(
    fc.property(anyFacts(25), (facts) => {
      const known = timeline(foldAll(pathwayFold, facts));
      const charges = unitsUsed(known, '2026-01-20');
      for (const day of ['2026-01-03', '2026-01-07', '2026-01-11'])
        expect(unitsUsed(known, day)).toEqual(charges.filter((charge) => charge.day <= day));
      for (const { authorizationId, grant, used, remaining } of authorizationsOf(known, '2026-01-20')) {
        const own = charges.filter((charge) => charge.authorizationId === authorizationId);
        expect(used).toBeCloseTo(own.reduce((sum, { sixtieths }) => sum + sixtieths, 0) / 60, 6);
        if (grant) expect(remaining).toBeCloseTo(grant.units - used, 6);
        else expect(used).toBe(0);
      }
    }),
    { numRuns: 300 },
  );
});
