import type { DomainEvent, Fact } from './event.ts';
import { upToDate, type EventVersions } from './event-versions.ts';

/** Why a command was not carried out: a value, rendered at the edge. The code is stable, the detail is for people. */
export class Refusal<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
  constructor(code: Code, detail: string) {
    this.code = code;
    this.detail = detail;
  }
}

/** A left fold over the events of one category of streams. */
export interface Fold<State, Event extends DomainEvent> {
  readonly category: string;
  readonly initialState: State;
  /** Every type of event that may stand in these streams, with what brings its older versions to the current one. */
  readonly events: EventVersions<Event>;
  /** Never refuses: history is not negotiable. It sees events in their current form only, see `foldAll`. */
  evolve(state: State, event: Fact<Event>): State;
  /** The same for many events at once, where that is cheaper than one after another. */
  evolveAll?(state: State, events: readonly Fact<Event>[]): State;
}

/** The two times of a decision, given with the command: rules have no clock. */
export type Times = Pick<Fact['metadata'], 'occurredAt' | 'recordedAt'> & {
  /** Told by a machine that reports what happened elsewhere: nobody is there to be told that it cannot be. */
  readonly fromFeed?: boolean;
};

/**
 * The rules of one kind of stream. `decide` yields the events that make the command true, none when it is true
 * already (so sending a command again changes nothing), or the reason why not.
 */
export interface Decider<
  State,
  Command extends { readonly type: string },
  Event extends DomainEvent,
> extends Fold<State, Event> {
  decide(command: Command, state: State, times: Times): readonly Event[] | Refusal;
}

/**
 * The state after these events, which may be of any version: each is brought to its current form first. Throws
 * `UnknownEvent` at one that this code cannot read, since a state without it would be wrong.
 */
export const foldAll = <State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  events: Iterable<Fact>,
  from: State = fold.initialState,
): State => {
  if (fold.evolveAll)
    return fold.evolveAll(
      from,
      Array.from(events, (event) => upToDate(fold.events, event)),
    );
  let state = from;
  for (const event of events) state = fold.evolve(state, upToDate(fold.events, event));
  return state;
};
