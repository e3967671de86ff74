import { foldAll, parseStreamName, type EventStore, type Position } from '@stepwell/event-sourcing';
import { program, type Program } from '@stepwell/pathway';

/** Every program as it stood at a position. */
export const programsAt = async (store: EventStore, upTo: Position): Promise<Map<string, Program>> => {
  const programs = new Map<string, Program>();
  for await (const events of store.readCategory(program.category, upTo))
    programs.set(parseStreamName(events[0]!.streamId).key, foldAll(program, events));
  return programs;
};
