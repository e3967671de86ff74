import type { LocalDate } from '@stepwell/pathway';
import { judging, type Finding, type History, type Index, type Indexed } from './define.ts';
import type { Measure } from './measure.ts';
import type { ParameterSet, Values } from './parameters.ts';

/** What became of one who is followed from an index event on. */
export interface FollowUp extends Finding {
  /** The day of the event; absent where none is known. */
  readonly eventOn?: LocalDate;
  /** The last day on which no event is known, where there is one; absent: the day of asking. */
  readonly followedUntil?: LocalDate;
  /** `followedUntil` is the patient's last contact: it moves on with each. */
  readonly upToLastContact?: boolean;
}

export interface TimeToEvent<One extends Index, Set extends ParameterSet> extends Indexed<One, Set> {
  readonly follow: (index: One, history: History, values: Values<Set>) => FollowUp;
}

/** A measure of the time until something happens, of which not everybody is followed until it has. */
export const defineTimeToEvent = <One extends Index, const Set extends ParameterSet>({
  follow,
  ...indexed
}: TimeToEvent<One, Set>): Measure =>
  judging('time-to-event', indexed, {
    // Nothing waits for a window: whoever has had less time is censored.
    windowEnds: ({ moment }) => moment.day,
    verdict: (index, history, values) => {
      const found = follow(index, history, values);
      return { ...found, outcome: found.eventOn ? 'numerator' : 'not-numerator' };
    },
  });
