import { faultsOf, type Given } from '@stepwell/measures';
import type { HoursPolicy, LocalDate } from '@stepwell/pathway';
import type { Filter, Grouping, WhatIfQuestion } from '@stepwell/read-models';
import { Problem } from '../../http/problem.ts';
import { knownMeasure } from '../known-measure.ts';
import { periodOf } from '../period.ts';

export interface AskedWhatIf extends Filter {
  readonly measure: string;
  readonly parameters?: Given;
  readonly policy?: HoursPolicy;
  readonly from?: string;
  readonly to?: string;
  readonly groupBy: Grouping;
  readonly days?: number;
}

/** What somebody asks, once it can be answered; a problem where it cannot. */
export const whatIfQuestion = (asked: AskedWhatIf, today: LocalDate): WhatIfQuestion => {
  const { measure: id, parameters = {}, policy, from, to, groupBy, days = 365, ...filter } = asked;
  const measure = knownMeasure(id);
  const faults = faultsOf(measure.parameters, parameters);
  if (faults.length > 0) {
    const detail = faults.map((fault) => `${fault.name} ${fault.detail}`).join('; ');
    const errors = faults.map((fault) => ({ field: `parameters.${fault.name}`, detail: fault.detail }));
    throw new Problem(422, 'invalid-request', `Some parameters cannot be so: ${detail}.`, { errors });
  }
  return {
    measure,
    alternative: { parameters, policy },
    period: periodOf({ from, to }, today),
    groupBy,
    filter,
    ...(measure.kind === 'time-to-event' && { days }),
  };
};
