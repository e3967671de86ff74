import { attendanceWeeks } from './attendance-weeks.ts';
import { measureCases } from './measure-cases.ts';
import { patients } from './patients.ts';
import { programs } from './programs.ts';
import { leaves, stays } from './stays.ts';
import { transitions } from './transitions.ts';
import type { AnyReadModel } from './table.ts';

/** Read models of the patients' pathways. */
export const patientReadModels: readonly AnyReadModel[] = [
  patients,
  stays,
  leaves,
  transitions,
  attendanceWeeks,
  measureCases,
];

/** Read models of the programs. */
export const programReadModels: readonly AnyReadModel[] = [programs];

export const readModels: readonly AnyReadModel[] = [...programReadModels, ...patientReadModels];
