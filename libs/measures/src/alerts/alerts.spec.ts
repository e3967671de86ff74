import { addDays } from '@stepwell/pathway';
import {
  admitted,
  attended,
  cancelled,
  discharged,
  jan,
  pathwayOf,
  registered,
  transitioned,
  type Told,
} from '@stepwell/pathway/testing';
import { alertRuleById } from './alert-rules.ts';
import { isOpenOn } from './alert.ts';

/** Each alert of a rule in a line: from when, until when, and by which event it was closed. The nth told is `e{n}`. */
const alertsOf = (ruleId: string, ...past: readonly Told[]): string[] =>
  alertRuleById(ruleId)!
    .alerts(pathwayOf(registered, ...past))
    .map(({ opensOn, closesOn = '…', closedBy = 'time' }) => `${opensOn} to ${closesOn} by ${closedBy}`);

const home = discharged(jan(10));
const planned = (at: string): Told => ({
  type: 'PatientDischarged',
  data: { episodeId: 'e1', reason: 'completed', plannedNextLevel: 'intensive-outpatient' },
  at,
});
const iop = (at: string): Told =>
  admitted(at, 'intensive-outpatient', { episodeId: 'e2', stayId: 's9', facilityId: 'south' });
const missed = (at: string, sessionId: string): Told =>
  attended(at, { sessionId, status: 'no-show', attendedMinutes: 0 });
