import type { PatientWeek, PatientWeeks } from '../../api/types.ts';
import { casesOf, weekLink } from './weekCases.ts';

const week = (over: Partial<PatientWeek>) =>
  ({ noShows: 0, compliant: null, eventIds: ['begin'], ...over }) as PatientWeek;
const patient = (patientId: string, ...weeks: PatientWeek[]) =>
  ({ patientId, weeks }) as unknown as PatientWeeks;

const patients = [
  patient('a', week({ noShows: 2, compliant: true }), week({ compliant: false })),
  patient('b', week({ compliant: null })),
];

test('gives the weeks behind a figure, and nobody who has none', () => {
  expect(casesOf(patients, 'no-shows')).toEqual([patient('a', week({ noShows: 2, compliant: true }))]);
  expect(casesOf(patients, 'missed')).toEqual([patient('a', week({ compliant: false }))]);
  expect(casesOf(patients, 'none')).toEqual([]);
});

test('leads to the sessions of a week, and without any to the beginning of the stay', () => {
  expect(weekLink('p', week({ eventIds: ['begin', 's1', 's2'] }), 'no-show')).toBe(
    '/patients/p?events=s1%2Cs2&status=no-show#history',
  );
  expect(weekLink('p', week({}))).toBe('/patients/p?events=begin#history');
});
