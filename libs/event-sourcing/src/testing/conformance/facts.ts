import type { Fact } from '../../event.ts';
import type { AppendOutcome, Appended, EventStore } from '../../event-store.ts';

/** A fact that is in no log. */
export const newFact = (data: object = {}, id: string = crypto.randomUUID()): Fact => ({
  id,
  type: 'SomethingHappened',
  schemaVersion: 1,
  data,
  metadata: {
    occurredAt: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:01.000Z',
    source: { system: 'conformance' },
    actor: 'test',
    commandId: id,
    correlationId: id,
  },
});

export const newFacts = (count: number): Fact[] => Array.from({ length: count }, (_, n) => newFact({ n }));

export const newCategory = (): string => `test${crypto.randomUUID().replaceAll('-', '')}`;

export const newStream = (): string => `${newCategory()}-1`;

/** A stream of its own that holds these many events. */
export const filledStream = async (store: EventStore, count: number): Promise<string> => {
  const streamId = newStream();
  await store.append(streamId, newFacts(count), 'no-stream');
  return streamId;
};

/** The outcome of an append that is expected to have succeeded. */
export const appended = (outcome: AppendOutcome): Appended => {
  expect(outcome.outcome).toMatch(/^(appended|known)$/);
  return outcome as Appended;
};
