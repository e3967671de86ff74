import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { timeline } from '../timeline.ts';
import {
  admitted,
  attended,
  cameBack,
  discharged,
  jan,
  left,
  pathwayOf,
  registered,
  type Told,
} from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import { planOn, planWeeks } from './plan-week.ts';
import type { TreatmentPlan } from './treatment-event.ts';

const plan = (over: Partial<TreatmentPlan> = {}): TreatmentPlan => ({
  ...{ planId: 't1', facilityId: 'north', hoursPerWeek: 9, effectiveFrom: '2026-01-05', person: {} },
  ...over,
});
const set = (over: Partial<TreatmentPlan> = {}): PathwayCommand => ({
  type: 'SetTreatmentPlan',
  data: plan(over),
});
const planned = (at: string, over: Partial<TreatmentPlan> = {}): Told => ({
  type: 'TreatmentPlanSet',
  data: plan(over),
  at,
});

describe('a treatment plan', () => {
  test('is set, and once', () => {
    given(pathway, registered).when(set(), jan(5)).then({ type: 'TreatmentPlanSet', data: plan() });
    given(pathway, registered, planned(jan(5)))
      .when(set(), jan(5))
      .thenNothing();
  });
  test('under a known name with other hours is refused', () =>
    given(pathway, registered, planned(jan(5)))
      .when(set({ hoursPerWeek: 6 }), jan(5))
      .thenRefused('plan-known'));
  test.each([0, -1, 113, Number.NaN])('of %s hours a week is refused', (hoursPerWeek) =>
    given(pathway, registered).when(set({ hoursPerWeek }), jan(5)).thenRefused('implausible-hours'),
  );
  test('of no sessions of a kind is refused', () =>
    given(pathway, registered)
      .when(set({ sessions: [{ kind: 'process', perWeek: 0 }] }), jan(5))
      .thenRefused('implausible-sessions'));
});

describe('the plan of a day', () => {
  const north = { facilityId: 'north', programId: 'iop' };
  const on = (day: string, ...past: readonly Told[]) =>
    planOn(timeline(pathwayOf(registered, ...past)), north, day)?.hoursPerWeek;
  test('is the one that took effect last', () => {
    const past = [
      planned(jan(5)),
      planned(jan(12), { planId: 't2', hoursPerWeek: 6, effectiveFrom: '2026-01-19' }),
    ];
    expect(['2026-01-04', '2026-01-05', '2026-01-18', '2026-01-19'].map((day) => on(day, ...past))).toEqual([
      undefined,
      9,
      9,
      6,
    ]);
  });
  test('of two of one day is the one told last', () =>
    expect(on('2026-01-05', planned(jan(5)), planned(jan(6), { planId: 't2', hoursPerWeek: 6 }))).toBe(6));
  test('is that of the facility and program', () => {
    expect(on('2026-01-05', planned(jan(5), { facilityId: 'south' }))).toBeUndefined();
    expect(on('2026-01-05', planned(jan(5), { programId: 'php' }))).toBeUndefined();
    expect(on('2026-01-05', planned(jan(5), { programId: 'iop' }))).toBe(9);
  });
});

describe('a week against the plan', () => {
  const weeks = (until: string, ...past: readonly Told[]) =>
    planWeeks(timeline(pathwayOf(registered, ...past)), until).map(
      ({ weekOf, days, prescribedMinutes, attendedMinutes }) =>
        [weekOf, days, prescribedMinutes, attendedMinutes].join(' '),
    );
  const there = [admitted(jan(5), 'intensive-outpatient'), planned(jan(5))];
  test('is whole, or has begun', () => {
    expect(weeks('2026-01-14', ...there, attended(jan(6)), attended(jan(13), { sessionId: 'g2' }))).toEqual([
      '2026-01-05 7 540 180',
      '2026-01-12 3 231 180',
    ]);
  });
  test('is pro-rated where it is cut by the admission, the discharge, a leave or the plan', () => {
    expect(weeks('2026-01-11', admitted(jan(7), 'intensive-outpatient'), planned(jan(5)))).toEqual([
      '2026-01-05 5 386 0',
    ]);
    expect(weeks('2026-01-11', ...there, discharged(jan(9)))).toEqual(['2026-01-05 4 309 0']);
    expect(weeks('2026-01-11', ...there, left(jan(6)), cameBack(jan(8)))).toEqual(['2026-01-05 5 386 0']);
    expect(weeks('2026-01-11', there[0]!, planned(jan(5), { effectiveFrom: '2026-01-10' }))).toEqual([
      '2026-01-05 2 154 0',
    ]);
  });
  test('in which the plan changes is held against each of the plans for its days', () => {
    const changed = planned(jan(7), { planId: 't2', hoursPerWeek: 6, effectiveFrom: '2026-01-08' });
    const past = [...there, changed, attended(jan(6)), attended(jan(9), { sessionId: 'g2' })];
    // Three days at nine hours a week and four at six.
    expect(weeks('2026-01-11', ...past)).toEqual(['2026-01-05 7 437 360']);
    const [week] = planWeeks(timeline(pathwayOf(registered, ...past)), '2026-01-11');
    expect(week).toMatchObject({ planId: 't2', eventIds: ['e2', 'e3', 'e4', 'e5'] });
    expect(weeks('2026-01-07', ...past)).toEqual(['2026-01-05 3 231 180']);
  });
  test('is none where nothing is prescribed', () => expect(weeks('2026-01-11', there[0]!)).toEqual([]));
});
