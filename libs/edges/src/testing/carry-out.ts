import { Refusal, handle, type EventStore } from '@stepwell/event-sourcing';
import { pathway, type PathwayRequest } from '@stepwell/pathway';
import { eventIdOf } from '../ids.ts';

/** What became of a request: `appended`, `known`, `unchanged`, or `refused` and the code. */
export type Outcome = string;

/** Carries out a request as intake does. */
export const carryOut = async (
  store: EventStore,
  request: PathwayRequest | Refusal,
  recordedAt = '2026-12-31T00:00:00.000Z',
): Promise<Outcome> => {
  if (request instanceof Refusal) return `refused ${request.code}`;
  const { patientId, commands, fromFeed, ...from } = request;
  const metadata = { ...from, recordedAt, correlationId: from.commandId };
  const eventId = (n: number) => eventIdOf(from.commandId, n);
  const [answer] = await handle(store, pathway, patientId, [{ commands, fromFeed, metadata, eventId }]);
  return answer instanceof Refusal ? `refused ${answer.code}` : answer!.outcome;
};

/** How often each outcome came out. */
export const counted = (outcomes: readonly Outcome[]): Record<Outcome, number> =>
  Object.fromEntries([...Map.groupBy(outcomes, (one) => one)].map(([one, all]) => [one, all.length]));
