import { handle, type Answer, type MemoryEventStore, type Order } from '@stepwell/event-sourcing';
import { eventIdOf } from '@stepwell/edges/ids';
import { pathway, type PathwayCommand, type PathwayEvent } from '@stepwell/pathway';
import type { SimulatedRequest } from '../telling.ts';

export const orderOf = ({
  patientId: _,
  commands,
  ...metadata
}: SimulatedRequest): Order<PathwayCommand> => ({
  commands,
  metadata: { ...metadata, correlationId: metadata.commandId },
  eventId: (n) => eventIdOf(metadata.commandId, n),
});

/** Carries requests out one after another, as intake does. */
export const carryOut = async (
  store: MemoryEventStore,
  requests: readonly SimulatedRequest[],
): Promise<Answer<PathwayEvent>[]> => {
  const answers: Answer<PathwayEvent>[] = [];
  for (const request of requests)
    answers.push(...(await handle(store, pathway, request.patientId, [orderOf(request)])));
  return answers;
};

/** Carries the requests of one patient out together, as a loader does. */
export const carryOutTogether = (
  store: MemoryEventStore,
  requests: readonly SimulatedRequest[],
): Promise<Answer<PathwayEvent>[]> => handle(store, pathway, requests[0]!.patientId, requests.map(orderOf));
