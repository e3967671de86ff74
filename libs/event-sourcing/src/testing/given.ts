import { Refusal, foldAll, type Decider, type Fold, type Times } from '../decider.ts';
import type { DomainEvent, EventMetadata, Fact } from '../event.ts';
import { currentVersion } from '../event-versions.ts';

/**
 * An event of a test's past, with the moment it was true, how exactly that is known, and the moment it was learned: by
 * default the same. Its id is its place in the list: `e0`, `e1`, …
 */
export type Past<Event> = Event &
  Pick<EventMetadata, 'precision'> & { readonly at?: string; readonly recordedAt?: string };

/** A fact around an event in its current form, for tests of folds. */
export const asFact = <Event extends DomainEvent>(
  { events }: Pick<Fold<unknown, Event>, 'events'>,
  event: Event,
  id: string,
  times: Times & Pick<EventMetadata, 'precision'>,
): Fact<Event> => ({
  ...event,
  id,
  schemaVersion: currentVersion(events, event.type),
  metadata: { ...times, source: { system: 'test' }, actor: 'test', commandId: id, correlationId: id },
});

/** The facts of a test's past. */
export const factsOfPast = <Event extends DomainEvent>(
  fold: Pick<Fold<unknown, Event>, 'events'>,
  past: readonly Past<Event>[],
): Fact<Event>[] =>
  past.map(({ at = '2026-01-01T00:00:00.000Z', recordedAt = at, precision, ...event }, n) =>
    asFact(fold, event as unknown as Event, `e${n}`, { occurredAt: at, recordedAt, precision }),
  );

/**
 * `given(pathway, admitted).when(discharge, at).then(discharged)`: what a decider decides on a past. Nothing here
 * touches a store.
 */
export const given = <State, Command extends { readonly type: string }, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  ...past: readonly Past<Event>[]
) => {
  const state = foldAll(decider, factsOfPast(decider, past));
  return {
    state,
    when(command: Command, occurredAt = '2026-01-02T00:00:00.000Z', recordedAt = occurredAt) {
      return judged(decider.decide(command, state, { occurredAt, recordedAt }));
    },
    whenFed(command: Command, occurredAt = '2026-01-02T00:00:00.000Z') {
      const times = { occurredAt, recordedAt: occurredAt, fromFeed: true };
      return judged(decider.decide(command, state, times));
    },
  };
};

const judged = <Event>(decided: readonly Event[] | Refusal) => ({
  then: (...events: readonly Event[]) => expect(decided).toEqual(events),
  thenNothing: () => expect(decided).toEqual([]),
  thenRefused: (code: string) => {
    expect(decided).toBeInstanceOf(Refusal);
    expect((decided as Refusal).code).toBe(code);
  },
});
