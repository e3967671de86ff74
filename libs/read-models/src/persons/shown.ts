import {
  foldAll,
  parseStreamName,
  streamName,
  type EventStore,
  type Position,
  type RecordedEvent,
} from '@stepwell/event-sourcing';
import { NOTHING_KNOWN, everMergedWith, pathwayFold, wholePerson, type Pathway } from '@stepwell/pathway';
import { attempt, Fault } from '../projector/careful.ts';
import { History } from '../projector/history.ts';
import { relatedHistories } from './related-histories.ts';

/**
 * What the rows of a record are derived from: of the one that goes on all that its person's records hold, of one that was
 * merged into another nothing. So a person counts once, whichever record holds what.
 */
export const shownOf = (id: string, records: ReadonlyMap<string, Pathway>): Pathway => {
  const { mergedInto, pathway } = wholePerson(id, records);
  return mergedInto === undefined ? pathway : NOTHING_KNOWN;
};

/** Streams as they were at a position, each with what other records of the same person hold. */
export const withOthers = async (
  store: EventStore,
  streams: ReadonlyMap<string, readonly RecordedEvent[]>,
  upTo: Position,
): Promise<Map<string, History>> => {
  const merged = [...streams].filter(([, events]) => everMergedWith(events).length > 0);
  const keys = merged.map(([name]) => parseStreamName(name).key);
  const related = keys.length === 0 ? new Map() : await relatedHistories(store, keys, upTo);
  const records = new Map<string, Pathway>();
  for (const [id, events] of related) {
    const pathway = attempt(() => foldAll(pathwayFold, events));
    if (!(pathway instanceof Fault)) records.set(id, pathway);
  }
  const streamIds = new Set([...related.keys()].map((id) => streamName(pathwayFold.category, id)));
  return new Map(
    [...streams].map(([name, events]) => {
      const { key } = parseStreamName(name);
      if (!related.has(key)) return [name, new History(events)];
      const whole = (own: Pathway) => shownOf(key, new Map([...records, [key, own]]));
      return [name, new History(events, { streamIds, whole })];
    }),
  );
};

/** One stream with what other records of the same person hold. Nothing is read for those who have one record. */
export const withItsOthers = async (
  store: EventStore,
  events: readonly RecordedEvent[],
  upTo: Position,
): Promise<History> => {
  if (everMergedWith(events).length === 0) return new History(events);
  const { streamId } = events[0]!;
  return (await withOthers(store, new Map([[streamId, events]]), upTo)).get(streamId)!;
};
