import { timeline, type LocalDate } from '@stepwell/pathway';
import { caseOf, told, type Exclusion, type Finding, type History, type Index } from './define.ts';
import type { Case, Measure, MeasureWords } from './measure.ts';
import { valuesOf, type ParameterSet, type Values } from './parameters.ts';

/** What became of one who is followed from an index event on. */
export interface FollowUp extends Finding {
  /** The day of the event; absent where none is known. */
  readonly eventOn?: LocalDate;
  /** The last day on which no event is known, where there is one; absent: the day of asking. */
  readonly followedUntil?: LocalDate;
  /** `followedUntil` is the patient's last contact: it moves on with each. */
  readonly upToLastContact?: boolean;
}

export interface TimeToEvent<One extends Index, Set extends ParameterSet> extends Omit<
  MeasureWords,
  'kind' | 'exclusions'
> {
  readonly parameters: Set;
  readonly usesSessions: boolean;
  readonly indexes: (history: History, values: Values<Set>) => readonly One[];
  readonly exclusions: readonly Exclusion<One, Set>[];
  readonly follow: (index: One, history: History, values: Values<Set>) => FollowUp;
}

/** A measure of the time until something happens, of which not everybody is followed until it has. */
export const defineTimeToEvent = <One extends Index, const Set extends ParameterSet>(
  definition: TimeToEvent<One, Set>,
): Measure => {
  const { parameters, indexes, exclusions, follow, ...words } = definition;
  const ownValues = valuesOf(parameters);
  return {
    ...words,
    kind: 'time-to-event',
    parameters,
    exclusions: exclusions.map(({ means }) => means),
    cases: (pathway, programs, given) => {
      const values = given ? valuesOf(parameters, given) : ownValues;
      const history = { pathway, programs, timeline: timeline(pathway) };
      return indexes(history, values).map((index): Case => {
        // Nothing waits for a window: whoever has had less time is censored.
        const one = { ...caseOf(pathway, index), windowEnds: index.moment.day };
        for (const { code, applies } of exclusions) {
          const why = applies(index, history, values);
          if (why) return { ...one, outcome: 'excluded', exclusion: code, ...told(index, ':', why) };
        }
        const { eventOn, followedUntil, upToLastContact, ...found } = follow(index, history, values);
        const outcome = eventOn ? 'numerator' : 'not-numerator';
        return { ...one, outcome, eventOn, followedUntil, upToLastContact, ...told(index, ';', found) };
      });
    },
  };
};
