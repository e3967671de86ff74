import { Refusal, foldAll, type Decider } from './decider.ts';
import {
  START,
  streamName,
  type DomainEvent,
  type Fact,
  type Position,
  type RecordedEvent,
} from './event.ts';
import type { Appended, EventStore } from './event-store.ts';
import { currentVersion } from './event-versions.ts';

/** One request to change one stream: its commands are carried out all or none, in order. */
export interface Order<Command> {
  readonly commands: readonly Command[];
  /** What the resulting events will carry. `commandId` is a UUID: the same order sent again is known by it. */
  readonly metadata: Fact['metadata'];
  /** See `Times`. */
  readonly fromFeed?: boolean;
  /** The id of the order's nth event: the same for the same order, so that a retry cannot append it twice. */
  readonly eventId: (n: number) => string;
}

/** The order is carried out: by this call, by an earlier one (`known`), or there was nothing to do (`unchanged`). */
export interface Done<Event extends DomainEvent> {
  readonly outcome: 'appended' | 'known' | 'unchanged';
  readonly events: readonly RecordedEvent<Event>[];
  /** The stream's last revision and its position: a reader that has reached it sees this order's effect. */
  readonly revision: number;
  readonly position: Position;
}

export type Answer<Event extends DomainEvent> = Done<Event> | Refusal;

const ATTEMPTS = 64;

/**
 * Carries out orders on one stream: reads its history, decides each order on the state that the ones before it leave,
 * and appends what was decided in one append. Another writer in between means reading and deciding again. An order
 * that is refused leaves no trace and does not stop the ones after it. Answers stand in the order of the orders.
 */
export const handle = async <State, Command extends { readonly type: string }, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<State, Command, Event>,
  key: string,
  orders: readonly Order<Command>[],
): Promise<Answer<Event>[]> => {
  const streamId = streamName(decider.category, key);
  const reused = new Map<string, Refusal>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const history = (await store.readStream(streamId)) as RecordedEvent<Event>[];
    const decided = decideAll(decider, history, orders, reused);
    const fresh = decided.flatMap((answer) => ('fresh' in answer ? answer.fresh : []));
    const end = { revision: history.length - 1, position: history.at(-1)?.position ?? START };
    if (fresh.length === 0)
      return decided.map((answer) => settle(answer, new Map(), { ...end, outcome: 'known' }));

    const appended = await store.append(
      streamId,
      fresh,
      history.length === 0 ? 'no-stream' : history.length - 1,
    );
    if (appended.outcome === 'appended' || appended.outcome === 'known') {
      const events = await recorded(store, streamId, fresh, appended);
      const written = new Map(events.map((event) => [event.id, event]));
      return decided.map((answer) => settle(answer, written, appended));
    }
    if (appended.outcome === 'event-id-reused') {
      const owner = fresh.find(({ id }) => id === appended.eventId)!.metadata.commandId;
      reused.set(owner, commandIdReused(owner));
    }
  }
  throw new Error(`${streamId}: ${ATTEMPTS} attempts to append were each overtaken by another writer`);
};

/** What was appended, as the log holds it: read from there only where its places do not follow from the last one's. */
const recorded = async <Event extends DomainEvent>(
  store: EventStore,
  streamId: string,
  fresh: readonly Fact<Event>[],
  { outcome, revision, position }: Appended,
): Promise<readonly RecordedEvent<Event>[]> => {
  const from = revision + 1 - fresh.length;
  if (outcome === 'known' || !store.isDense)
    return (await store.readStream(streamId, { from, limit: fresh.length })) as RecordedEvent<Event>[];
  const first = BigInt(position) + 1n - BigInt(fresh.length);
  return fresh.map((fact, n) => ({
    ...fact,
    streamId,
    revision: from + n,
    position: String(first + BigInt(n)) as Position,
  }));
};

type Decided<Event extends DomainEvent> =
  | Refusal
  | { readonly known: readonly RecordedEvent<Event>[] }
  | { readonly fresh: readonly Fact<Event>[] }
  | { readonly repeats: readonly Fact<Event>[] };

const decideAll = <State, Command extends { readonly type: string }, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  history: readonly RecordedEvent<Event>[],
  orders: readonly Order<Command>[],
  reused: ReadonlyMap<string, Refusal>,
): Decided<Event>[] => {
  const answered = Map.groupBy(history, ({ metadata }) => metadata.commandId);
  const decidedNow = new Map<string, readonly Fact<Event>[]>();
  let state = foldAll(decider, history);
  return orders.map((order) => {
    const { commandId, commandDigest } = order.metadata;
    const known = answered.get(commandId);
    const repeats = decidedNow.get(commandId);
    const earlier = (known ?? repeats)?.[0];
    if (earlier && earlier.metadata.commandDigest !== commandDigest) return commandIdReused(commandId);
    if (known) return { known };
    if (repeats) return { repeats };
    const refused = reused.get(commandId);
    if (refused) return refused;
    const decided = decideOne(decider, state, order);
    if (decided instanceof Refusal) return decided;
    state = decided.state;
    if (decided.fresh.length > 0) decidedNow.set(commandId, decided.fresh);
    return { fresh: decided.fresh };
  });
};

const decideOne = <State, Command extends { readonly type: string }, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  before: State,
  { commands, metadata, eventId, fromFeed }: Order<Command>,
): Refusal | { state: State; fresh: Fact<Event>[] } => {
  const fresh: Fact<Event>[] = [];
  let state = before;
  for (const command of commands) {
    const events = decider.decide(command, state, { ...metadata, fromFeed });
    if (events instanceof Refusal) return events;
    const facts = events.map((event, n): Fact<Event> => ({
      ...event,
      id: eventId(fresh.length + n),
      schemaVersion: currentVersion(decider.events, event.type),
      metadata,
    }));
    fresh.push(...facts);
    for (const fact of facts) state = decider.evolve(state, fact);
  }
  return { state, fresh };
};

const settle = <Event extends DomainEvent>(
  answer: Decided<Event>,
  written: ReadonlyMap<string, RecordedEvent<Event>>,
  { outcome, revision, position }: Appended,
): Answer<Event> => {
  if (answer instanceof Refusal) return answer;
  if ('known' in answer) return { outcome: 'known', events: answer.known, revision, position };
  const facts = 'fresh' in answer ? answer.fresh : answer.repeats;
  const events = facts.flatMap(({ id }) => written.get(id) ?? []);
  const done = 'fresh' in answer ? outcome : 'known';
  return { outcome: events.length > 0 ? done : 'unchanged', events, revision, position };
};

const commandIdReused = (commandId: string): Refusal =>
  new Refusal('command-id-reused', `Command ${commandId} was carried out before with another content.`);
