import fc from 'fast-check';
import { foldAll } from '@stepwell/event-sourcing';
import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { pathwayFold } from '../pathway.ts';
import { timeline } from '../timeline.ts';
import {
  admitted,
  attendance,
  attended,
  cameBack,
  cancelled,
  discharged,
  granted,
  jan,
  left,
  pathwayOf,
  registered,
  shuffled,
  transitioned,
  type Told,
} from '../testing/index.ts';
import { correctionDecisions } from './decide-correction.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { PathwayEvent } from '../pathway-event.ts';

const voiding = (eventId: string): PathwayCommand => ({
  type: 'VoidEntry',
  data: { eventId, reason: 'wrong' },
});
const voided = (voids: string) => ({ type: 'EntryVoided', data: { voids, reason: 'wrong' } }) as const;
const past = [registered, admitted(jan(5)), granted(jan(5)), attended(jan(6))] as const;

test.each(['e2', 'e3'])('an entry that was made in error never was (%s)', (eventId) =>
  given(pathway, ...past)
    .when(voiding(eventId), jan(9))
    .then(voided(eventId)),
);
test('an entry is voided once', () =>
  given(pathway, ...past, { ...voided('e2'), at: jan(9) })
    .when(voiding('e2'), jan(10))
    .thenNothing());
test('what is voided may be recorded anew', () =>
  given(pathway, ...past, { ...voided('e3'), at: jan(9) })
    .when({ type: 'RecordAttendance', data: attended(jan(6)).data as never }, jan(6))
    .then({ type: 'AttendanceRecorded', data: attended(jan(6)).data as never }));
test('a referral that was entered in error can be recorded again, and otherwise is recorded once', () => {
  const data = { referralId: 'f1', facilityId: 'north' };
  const received = { type: 'ReferralReceived', data, at: jan(2) } as const;
  const receive = { type: 'ReceiveReferral', data } as const;
  given(pathway, registered, received).when(receive, jan(3)).thenNothing();
  given(pathway, registered, received, { type: 'EntryVoided', data: { voids: 'e1' }, at: jan(3) })
    .when(receive, jan(2))
    .then({ type: 'ReferralReceived', data });
});
describe('a correction of an attendance that was entered in error', () => {
  const corrected = (voids: string, attendedMinutes: number): Told => ({
    type: 'AttendanceCorrected',
    data: { ...attendance({ attendedMinutes }), voids, reason: 'left early' },
    at: jan(6),
  });
  const minutes = (...more: readonly Told[]) =>
    timeline(pathwayOf(...past, ...more)).sessions.map(({ attendedMinutes }) => attendedMinutes);
  const once = corrected('e3', 90);
  const twice = corrected('e4', 120);
  test('leaves the attendance as it was before', () => {
    given(pathway, ...past, once)
      .when(voiding('e4'), jan(9))
      .then(voided('e4'));
    expect(minutes(once, { ...voided('e4'), at: jan(9) })).toEqual([180]);
    expect(minutes(once, twice, { ...voided('e5'), at: jan(9) })).toEqual([90]);
  });
  test('can be corrected again, and what it stood on voided in turn', () => {
    const back = { ...voided('e4'), at: jan(9) } as const;
    given(pathway, ...past, once, back)
      .when({ type: 'CorrectAttendance', data: { ...attendance({ attendedMinutes: 60 }) } }, jan(6))
      .then({
        type: 'AttendanceCorrected',
        data: { ...attendance({ attendedMinutes: 60 }), voids: 'e3', reason: undefined },
      });
    expect(minutes(once, back, corrected('e3', 60))).toEqual([60]);
    expect(minutes(once, back, { ...voided('e3'), at: jan(10) })).toEqual([]);
  });
  test('is so in whatever order it is learned', () => {
    const facts = pathwayOf(...past, once, { ...voided('e4'), at: jan(9) }).facts;
    fc.assert(
      fc.property(shuffled(facts), (others) => {
        const { sessions } = timeline(foldAll(pathwayFold, others));
        expect(sessions.map(({ attendedMinutes }) => attendedMinutes)).toEqual([180]);
      }),
    );
  });
});
describe('what has a cancellation of its own', () => {
  const there = [registered, admitted(jan(5)), transitioned(jan(6), 'residential')] as const;
  const relapse = { relapseId: 'r1', substances: ['alcohol'], detectedBy: 'self-report' } as const;
  test.each<[string, readonly Told[], PathwayEvent['type']]>([
    ['an admission', there.slice(0, 2), 'AdmissionCancelled'],
    ['a transition', there, 'TransitionCancelled'],
    ['the beginning of a leave', [...there, left(jan(7))], 'LeaveCancelled'],
    ['the end of a leave', [...there, left(jan(7)), cameBack(jan(8))], 'LeaveCancelled'],
    ['a discharge', [...there, discharged(jan(9))], 'DischargeCancelled'],
  ])('is cancelled by its event: %s', (_, told, type) => {
    const eventId = `e${told.length - 1}`;
    given(pathway, ...told)
      .when(voiding(eventId), jan(9))
      .then({ type, data: { voids: eventId, reason: 'wrong' } } as PathwayEvent);
  });
  test('is withdrawn where it is the report of a relapse', () =>
    given(pathway, registered, { type: 'RelapseReported', data: relapse, at: jan(2) })
      .when(voiding('e1'), jan(9))
      .then({ type: 'RelapseReportWithdrawn', data: { relapseId: 'r1', voids: 'e1', reason: 'wrong' } }));
  test('is cancelled though there is a later one of its kind', () => {
    const twice = [
      ...there,
      transitioned(jan(7), 'intensive-outpatient', { stayId: 's3', fromStayId: 's2' }),
    ];
    given(pathway, ...twice)
      .when(voiding('e2'), jan(9))
      .then({ type: 'TransitionCancelled', data: { voids: 'e2', reason: 'wrong' } });
    const { stays } = timeline(pathwayOf(...twice, cancelled(jan(9), 'TransitionCancelled', 'e2')));
    expect(stays.map(({ level, begin }) => `${level} ${begin.day}`)).toEqual([
      'inpatient 2026-01-05',
      'intensive-outpatient 2026-01-07',
    ]);
  });
});
test('a registration, a merger and a correction are not voided', () => {
  const merged = { survivorId: 'p1', absorbedId: 'p2', role: 'survivor' } as const;
  given(pathway, registered).when(voiding('e0'), jan(9)).thenRefused('entry-not-voidable');
  expect(
    correctionDecisions.VoidEntry(
      { eventId: 'e1' },
      pathwayOf(registered, { type: 'PatientsMerged', data: merged, at: jan(2) }),
      { occurredAt: jan(9), recordedAt: jan(9) },
    ),
  ).toMatchObject({ code: 'entry-not-voidable' });
  given(pathway, ...past, cancelled(jan(9), 'AdmissionCancelled', 'e1'))
    .when(voiding('e4'), jan(9))
    .thenRefused('entry-not-voidable');
});
test('an event that is not this patient’s is refused', () =>
  given(pathway, ...past)
    .when(voiding('e9'), jan(9))
    .thenRefused('entry-unknown'));
