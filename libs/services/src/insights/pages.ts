import type { Paged, PatientSummary } from '@stepwell/read-models';
import type { PatientsAnswer } from './answers.ts';

/** How a list's next page is asked for: an opaque text for callers. */
export const nextOf = ({ next }: Paged<unknown>): string | null => (next === null ? null : String(next));

export const patientsAnswer = (page: Paged<PatientSummary>): PatientsAnswer => ({
  patients: page.items,
  total: page.total,
  next: nextOf(page),
});
