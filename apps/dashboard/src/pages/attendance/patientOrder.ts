import type { PatientWeeks } from '../../api/types.ts';
import { fullName } from '../../format/words.ts';

export const orders = ['name', 'missed'] as const;

const missed = ({ weeks }: PatientWeeks): number =>
  weeks.filter(({ compliant }) => compliant === false).length;
const byName = (a: PatientWeeks, b: PatientWeeks): number => fullName(a.name).localeCompare(fullName(b.name));

export const orderPatients = (
  patients: readonly PatientWeeks[],
  order: (typeof orders)[number],
): PatientWeeks[] =>
  patients.toSorted((a, b) => (order === 'missed' ? missed(b) - missed(a) : 0) || byName(a, b));
