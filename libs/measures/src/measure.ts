import {
  ageOn,
  payerOn,
  timeline,
  type LevelOfCare,
  type LocalDate,
  type Pathway,
  type Precision,
  type Program,
  type Stay,
} from '@stepwell/pathway';

/** What a measure may know besides the pathway: the programs by id, for their hours policies. */
export type Programs = ReadonlyMap<string, Program>;

/**
 * Whether a case counts. `numerator` and `not-numerator` are the denominator; `excluded` is in neither, and its
 * exclusion says why.
 */
export type Outcome = 'numerator' | 'not-numerator' | 'excluded';

/** One index event of one patient, judged by one measure. */
export interface Case {
  /** Unique among the patient's cases of this measure. */
  readonly caseId: string;
  readonly indexOn: LocalDate;
  readonly indexPrecision: Precision;
  /** Until the end of this day the outcome may still change as time goes by: a report counts cases of closed windows. */
  readonly windowEnds: LocalDate;
  readonly outcome: Outcome;
  /** Why the case is in neither part of the rate. */
  readonly exclusion?: string;
  readonly facilityId: string;
  readonly programId?: string;
  readonly level: LevelOfCare;
  readonly payerId?: string;
  readonly ageBand?: AgeBand;
  /** The verdict in one sentence. */
  readonly explanation: string;
  /** The index event first, then the events that decided. */
  readonly eventIds: readonly string[];
}

/** An outcome measure. What it says of itself is its definition in words; `cases` is the definition. */
export interface Measure {
  readonly id: string;
  /** Raised whenever the same pathway would be judged otherwise. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly denominator: string;
  readonly numerator: string;
  readonly exclusions: readonly string[];
  /** Pure: every index event of a pathway, judged. */
  readonly cases: (pathway: Pathway, programs: Programs) => Case[];
}

/** Age bands as SAMHSA's TEDS reports group them. */
export const AGE_BANDS = ['0-11', '12-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const ageBand = (age: number): AgeBand => {
  const upper = [11, 17, 24, 34, 44, 54, 64];
  const band = upper.findIndex((last) => age <= last);
  return AGE_BANDS[band < 0 ? AGE_BANDS.length - 1 : band]!;
};

/** By what a rate can be cut, at the index: the place, the payer of that day and the age on that day. */
export const strata = (
  pathway: Pathway,
  { facilityId, programId, level }: Pick<Stay, 'facilityId' | 'programId' | 'level'>,
  on: LocalDate,
): Pick<Case, 'facilityId' | 'programId' | 'level' | 'payerId' | 'ageBand'> => {
  const known = timeline(pathway);
  const { birthDate } = known.person;
  return {
    facilityId,
    programId,
    level,
    payerId: payerOn(known, on),
    // A birth date of which only the year or the month is known gives no age on a day.
    ageBand: birthDate?.length === 10 ? ageBand(ageOn(on, birthDate)) : undefined,
  };
};

/** Windows are counted in days: a moment known only to the month or year has no place in one. */
export const isExactToTheDay = (precision: Precision): boolean =>
  precision === 'instant' || precision === 'day';
