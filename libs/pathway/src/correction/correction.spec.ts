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
  cancelled,
  granted,
  jan,
  pathwayOf,
  registered,
  shuffled,
  type Told,
} from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';

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
test('what has a cancellation of its own is not voided, and a correction stays', () => {
  for (const eventId of ['e0', 'e1'])
    given(pathway, ...past)
      .when(voiding(eventId), jan(9))
      .thenRefused('entry-not-voidable');
  given(pathway, ...past, cancelled(jan(9), 'AdmissionCancelled', 'e1'))
    .when(voiding('e4'), jan(9))
    .thenRefused('entry-not-voidable');
});
test('an event that is not this patient’s is refused', () =>
  given(pathway, ...past)
    .when(voiding('e9'), jan(9))
    .thenRefused('entry-unknown'));
