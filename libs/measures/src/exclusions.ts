import { ageRange } from '@stepwell/pathway';
import { isExactToTheDay, strata } from './measure.ts';
import type { Exclusion, Index } from './define.ts';
import type { BedDischarge } from './bed-discharges.ts';
import type { Parameter, ParameterSet } from './parameters.ts';

// Reasons that more than one measure has for leaving an index event out.

type Ages = { readonly leastAge: Parameter<number>; readonly mostAge?: Parameter<number> };

export const impreciseDate = (what: string): Exclusion<Index, ParameterSet> => ({
  code: 'imprecise-date',
  means: `The date of the ${what} is known only to the month or the year.`,
  applies: ({ moment: { precision } }) =>
    isExactToTheDay(precision) ? undefined : { says: `the date is known only to the ${precision}` },
});

export const died: Exclusion<BedDischarge, ParameterSet> = {
  code: 'died',
  means: 'The patient died in the stay.',
  applies: ({ reason }) => (reason === 'death' ? { says: 'the patient died' } : undefined),
};

export const diagnosisUnknown: Exclusion<Index, ParameterSet> = {
  code: 'diagnosis-unknown',
  means: 'Neither a diagnosis of ICD-10-CM nor a substance is named, so the diagnosis group is unknown.',
  applies: ({ stay, moment }, { pathway }) =>
    strata(pathway, stay, moment.day).diagnosisGroup === 'unknown'
      ? { says: 'the diagnosis is unknown' }
      : undefined,
};

export const ageUnknown: Exclusion<Index, Ages> = {
  code: 'age-unknown',
  means: 'The birth date is unknown, or too coarse to tell whether the age is within the limits on day 0.',
  applies: ({ moment }, { timeline }, { leastAge, mostAge }) => {
    const { birthDate } = timeline.person;
    if (!birthDate) return { says: 'the birth date is unknown' };
    const { least, most } = ageRange(moment.day, birthDate);
    const isWithin = (age: number): boolean => age >= leastAge && age <= (mostAge ?? Infinity);
    return isWithin(least) === isWithin(most)
      ? undefined
      : { says: `the birth date is known only as ${birthDate}` };
  },
};

export const ageOutOfRange: Exclusion<Index, Ages> = {
  code: 'age-out-of-range',
  means: 'The age on day 0 is outside the limits.',
  applies: ({ moment }, { timeline }, { leastAge, mostAge }) => {
    const age = ageRange(moment.day, timeline.person.birthDate!).least;
    return age < leastAge || age > (mostAge ?? Infinity) ? { says: `the patient is ${age}` } : undefined;
  },
};
