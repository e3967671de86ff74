import type { PatientWeek, PatientWeeks } from '../../api/types.ts';
import { eventsLink } from '../../url/address.ts';

/** The figures that are counts over patients' weeks. */
export const countedOf = ['none', 'no-shows', 'missed'] as const;
export type Counted = (typeof countedOf)[number];

export const CASES = 'cases';

const isCase: Record<Counted, (week: PatientWeek) => boolean> = {
  none: () => false,
  'no-shows': ({ noShows }) => noShows > 0,
  missed: ({ compliant }) => compliant === false,
};

/** The weeks behind a figure, patient by patient. */
export const casesOf = (patients: readonly PatientWeeks[], counted: Counted): PatientWeeks[] =>
  patients
    .map((patient) => ({ ...patient, weeks: patient.weeks.filter(isCase[counted]) }))
    .filter(({ weeks }) => weeks.length > 0);

/** The sessions of a week; of a week without any the beginning of the stay that it is a week of. */
export function weekLink(patientId: string, { eventIds }: PatientWeek, status?: string): string {
  const [begin, ...sessions] = eventIds;
  return eventsLink(patientId, sessions.length > 0 ? sessions : [begin!], status);
}