const came = (at: string, sessionId: string): Told => attended(at, { sessionId });
const relapse = (at: string): Told => ({
  type: 'RelapseReported',
  data: { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' },
  at,
});
const withdrawn = (at: string, voids: string): Told => ({
  type: 'RelapseReportWithdrawn',
  data: { relapseId: 'r1', voids },
  at,
});
const inpatient = admitted(jan(5));

describe.each([
  [7, '2026-01-15', '2026-01-18'],
  [14, '2026-01-20', '2026-01-25'],
  [30, '2026-02-02', '2026-02-10'],
])('lost between levels by day %i', (days, opens, closes) => {
  const id = `lost-between-levels-${days}`;
  const onDay = (day: number) => `${addDays('2026-01-10', day)}T17:00:00.000Z`;
  const open = `${opens} to ${closes} by time`;

  test('opens days before the window closes and says when that is', () => {
    expect(alertsOf(id, inpatient, home)).toEqual([open]);
    const [alert] = alertRuleById(id)!.alerts(pathwayOf(registered, inpatient, home));
    expect(alert).toMatchObject({
      deadline: addDays('2026-01-10', days),
      facilityId: 'north',
      level: 'inpatient',
      eventIds: ['e2'],
    });
    expect(isOpenOn(alert!, addDays(opens, -1))).toBe(false);
    expect(isOpenOn(alert!, opens)).toBe(true);
    expect(isOpenOn(alert!, alert!.deadline!)).toBe(true);
    expect(isOpenOn(alert!, closes)).toBe(false);
  });
  test('is closed by the next stay on its last day', () =>
    expect(alertsOf(id, inpatient, home, iop(onDay(days)))).toEqual([
      `${opens} to ${addDays('2026-01-10', days)} by e3`,
    ]));
  test('never opens when the next stay comes in time', () =>
    expect(alertsOf(id, inpatient, home, iop(onDay(1)))).toEqual([]));
  test('never opens when a visit comes in time', () =>
    expect(alertsOf(id, inpatient, home, came(onDay(1), 'g1'))).toEqual([]));
  test('is not kept from opening by a visit on the day of the discharge, or a missed one', () =>
    expect(alertsOf(id, inpatient, home, came(jan(10, '18:00'), 'g1'), missed(onDay(2), 'g2'))).toEqual([
      open,
    ]));
});

describe('lost between levels', () => {
  const id = 'lost-between-levels-7';
  test('is nobody who steps down within the episode', () =>
    expect(alertsOf(id, inpatient, transitioned(jan(10), 'intensive-outpatient'))).toEqual([]));
  test('is nobody whom another facility is treating already', () =>
    expect(alertsOf(id, iop(jan(8)), inpatient, home)).toEqual([]));
  test('is nobody whom another facility has seen lately, though the stay there never ended', () => {
    const elsewhere = iop('2025-06-01T17:00:00.000Z');
    expect(alertsOf(id, elsewhere, came(jan(2), 'g1'), inpatient, home)).toEqual([]);
  });
  test('is whom another facility forgot to discharge long ago', () => {
    const forgotten = iop('2025-06-01T17:00:00.000Z');
    const open = ['2026-01-15 to 2026-01-18 by time'];
    expect(alertsOf(id, forgotten, inpatient, home)).toEqual(open);
    expect(alertsOf(id, forgotten, came('2025-12-10T17:00:00.000Z', 'g1'), inpatient, home)).toEqual(open);
    expect(alertsOf(id, forgotten, missed(jan(2), 'g1'), inpatient, home)).toEqual(open);
    expect(alertsOf(id, forgotten, inpatient, home, came(jan(16), 'g1'))).toEqual([
      '2026-01-15 to 2026-01-16 by e4',
    ]);
  });
  test('is nobody who was transferred', () =>
    expect(alertsOf(id, inpatient, home, iop(jan(10)))).toEqual([]));
  test('is nobody who died', () => expect(alertsOf(id, inpatient, discharged(jan(10), 'death'))).toEqual([]));
  test('is nobody who left a lower level', () =>
    expect(alertsOf(id, admitted(jan(5), 'outpatient'), home)).toEqual([]));
  test('is nobody whose discharge is known to the month', () =>
    expect(alertsOf(id, inpatient, { ...home, precision: 'month' })).toEqual([]));
  test('is nobody whose discharge was cancelled', () =>
    expect(alertsOf(id, inpatient, home, cancelled(jan(16), 'DischargeCancelled', 'e2'))).toEqual([]));
  test('is found out by a visit that is recorded late', () =>
    expect(alertsOf(id, inpatient, home, { ...came(jan(12), 'g1'), recordedAt: jan(30) })).toEqual([]));
});

describe('discharged without a next level', () => {
  const id = 'discharged-without-next-level';
  test('is open for a month', () =>
    expect(alertsOf(id, inpatient, home)).toEqual(['2026-01-10 to 2026-02-09 by time']));
  test('is closed by the next stay', () =>
    expect(alertsOf(id, inpatient, home, iop(jan(13)))).toEqual(['2026-01-10 to 2026-01-13 by e3']));
  test('is said of whom another facility forgot to discharge, until the patient is seen there', () => {
    const forgotten = iop('2025-06-01T17:00:00.000Z');
    expect(alertsOf(id, forgotten, inpatient, home)).toEqual(['2026-01-10 to 2026-02-09 by time']);
    expect(alertsOf(id, forgotten, inpatient, home, attended(jan(13), { facilityId: 'south' }))).toEqual([
      '2026-01-10 to 2026-01-13 by e4',
    ]);
  });
  test('is not said where one was planned', () =>
    expect(alertsOf(id, inpatient, planned(jan(10)))).toEqual([]));
  test('is not said of outpatient care', () =>
    expect(alertsOf(id, admitted(jan(5), 'outpatient'), home)).toEqual([]));
  test('is not said of the dead', () =>
    expect(alertsOf(id, inpatient, discharged(jan(10), 'death'))).toEqual([]));
});

describe('missed two sessions in a row', () => {
  const id = 'missed-two-sessions';
  const there = admitted(jan(5), 'intensive-outpatient');
  test('opens with the second one and stays open', () =>
    expect(alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'))).toEqual([
      '2026-01-08 to … by time',
    ]));
  test('counts longer runs once', () =>
    expect(
      alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'), missed(jan(9), 'g3')),
    ).toHaveLength(1));
  test('is closed by the next one the patient comes to', () =>
    expect(alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'), came(jan(12), 'g3'))).toEqual([
      '2026-01-08 to 2026-01-12 by e4',
    ]));
  test('is closed by the discharge', () =>
    expect(alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'), home)).toEqual([
      '2026-01-08 to 2026-01-10 by e4',
    ]));
  test('is nothing any more once a discharge is learned of late that was before', () =>
    expect(
      alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'), {
        ...discharged(jan(5, '20:00')),
        recordedAt: jan(20),
      }),
    ).toEqual([]));
  test('is closed by a death', () =>
    expect(
      alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'), discharged(jan(11), 'death')),
    ).toEqual(['2026-01-08 to 2026-01-11 by e4']));
  test('is not said of one, nor across one the patient came to', () =>
    expect(alertsOf(id, there, missed(jan(6), 'g1'), came(jan(7), 'g2'), missed(jan(8), 'g3'))).toEqual([]));
  test('is said across an excused one', () =>
    expect(
      alertsOf(
        id,
        there,
        missed(jan(6), 'g1'),
        attended(jan(7), { sessionId: 'g2', status: 'excused', attendedMinutes: 0 }),
        missed(jan(8), 'g3'),
      ),
    ).toEqual(['2026-01-08 to … by time']));
  test('goes when one of them is corrected', () =>
    expect(
      alertsOf(id, there, missed(jan(6), 'g1'), missed(jan(8), 'g2'), {
        type: 'AttendanceCorrected',
        data: { ...(came(jan(8), 'g2').data as never as object), voids: 'e3' } as never,
        at: jan(8),
        recordedAt: jan(9),
      }),
    ).toEqual([]));
  test('moves when one is learned of late', () =>
    expect(
      alertsOf(id, there, missed(jan(8), 'g2'), missed(jan(9), 'g3'), {
        ...missed(jan(6), 'g1'),
        recordedAt: jan(20),
      }),
    ).toEqual(['2026-01-08 to … by time']));
});

