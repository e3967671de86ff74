import { MemoryEventStore, handle, type Answer } from '@stepwell/event-sourcing';
import { eventIdOf } from '@stepwell/edges/ids';
import { pathway, type PathwayEvent } from '@stepwell/pathway';
import type { SimulatedRequest } from '../telling.ts';

/** Carries requests out one after another, as intake does. For tests of what the requests amount to. */
export const carryOut = async (
  store: MemoryEventStore,
  requests: readonly SimulatedRequest[],
): Promise<Answer<PathwayEvent>[]> => {
  const answers: Answer<PathwayEvent>[] = [];
  for (const { patientId, commands, ...metadata } of requests) {
    const { commandId } = metadata;
    const order = {
      commands,
      metadata: { ...metadata, correlationId: commandId },
      eventId: (n: number) => eventIdOf(commandId, n),
    };
    answers.push(...(await handle(store, pathway, patientId, [order])));
  }
  return answers;
};
