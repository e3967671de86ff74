import { parseStreamName, streamName, type EventStore, type Position } from '@stepwell/event-sourcing';
import type { RecordedEvent } from '@stepwell/event-sourcing';
import { everMergedWith, pathwayFold, type PathwayEvent } from '@stepwell/pathway';

/** Every event of one record of a patient. */
export type RecordHistory = readonly RecordedEvent<PathwayEvent>[];

/**
 * The histories of these records and of all that were ever merged with one of them, directly or by way of others, up to a
 * position. Whoever has no event by then is absent.
 */
export const relatedHistories = async (
  store: EventStore,
  patientIds: readonly string[],
  upTo: Position,
): Promise<Map<string, RecordHistory>> => {
  const found = new Map<string, RecordHistory>();
  const asked = new Set(patientIds);
  for (let next = [...asked]; next.length > 0;) {
    const names = next.map((id) => streamName(pathwayFold.category, id));
    const streams = await store.readStreams(names, upTo);
    for (const [name, events] of streams)
      found.set(parseStreamName(name).key, events as unknown as RecordHistory);
    const related = new Set([...streams.values()].flatMap((events) => everMergedWith(events)));
    next = [...related].filter((id) => !asked.has(id));
    for (const id of next) asked.add(id);
  }
  return found;
};
