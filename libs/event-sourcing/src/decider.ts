import type { DomainEvent, Fact } from './event.ts';

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
  /** Never refuses: history is not negotiable. An event type it does not know changes nothing. */
  evolve(state: State, event: Fact<Event>): State;
}

/** The two times of a decision, given with the command: rules have no clock. */
export type Times = Pick<Fact['metadata'], 'occurredAt' | 'recordedAt'>;

/**
 * The rules of one kind of stream. `decide` yields the events that make the command true, none when it is true
 * already (so sending a command again changes nothing), or the reason why not.
 */
export interface Decider<
  State,
  Command extends { readonly type: string },
  Event extends DomainEvent,
> extends Fold<State, Event> {
  /** The version of each event type that this code writes. */
  schemaVersion(type: Event['type']): number;
  decide(command: Command, state: State, times: Times): readonly Event[] | Refusal;
}

/** The state after these events. */
export const foldAll = <State, Event extends DomainEvent>(
  fold: Fold<State, Event>,
  events: Iterable<Fact<Event>>,
  from: State = fold.initialState,
): State => {
  let state = from;
  for (const event of events) state = fold.evolve(state, event);
  return state;
};
