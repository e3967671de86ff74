import type { PatientWeeks } from '../../api/types.ts';
import { fullName } from '../../format/words.ts';

export const orders = ['name', 'missed', 'no-shows'] as const;

const missed = ({ weeks }: PatientWeeks): number =>
  weeks.filter(({ compliant }) => compliant === false).length;
const noShows = ({ weeks }: PatientWeeks): number => weeks.reduce((sum, week) => sum + week.noShows, 0);
const byName = (a: PatientWeeks, b: PatientWeeks): number => fullName(a.name).localeCompare(fullName(b.name));

export const orderPatients = (
  patients: readonly PatientWeeks[],
  order: (typeof orders)[number],
): PatientWeeks[] => patients.toSorted((a, b) => RANKS[order](b) - RANKS[order](a) || byName(a, b));

const RANKS: Record<(typeof orders)[number], (patient: PatientWeeks) => number> = {
  name: () => 0,
  missed,
  'no-shows': noShows,
};