describe('relapse reported', () => {
  const id = 'relapse-reported';
  const there = admitted(jan(5), 'intensive-outpatient');
  test('is open until the patient is seen', () =>
    expect(alertsOf(id, there, relapse(jan(10)), missed(jan(11), 'g1'), came(jan(12), 'g2'))).toEqual([
      '2026-01-10 to 2026-01-12 by e4',
    ]));
  test('is not closed by the session at which it was told, nor by those before', () => {
    const told = { ...relapse(jan(10)), recordedAt: jan(14, '13:00') };
    const before = [came(jan(12), 'g1'), came(jan(14), 'g2')];
    expect(alertsOf(id, there, ...before, told)).toEqual(['2026-01-10 to 2026-02-09 by time']);
    expect(alertsOf(id, there, ...before, told, came(jan(16), 'g3'))).toEqual([
      '2026-01-10 to 2026-01-16 by e5',
    ]);
  });
  test('is closed by a death', () =>
    expect(alertsOf(id, there, relapse(jan(10)), discharged(jan(12), 'death'))).toEqual([
      '2026-01-10 to 2026-01-12 by e3',
    ]));
  test('is closed by a step up', () =>
    expect(alertsOf(id, there, relapse(jan(10)), transitioned(jan(14), 'residential'))).toEqual([
      '2026-01-10 to 2026-01-14 by e3',
    ]));
  test('ends by itself after a month', () =>
    expect(alertsOf(id, there, relapse(jan(10)))).toEqual(['2026-01-10 to 2026-02-09 by time']));
  test('goes when the report is withdrawn', () =>
    expect(alertsOf(id, there, relapse(jan(10)), withdrawn(jan(11), 'e2'))).toEqual([]));
  test('is said of somebody who has never been admitted too', () =>
    expect(alertsOf(id, relapse(jan(10)))).toHaveLength(1));
});

describe('news', () => {
  test('of an admission is shown for a week, or until the discharge', () => {
    expect(alertsOf('admitted', inpatient)).toEqual(['2026-01-05 to 2026-01-12 by time']);
    expect(alertsOf('admitted', inpatient, home)).toEqual(['2026-01-05 to 2026-01-10 by e2']);
  });
  test('of an admission that never was is none', () =>
    expect(alertsOf('admitted', inpatient, cancelled(jan(6), 'AdmissionCancelled', 'e1'))).toEqual([]));
  test('of a step down by transition', () => {
    const down = transitioned(jan(10), 'intensive-outpatient');
    expect(alertsOf('stepped-down', inpatient, down)).toEqual(['2026-01-10 to 2026-01-17 by time']);
    expect(alertsOf('stepped-up', inpatient, down)).toEqual([]);
    expect(
      alertsOf('stepped-down', inpatient, down, cancelled(jan(11), 'TransitionCancelled', 'e2')),
    ).toEqual([]);
  });
  test('of a step down by discharge and admission within a fortnight', () => {
    expect(alertsOf('stepped-down', inpatient, home, iop(jan(24)))).toEqual([
      '2026-01-24 to 2026-01-31 by time',
    ]);
    expect(alertsOf('stepped-down', inpatient, home, iop(jan(25)))).toEqual([]);
  });
  test('of a step up, until that stay ends', () => {
    const there = admitted(jan(5), 'outpatient');
    const up = transitioned(jan(10), 'inpatient');
    expect(alertsOf('stepped-up', there, up, discharged(jan(12)))).toEqual([
      '2026-01-10 to 2026-01-12 by e3',
    ]);
    expect(alertsOf('stepped-up', there, transitioned(jan(10), 'outpatient', { programId: 'x' }))).toEqual(
      [],
    );
  });
});
