import {
  addDays,
  timeline,
  type LocalDate,
  type Moment,
  type Pathway,
  type Stay,
  type Timeline,
} from '@stepwell/pathway';
import { strata, type Case, type Measure, type MeasureWords, type Programs } from './measure.ts';
import { valuesOf, type ParameterSet, type Values } from './parameters.ts';

/** What a predicate looks at: one patient's history, and the programs. */
export interface History {
  readonly pathway: Pathway;
  readonly programs: Programs;
  readonly timeline: Timeline;
}

/** An event with which a window begins. */
export interface Index {
  /** Day 0. */
  readonly moment: Moment;
  /** Where it happened: what the case is cut by. */
  readonly stay: Stay;
  /** What it was, as the beginning of a sentence. */
  readonly says: string;
}

/** Why a case counts or does not: in words, and by which events besides the index. */
export interface Finding {
  readonly says: string;
  readonly eventIds?: readonly string[];
}

/** A reason for which an index event is in neither part of the rate. */
export interface Exclusion<One extends Index, Set extends ParameterSet> {
  readonly code: string;
  readonly means: string;
  readonly applies: (index: One, history: History, values: Values<Set>) => Finding | undefined;
}

/** What every definition has: which events begin a case, and why some of them are left out. */
export interface Indexed<One extends Index, Set extends ParameterSet> extends Omit<
  MeasureWords,
  'kind' | 'exclusions'
> {
  readonly parameters: Set;
  readonly usesSessions: boolean;
  readonly indexes: (history: History, values: Values<Set>) => readonly One[];
  readonly exclusions: readonly Exclusion<One, Set>[];
}

/** A rate's definition: the first exclusion that applies decides, else the numerator. */
export interface Definition<One extends Index, Set extends ParameterSet> extends Indexed<One, Set> {
  readonly counts: (
    index: One,
    history: History,
    values: Values<Set>,
    windowEnds: LocalDate,
  ) => Finding | undefined;
  /** What is said where nothing counts. */
  readonly otherwise: (windowEnds: LocalDate, index: One, history: History, values: Values<Set>) => string;
  /** Days after day 0 until which the outcome may change. */
  readonly windowDays: (values: Values<Set>) => number;
  /** The window of this definition where it differs from case to case. */
  readonly windowEnds?: (index: One, history: History, values: Values<Set>) => LocalDate;
}

export const define = <One extends Index, const Set extends ParameterSet>(
  definition: Definition<One, Set>,
): Measure => {
  const { counts, otherwise, windowDays, windowEnds, ...indexed } = definition;
  return judging('rate', indexed, {
    windowEnds: (index, history, values) =>
      windowEnds?.(index, history, values) ?? addDays(index.moment.day, windowDays(values)),
    verdict: (index, history, values, ends) => {
      const found = counts(index, history, values, ends);
      if (found) return { ...found, outcome: 'numerator' };
      return { says: otherwise(ends, index, history, values), outcome: 'not-numerator' };
    },
  });
};

type Verdict = Finding & Pick<Case, 'outcome' | 'eventOn' | 'followedUntil' | 'upToLastContact'>;

interface Rule<One extends Index, Set extends ParameterSet> {
  readonly windowEnds: (index: One, history: History, values: Values<Set>) => LocalDate;
  /** Of an index event that nothing excludes. */
  readonly verdict: (index: One, history: History, values: Values<Set>, windowEnds: LocalDate) => Verdict;
}

/** The measure that judges each index event: by the first exclusion that applies, else by the rule. */
export const judging = <One extends Index, Set extends ParameterSet>(
  kind: Measure['kind'],
  { parameters, indexes, exclusions, ...words }: Indexed<One, Set>,
  { windowEnds, verdict }: Rule<One, Set>,
): Measure => {
  const ownValues = valuesOf(parameters);
  return {
    ...words,
    kind,
    parameters,
    exclusions: exclusions.map(({ means }) => means),
    cases: (pathway, programs, given) => {
      const values = given ? valuesOf(parameters, given) : ownValues;
      const history = { pathway, programs, timeline: timeline(pathway) };
      return indexes(history, values).map((index): Case => {
        const ends = windowEnds(index, history, values);
        const one = { ...caseOf(pathway, index), windowEnds: ends };
        for (const { code, applies } of exclusions) {
          const why = applies(index, history, values);
          if (why) return { ...one, outcome: 'excluded', exclusion: code, ...told(index, ':', why) };
        }
        const { says, eventIds, ...decided } = verdict(index, history, values, ends);
        return { ...one, ...decided, ...told(index, ';', { says, eventIds }) };
      });
    },
  };
};

const caseOf = (
  pathway: Pathway,
  { moment, stay }: Index,
): Omit<Case, 'outcome' | 'windowEnds' | 'explanation' | 'eventIds'> => ({
  caseId: moment.eventId,
  indexOn: moment.day,
  indexPrecision: moment.precision,
  ...strata(pathway, stay, moment.day),
});

const told = (
  { says, moment }: Index,
  sign: ':' | ';',
  why: Finding,
): Pick<Case, 'explanation' | 'eventIds'> => ({
  explanation: `${says}${sign} ${why.says}.`,
  eventIds: [...new Set([moment.eventId, ...(why.eventIds ?? [])])],
});
