import { completions } from './completion.ts';
import { followUps } from './follow-up.ts';
import { hoursCompliance } from './hours-compliance.ts';
import { ipfReadmission30 } from './ipf-readmission.ts';
import { readmissions } from './readmission.ts';
import { retentions } from './retention.ts';
import { stepDownCompleted, stepDownToOutpatient } from './step-down-completed.ts';
import { stepUp30 } from './step-up.ts';
import { substanceUseContinuities } from './substance-use-continuity.ts';
import { timeInTreatment, timeToReadmission, timeToRelapse } from './time-to-event.ts';
import type { Measure } from './measure.ts';

/** Every outcome measure, in the order in which people look for them: by family. */
export const measures: readonly Measure[] = [
  ...[...readmissions, ipfReadmission30, stepUp30],
  ...[...followUps, ...substanceUseContinuities, stepDownCompleted, stepDownToOutpatient],
  ...[...retentions, ...completions],
  hoursCompliance,
  ...[timeToRelapse, timeToReadmission, timeInTreatment],
];

export const measureById = (id: string): Measure | undefined => measures.find((measure) => measure.id === id);
