import { addDays } from '@stepwell/pathway';
import { attendanceWeeks, type AttendanceWeek } from './attendance-week.ts';
import { strata, type Measure, type Outcome } from './measure.ts';

const hours = (minutes: number): string => (minutes / 60).toFixed(1);

const verdict = ({ days, attendedMinutes, requiredMinutes }: AttendanceWeek): Outcome =>
  days === 0 ? 'excluded' : attendedMinutes >= requiredMinutes! ? 'numerator' : 'not-numerator';

const sentence = (week: AttendanceWeek): string => {
  const { weekOf, days, attendedMinutes, requiredMinutes, policy } = week;
  if (days === 0) return `Not in the program on any night of the week of ${weekOf}.`;
  const required = `${hours(requiredMinutes!)} h required by ${policy!.id} v${policy!.version}`;
  const prorated = days < 7 ? `, pro-rated for ${days} of 7 days` : '';
  return `${hours(attendedMinutes)} h attended in the week of ${weekOf}; ${required}${prorated}.`;
};

/** Attended hours against the hours policy in force that week; DOMAIN: outcome measures, `hours-compliance`. */
export const hoursCompliance: Measure = {
  id: 'hours-compliance',
  version: 2,
  title: 'Hours compliance',
  family: 'Treatment hours',
  kind: 'rate',
  description: "Patient-weeks with at least the hours that the program's policy asks for.",
  denominator: 'Patient-weeks (Monday to Sunday) in a program with an hours policy.',
  numerator:
    "Attended hours are at least the policy's least hours, pro-rated where admission, discharge or leave cut the week short.",
  exclusions: ['On leave, or in the program on no night, all week.'],
  window:
    'A week, Monday to Sunday, by the clocks of the facility; it is decided when Sunday is over. A day counts when the patient is in the program at 23:59 and not on leave; hours asked for are the policy’s × days ÷ 7, to the minute, and the verdict says so.',
  // ASAM criteria, level 2.1, and Medicare (rule CMS-1786-FC, since 2024) say nine hours; state boards set their own.
  sources: [
    'The hours are those of the policy that is in force in the program on the Monday: policy, not fact, since sources disagree.',
    'Another policy can be tried on the past without being adopted.',
  ],
  usesSessions: true,
  parameters: {},
  cases: (pathway, programs) =>
    attendanceWeeks(pathway, programs)
      .filter(({ policy }) => policy)
      .map((week) => {
        const outcome = verdict(week);
        return {
          caseId: `${week.programId}/${week.weekOf}`,
          indexOn: week.weekOf,
          indexPrecision: 'day' as const,
          windowEnds: addDays(week.weekOf, 6),
          ...strata(pathway, week, week.firstDay),
          outcome,
          exclusion: outcome === 'excluded' ? 'absent-all-week' : undefined,
          explanation: sentence(week),
          eventIds: week.eventIds,
        };
      }),
};
