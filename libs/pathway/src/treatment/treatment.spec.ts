import { given } from '@stepwell/event-sourcing/testing';
import { pathway } from '../pathway-decider.ts';
import { admitted, attendance, attended, discharged, jan, registered } from '../testing/index.ts';
import type { PathwayCommand } from '../pathway-command.ts';
import type { Attendance } from './treatment-event.ts';

const record = (over: Partial<Attendance> = {}): PathwayCommand => ({
  type: 'RecordAttendance',
  data: attendance(over),
});
const correct = (over: Partial<Attendance> = {}, reason?: string): PathwayCommand => ({
  type: 'CorrectAttendance',
  data: { ...attendance(over), reason },
});
const inside = [registered, admitted(jan(5), 'intensive-outpatient')] as const;
const there = [...inside, attended(jan(6))] as const;

describe('attendance', () => {
  const records = (over: Partial<Attendance> = {}) =>
    ({ type: 'AttendanceRecorded', data: attendance(over) }) as const;

  test('is recorded', () =>
    given(pathway, ...inside)
      .when(record(), jan(6))
      .then(records()));
  test('sent twice changes nothing', () =>
    given(pathway, ...there)
      .when(record(), jan(6))
      .thenNothing());
  test('of the same session with other particulars is refused', () => {
    given(pathway, ...there)
      .when(record({ attendedMinutes: 90 }), jan(6))
      .thenRefused('attendance-known');
    given(pathway, ...there)
      .when(record(), jan(7))
      .thenRefused('attendance-known');
  });
  test('of a session of the same name at another facility is another', () =>
    given(pathway, ...there)
      .when(record({ facilityId: 'south' }), jan(6))
      .then(records({ facilityId: 'south' })));
  test.each([jan(4), jan(9), jan(20)])('outside every episode is refused (%s)', (at) =>
    given(pathway, ...inside, discharged(jan(9)))
      .when(record(), at)
      .thenRefused('not-admitted'),
  );
  test('that comes after the discharge is taken for its own time', () =>
    given(pathway, ...inside, discharged(jan(9)))
      .when(record(), jan(6))
      .then(records()));
  test.each([
    { scheduledMinutes: 0 },
    { scheduledMinutes: 1_441 },
    { attendedMinutes: -1 },
    { attendedMinutes: 1_441 },
  ])('of an impossible length is refused: %j', (over) =>
    given(pathway, ...inside)
      .when(record(over), jan(6))
      .thenRefused('implausible-minutes'),
  );
  test.each<Partial<Attendance>>([
    { status: 'no-show', attendedMinutes: 30 },
    { status: 'excused', attendedMinutes: 30 },
    { status: 'attended', attendedMinutes: 0 },
    { status: 'late', attendedMinutes: 0 },
    { status: 'left-early', attendedMinutes: 0 },
    { status: 'late', attendedMinutes: 180 },
    { status: 'left-early', attendedMinutes: 181 },
  ])('whose minutes contradict its status is refused: %j', (over) =>
    given(pathway, ...inside)
      .when(record(over), jan(6))
      .thenRefused('minutes-contradict-status'),
  );
  test.each<Partial<Attendance>>([
    { status: 'late', attendedMinutes: 179 },
    { status: 'left-early', attendedMinutes: 1 },
    { status: 'attended', attendedMinutes: 200 },
  ])('of a part of the time, or of more than was scheduled, is recorded: %j', (over) =>
    given(pathway, ...inside)
      .when(record(over), jan(6))
      .then(records(over)),
  );
  test('of all of the time by somebody late is kept where a feed tells it', () =>
    given(pathway, ...inside)
      .whenFed(record({ status: 'late' }), jan(6))
      .then(records({ status: 'late' })));
  test('is not corrected to somebody late who was there all of the time', () =>
    given(pathway, ...there)
      .when(correct({ status: 'late' }, 'wrong'), jan(6))
      .thenRefused('minutes-contradict-status'));
  test('of an unknown patient is refused', () =>
    given(pathway).when(record(), jan(6)).thenRefused('patient-unknown'));
});

describe('a correction of attendance', () => {
  const shorter = { attendedMinutes: 90, status: 'left-early' } as const;
  const corrected = (over: Partial<Attendance>, voids: string) =>
    ({ type: 'AttendanceCorrected', data: { ...attendance(over), voids, reason: undefined } }) as const;

  test('takes the place of what was recorded', () =>
    given(pathway, ...there)
      .when(correct(shorter), jan(6))
      .then(corrected(shorter, 'e2')));
  test('sent twice changes nothing', () =>
    given(pathway, ...there, { ...corrected(shorter, 'e2'), at: jan(6) })
      .when(correct(shorter), jan(6))
      .thenNothing());
  test('that says what is known changes nothing', () =>
    given(pathway, ...there)
      .when(correct({}, 'checked'), jan(6))
      .thenNothing());
  test('may be corrected in turn', () =>
    given(pathway, ...there, { ...corrected(shorter, 'e2'), at: jan(6) })
      .when(correct(), jan(6))
      .then(corrected({}, 'e3')));
  test('may move the session to another day', () =>
    given(pathway, ...there)
      .when(correct(), jan(7))
      .then(corrected({}, 'e2')));
  test('of a session that is not known is refused', () =>
    given(pathway, ...inside)
      .when(correct(), jan(6))
      .thenRefused('attendance-unknown'));
  test('is held to the same limits', () => {
    given(pathway, ...there)
      .when(correct({ attendedMinutes: 1_441 }), jan(6))
      .thenRefused('implausible-minutes');
    given(pathway, ...there)
      .when(correct({ status: 'no-show' }), jan(6))
      .thenRefused('minutes-contradict-status');
  });
});
