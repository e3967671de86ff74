import { completions } from './completion.ts';
import { hoursCompliance } from './hours-compliance.ts';
import { readmissions } from './readmission.ts';
import { stepUp30 } from './step-up.ts';
import type { Measure } from './measure.ts';

/** Every outcome measure, in the order in which people look for them. */
export const measures: readonly Measure[] = [...readmissions, stepUp30, hoursCompliance, ...completions];

export const measureById = (id: string): Measure | undefined => measures.find((measure) => measure.id === id);
