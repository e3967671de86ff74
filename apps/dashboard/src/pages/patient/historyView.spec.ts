import type { RecordedEvent } from '../../api/types.ts';
import { isBehind, ofKind } from './historyView.ts';

const event = (id: string, type: string, status?: string) =>
  ({ id, type, voidedBy: null, data: status ? { status } : {} }) as unknown as RecordedEvent;

test('shows of the events behind a number those that are listed, and of a status where one is asked for', () => {
  const came = event('a', 'AttendanceRecorded', 'attended');
  const missed = event('b', 'AttendanceRecorded', 'no-show');
  const other = event('c', 'AttendanceRecorded', 'no-show');
  expect([came, missed, other].filter(isBehind('a,b', null))).toEqual([came, missed]);
  expect([came, missed, other].filter(isBehind('a,b', 'no-show'))).toEqual([missed]);
});

test('takes waiting for a part of care', () => {
  const types = ['PatientWaitlisted', 'PlaceOffered', 'PatientTakenOffWaitlist', 'AttendanceRecorded'];
  expect(types.filter((type) => ofKind(event('a', type), 'care'))).toEqual([
    'PatientWaitlisted',
    'PlaceOffered',
    'PatientTakenOffWaitlist',
  ]);
});
