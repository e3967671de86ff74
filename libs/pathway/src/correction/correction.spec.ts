import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { admitted, attended, cancelled, granted, jan, registered } from '../testing/index.ts';
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
