import {
  ageRange,
  payerOn,
  timeline,
  type Episode,
  type LevelOfCare,
  type LocalDate,
  type Pathway,
  type Precision,
  type Program,
  type Stay,
} from '@stepwell/pathway';
import { ageBand, type AgeBand } from './age.ts';
import { diagnosisGroupOf, type DiagnosisGroup } from './diagnosis-group.ts';
import type { Given, ParameterSet } from './parameters.ts';

/** What a measure may know besides the pathway: the programs by id, for their levels and hours policies. */
export type Programs = ReadonlyMap<string, Program>;

/**
 * Whether a case counts. `numerator` and `not-numerator` are the denominator; `excluded` is in neither, and its
 * exclusion says why. In a time-to-event measure they are the event, a censored case, and what is left out.
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
  /** Time-to-event measures: the day of the event. */
  readonly eventOn?: LocalDate;
  /** Time-to-event measures: the last day on which no event is known; absent where that is the day of asking. */
  readonly followedUntil?: LocalDate;
  /** Time-to-event measures: `followedUntil` is the patient's last contact; while in a bed it may lie ahead. */
  readonly upToLastContact?: boolean;
  readonly facilityId: string;
  readonly programId?: string;
  readonly level: LevelOfCare;
  readonly payerId?: string;
  readonly ageBand?: AgeBand;
  readonly diagnosisGroup: DiagnosisGroup;
  /** The verdict in one sentence. */
  readonly explanation: string;
  /** The index event first, then the events that decided. */
  readonly eventIds: readonly string[];
}

/** What kinds of questions there are, in the order in which people look for them. */
export const FAMILIES = [
  'Readmission',
  'Follow-up and continuity',
  'Retention and completion',
  'Treatment hours',
  'Time to event',
] as const;
export type Family = (typeof FAMILIES)[number];

/** What a measure says of itself. */
export interface MeasureWords {
  readonly id: string;
  /** Raised whenever the same pathway would be judged otherwise. */
  readonly version: number;
  readonly title: string;
  readonly family: Family;
  /** A rate, or a time from the index to an event that not everybody is followed up to. */
  readonly kind: 'rate' | 'time-to-event';
  readonly description: string;
  readonly denominator: string;
  readonly numerator: string;
  readonly exclusions: readonly string[];
  /** What the definition follows, and where it differs from that. */
  readonly sources: readonly string[];
  /** How the window is counted: its first and last day, and what is decided at its edges. */
  readonly window: string;
}

/** An outcome measure. What it says of itself is its definition in words; `cases` is the definition. */
export interface Measure extends MeasureWords {
  /** What another rule may set otherwise, with the definition's own values. */
  readonly parameters: ParameterSet;
  /** Whether sessions have a part in it: what asks of all histories reads much less where they have none. */
  readonly usesSessions: boolean;
  /** Pure: every index event of a pathway, judged; by other values than the definition's where some are given. */
  readonly cases: (pathway: Pathway, programs: Programs, given?: Given) => Case[];
}

type Strata = Pick<Case, 'facilityId' | 'programId' | 'level' | 'payerId' | 'ageBand' | 'diagnosisGroup'>;

// Most measures ask for the same stays, one after another.
const STRATA = Symbol('strata');

/**
 * By what a rate can be cut, at the index: the place, what the patient is treated for, the payer of that day and the age on
 * that day. `place` is a stay or names one.
 */
export const strata = (
  pathway: Pathway,
  place: Pick<Stay, 'episodeId' | 'facilityId' | 'programId' | 'level'>,
  on: LocalDate,
): Strata => {
  const known = pathway.besidesSessions.once(STRATA, () => new Map<string, Strata>());
  const key = `${on} ${place.episodeId} ${place.level} ${place.facilityId} ${place.programId}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = strataAt(pathway, place, on)));
  return found;
};

const strataAt = (pathway: Pathway, place: Parameters<typeof strata>[1], on: LocalDate): Strata => {
  const known = timeline(pathway);
  const { birthDate } = known.person;
  const { facilityId, programId, level } = place;
  return {
    facilityId,
    programId,
    level,
    payerId: payerOn(known, on),
    // A birth date of which only the year or the month is known gives no age on a day.
    ageBand: birthDate?.length === 10 ? ageBand(ageRange(on, birthDate).least) : undefined,
    diagnosisGroup: diagnosisGroupOf(episodeOf(pathway, place)),
  };
};

export const episodeOf = (pathway: Pathway, { episodeId }: Pick<Stay, 'episodeId'>): Episode =>
  timeline(pathway).episodes.find((episode) => episode.episodeId === episodeId)!;

/** Windows are counted in days: a moment known only to the month or year has no place in one. */
export const isExactToTheDay = (precision: Precision): boolean =>
  precision === 'instant' || precision === 'day';
