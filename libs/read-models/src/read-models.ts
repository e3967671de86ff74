import { alerts } from './alerts.ts';
import { attendanceWeeks } from './attendance-weeks.ts';
import { coverages } from './coverages.ts';
import { dataQuality } from './data-quality.ts';
import { guestAttendances } from './guest-attendances.ts';
import { memberNumbers } from './member-numbers.ts';
import { measureCases } from './measure-cases.ts';
import { patients } from './patients.ts';
import { programOutcomes } from './program-outcomes.ts';
import { programs } from './programs.ts';
import { recordings } from './recordings.ts';
import { leaves, stays } from './stays.ts';
import { transitions } from './transitions.ts';
import { waitlist } from './waitlist.ts';
import type { AnyReadModel } from './table.ts';

// In the order in which queries name them: a rebuild, which locks them one after another, then meets no query that
// holds a later one and waits for an earlier one.

export const readModels: readonly AnyReadModel[] = [
  measureCases,
  recordings,
  attendanceWeeks,
  guestAttendances,
  transitions,
  alerts,
  dataQuality,
  programOutcomes,
  waitlist,
  patients,
  stays,
  coverages,
  memberNumbers,
  leaves,
  programs,
];
