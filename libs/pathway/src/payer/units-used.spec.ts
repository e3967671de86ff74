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
import type { Grant } from './payer-event.ts';
import { authorizationsOf, unitsUsed } from './units-used.ts';
import type { Coverage } from '../identity/identity-event.ts';

/** Used and left of each authorization at the end of a day in January. */
const balances = (day: number, ...past: readonly Told[]): string[] =>
  authorizationsOf(timeline(pathwayOf(registered, ...past)), `2026-01-${String(day).padStart(2, '0')}`).map(
    ({ authorizationId, used, remaining }) => `${authorizationId} ${used} ${remaining}`,
  );
const IOP = { level: 'intensive-outpatient', unitKind: 'hours', units: 12 } as const;
const iop = admitted(jan(5), 'intensive-outpatient');
const anyHours = fc
  .record({ from: fc.integer({ min: 5, max: 20 }), days: fc.nat(15), units: fc.integer({ min: 1, max: 20 }) })
  .map(({ from, days, units }) => ({ units, ...period(from, from + days) }));
const period = (...days: readonly [number, number]) => {
  const [from, to] = days.map((day) => `2026-01-${String(Math.min(day, 31)).padStart(2, '0')}`);
  return { from: from!, to: to! };
};

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
  const care = { authorizationId: 'a1', payerId: 'hmo', facilityId: 'north', level: 'inpatient' } as const;
  const denied = (at: string): Told => ({ type: 'AuthorizationDenied', data: care, at });
  const ended: Told = {
    type: 'AuthorizationEnded',
    data: { ...care, until: '2026-01-07' },
    at: jan(7),
  };
  test('follow an extension and an end', () => {
    expect(balances(20, ...past, granted(jan(9), { units: 17 }))).toEqual(['a1 16 1']);
    expect(balances(20, ...past, ended)).toEqual(['a1 3 7']);
    expect(balances(20, ...past, ended, granted(jan(9), { units: 17 }))).toEqual(['a1 16 1']);
  });
  test('follow an end of the day on which it was approved, told without the hour', () => {
    const endedAt = (at: string) => ({ ...ended, at });
    expect(balances(20, ...past, endedAt(jan(5, '00:00')))).toEqual(['a1 3 7']);
    const extension = granted(jan(9), { units: 17 });
    expect(balances(20, ...past, endedAt(jan(5, '00:00')), extension)).toEqual(['a1 16 1']);
    expect(balances(20, ...past, extension, endedAt(jan(5, '00:00')))).toEqual(['a1 16 1']);
  });
  test('stay paid for when an extension is denied, and are not where nothing was approved', () => {
    const status = (...told: readonly Told[]) =>
      timeline(pathwayOf(registered, ...told)).authorizations.map((one) => [one.status, one.denied?.day]);
    expect(balances(8, ...past, denied(jan(8)))).toEqual(['a1 4 6']);
    expect(found(8, ...past, denied(jan(8)))).toEqual([]);
    expect(status(...past, denied(jan(8)))).toEqual([['approved', '2026-01-08']]);
    expect(balances(20, ...past, ended, denied(jan(8)))).toEqual(['a1 3 7']);
    expect(status(...past, ended, denied(jan(8)))).toEqual([['ended', '2026-01-08']]);
    expect(balances(8, past[0]!, denied(jan(5)))).toEqual(['a1 0 undefined']);
    expect(status(past[0]!, denied(jan(5)))).toEqual([['denied', '2026-01-05']]);
  });
  test('without a session use no authorization of sessions', () => {
    const sessions = granted(jan(5), { authorizationId: 'a2', unitKind: 'sessions', to: '2026-01-20' });
    expect(balances(9, ...past, sessions)).toEqual(['a1 5 5', 'a2 0 10']);
  });
  test('are not used by a session that was missed, beside one that hours paid for', () => {
    const hours = granted(jan(5), { authorizationId: 'a2', unitKind: 'hours', to: '2026-01-20' });
    const missed = attended(jan(6, '18:00'), { sessionId: 'g2', status: 'no-show', attendedMinutes: 0 });
    expect(balances(6, ...past, hours, attended(jan(6)))).toEqual(['a1 1 9', 'a2 3 7']);
    expect(balances(6, ...past, hours, attended(jan(6)), missed)).toEqual(['a1 1 9', 'a2 3 7']);
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

const found = (day: number, ...past: readonly Told[]): string[] =>
  divergencesOn(timeline(pathwayOf(registered, ...past)), `2026-01-${String(day).padStart(2, '0')}`).map(
    ({ kind, clinical, authorized, since }) => `${kind}: ${clinical}, ${authorized}, since ${since}`,
  );

describe('authorizations that overlap', () => {
  const second = (over: Partial<Grant>) => granted(jan(6), { authorizationId: 'a2', ...over });
  const exceeded = (level: string, day: number) => [
    `units-exceeded: ${level}, ${level}, since 2026-01-${String(day).padStart(2, '0')}`,
  ];
  test('are used in the order in which they end', () => {
    const past = [admitted(jan(5)), granted(jan(5)), second({ to: '2026-01-14' })];
    expect(balances(20, ...past)).toEqual(['a1 6 4', 'a2 10 0']);
    expect(found(20, ...past)).toEqual([]);
  });
  test('are exceeded when nothing is left of any, though only the last falls below zero', () => {
    const past = [admitted(jan(5)), granted(jan(5), { units: 2 }), second({ units: 3 })];
    expect(found(9, ...past)).toEqual([]);
    expect(balances(10, ...past)).toEqual(['a1 2 0', 'a2 4 -1']);
    expect(found(12, ...past)).toEqual(exceeded('inpatient', 10));
  });
  test('are exceeded until another one that has units left begins', () => {
    const past = [admitted(jan(5)), granted(jan(5), { units: 2 }), second({ units: 1, from: '2026-01-09' })];
    expect([7, 8, 9, 10].map((day) => found(day, ...past).length)).toEqual([1, 1, 0, 1]);
  });
  test('are exceeded while another one has too little left to pay for anything', () => {
    const spent = granted(jan(5), { ...IOP, units: 1, to: '2026-01-31' });
    const later = (unitKind: 'hours' | 'sessions', units: number) =>
      second({ ...IOP, unitKind, units, from: '2026-01-08', to: '2026-01-31' });
    const on8 = (...told: readonly Told[]) => found(8, iop, spent, attended(jan(6)), ...told);
    expect(on8(later('hours', 1 / 60))).toEqual([]);
    expect(on8(later('sessions', 1))).toEqual([]);
    expect(on8(later('sessions', 0.5))).toEqual(exceeded('intensive-outpatient', 6));
  });
  test('share a session that is longer than what is left of the first', () => {
    const hours = { ...IOP, units: 1 };
    const past = [iop, granted(jan(5), { ...hours, to: '2026-01-14' }), second({ ...hours, units: 4 })];
    expect(balances(9, ...past, attended(jan(6)))).toEqual(['a1 1 0', 'a2 2 2']);
    expect(found(9, ...past, attended(jan(6)))).toEqual([]);
    const over = attended(jan(8), { sessionId: 'g2' });
    expect(balances(9, ...past, attended(jan(6)), over)).toEqual(['a1 1 0', 'a2 5 -1']);
    expect(found(9, ...past, attended(jan(6)), over)).toEqual(exceeded('intensive-outpatient', 8));
  });
  test('of several kinds pay for what is given once', () => {
    const past = [
      iop,
      granted(jan(5), { ...IOP, units: 4, to: '2026-01-14' }),
      second({ ...IOP, unitKind: 'treatment-days', units: 1 }),
      attended(jan(6)),
      attended(jan(7), { sessionId: 'g2' }),
    ];
    expect(balances(6, ...past)).toEqual(['a1 3 1', 'a2 0 1']);
    expect(balances(7, ...past)).toEqual(['a1 4 0', 'a2 1 0']);
    expect(found(9, ...past)).toEqual([]);
    const third = attended(jan(8), { sessionId: 'g3' });
    expect(balances(8, ...past, third)).toEqual(['a1 4 0', 'a2 2 -1']);
    expect(found(9, ...past, third)).toEqual(exceeded('intensive-outpatient', 8));
  });
  test('pay for every minute once, and none is exceeded while another one that covers the day has some left', () =>
    fc.assert(
      fc.property(fc.array(anyHours, { minLength: 1, maxLength: 4 }), (grants) => {
        const sessions = Array.from({ length: 20 }, (_, n) =>
          attended(jan(5 + n), { sessionId: `g${n}`, attendedMinutes: 90 }),
        );
        const told = grants.map((one, n) => granted(jan(5), { ...IOP, ...one, authorizationId: `a${n}` }));
        const known = timeline(pathwayOf(registered, iop, ...told, ...sessions));
        const charges = unitsUsed(known, '2026-01-31');
        for (const { day, eventId } of known.sessions) {
          const covering = grants.filter(({ from, to }) => from <= day && day <= to);
          const paid = charges.filter((charge) => charge.eventId === eventId);
          expect(paid.reduce((sum, { sixtieths }) => sum + sixtieths, 0)).toBe(covering.length > 0 ? 90 : 0);
          const balance = authorizationsOf(known, day).filter(
            ({ grant }) => grant!.from <= day && day <= grant!.to,
          );
          const over = balance.filter(({ remaining }) => remaining! < 0);
          if (paid.some(({ authorizationId }) => over.some((one) => one.authorizationId === authorizationId)))
            expect(balance.filter(({ remaining }) => remaining! > 0)).toEqual([]);
        }
      }),
    ));
});

describe('the payers of a day', () => {
  const covered = (payerId: string, from: string, over: Partial<Coverage> = {}): Told => ({
    type: 'CoverageStarted',
    data: { coverageId: payerId, payerId, from: `2026-01-${from}`, person: {}, ...over },
    at: jan(1),
  });
  const uncovered = (payerId: string, until: string): Told => ({
    type: 'CoverageEnded',
    data: { coverageId: payerId, until: `2026-01-${until}` },
    at: jan(9),
  });
  const hmo = granted(jan(5));
  const plan = granted(jan(10), { authorizationId: 'a2', payerId: 'plan', from: '2026-01-05', units: 3 });
  const stay = admitted(jan(5));
  const changed = [stay, covered('hmo', '01'), uncovered('hmo', '09'), covered('plan', '10'), hmo, plan];
  test('pay one after the other, and what one does not pay for is not used of the other', () => {
    expect(balances(9, ...changed)).toEqual(['a1 5 5', 'a2 0 3']);
    expect(balances(10, ...changed)).toEqual(['a1 5 5', 'a2 1 2']);
    expect(balances(14, ...changed)).toEqual(['a1 5 5', 'a2 5 -2']);
    expect(found(14, ...changed)).toEqual(['units-exceeded: inpatient, inpatient, since 2026-01-13']);
  });
  test('leave a stay without authorization where the next one was not asked', () => {
    const [, ...rest] = changed.toReversed();
    expect(balances(14, ...rest)).toEqual(['a1 5 5']);
    expect(found(9, ...rest)).toEqual([]);
    expect(found(14, ...rest)).toEqual(['unauthorized: inpatient, undefined, since 2026-01-10']);
  });
  test('pay no more when the coverage has ended and no other one has begun', () => {
    const past = [stay, covered('hmo', '01'), uncovered('hmo', '09'), hmo];
    expect(balances(14, ...past)).toEqual(['a1 5 5']);
    expect(found(14, ...past)).toEqual(['unauthorized: inpatient, undefined, since 2026-01-10']);
  });
  test('are those whose coverage began last where no end was told', () =>
    expect(balances(14, stay, covered('hmo', '01'), covered('plan', '10'), hmo, plan)).toEqual([
      'a1 5 5',
      'a2 5 -2',
    ]));
  test('pay in the order of their coverages when two cover the patient at once', () => {
    const two = [stay, covered('plan', '01', { order: 1 }), covered('hmo', '01', { order: 2 }), hmo, plan];
    expect(balances(9, ...two)).toEqual(['a1 2 8', 'a2 3 0']);
    expect(found(9, ...two)).toEqual([]);
  });
  test('pay on their word where no coverage of theirs was ever told, after those that cover the patient', () =>
    expect(balances(9, stay, covered('plan', '01'), hmo, plan)).toEqual(['a1 2 8', 'a2 3 0']));
  test('pay on their word before their coverage was first seen, unless another one covered the patient', () => {
    expect(balances(9, stay, covered('hmo', '08'), hmo)).toEqual(['a1 5 5']);
    expect(balances(9, stay, covered('plan', '01'), covered('hmo', '08'), hmo)).toEqual(['a1 2 8']);
  });
});

describe('the clinical and the authorised level', () => {
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
  test('differ where the payer pays for another one of its rank, or another program', () => {
    const detox = granted(jan(5), { level: 'withdrawal-management' });
    expect(found(8, admitted(jan(5)), detox)).toEqual([
      'authorized-elsewhere: inpatient, withdrawal-management, since 2026-01-05',
    ]);
    expect(found(8, admitted(jan(5)), granted(jan(5), { programId: 'x' }))).toEqual([
      'authorized-elsewhere: inpatient, inpatient, since 2026-01-05',
    ]);
  });
  test('agree in every program where none is named', () =>
    expect(found(8, admitted(jan(5), 'inpatient', { programId: 'x' }), granted(jan(5)))).toEqual([]));
  test('are compared for one payer by what that one was asked for', () => {
    const known = timeline(pathwayOf(registered, admitted(jan(5)), granted(jan(5), { to: '2026-01-09' })));
    const kinds = (payer?: string) => divergencesOn(known, '2026-01-12', payer).map(({ kind }) => kind);
    expect(kinds()).toEqual(['unauthorized']);
    expect(kinds('hmo')).toEqual(['unauthorized']);
    expect(kinds('plan')).toEqual([]);
  });
  test('keep what was asked for beside what was granted', () => {
    const { units, ...asked } = { ...IOP, authorizationId: 'a1', payerId: 'hmo', facilityId: 'north' };
    const request: Told = {
      type: 'AuthorizationRequested',
      data: { ...asked, units: units + 1, from: '2026-01-05' },
      at: jan(4),
    };
    const [one] = timeline(pathwayOf(registered, granted(jan(3), IOP), request)).authorizations;
    expect([one!.requested?.units, one!.grants[0]!.units]).toEqual([13, 12]);
  });
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
