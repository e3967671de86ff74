import type { Fact } from '@stepwell/event-sourcing';

/** A fact that is in no log. */
export const newFact = (data: object = {}): Fact => {
  const id = crypto.randomUUID();
  return {
    ...{ id, type: 'SomethingHappened', schemaVersion: 1, data },
    metadata: {
      occurredAt: '2026-01-01T00:00:00.000Z',
      recordedAt: '2026-01-01T00:00:01.000Z',
      source: { system: 'test' },
      ...{ actor: 'test', commandId: id, correlationId: id },
    },
  };
};

export const newFacts = (count: number): Fact[] => Array.from({ length: count }, (_, n) => newFact({ n }));

export const newStream = (): string => `pathway-${crypto.randomUUID()}`;
