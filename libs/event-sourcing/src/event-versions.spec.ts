import { foldAll, type Fold } from './decider.ts';
import type { Fact } from './event.ts';
import { UnknownEvent, currentVersion, upToDate } from './event-versions.ts';

// Version 1 named a weight in pounds, version 2 in kilograms, version 3 says by which scale.
type Weighed = {
  readonly type: 'Weighed';
  readonly data: { readonly kilograms: number; readonly scale: string };
};
type Left = { readonly type: 'Left'; readonly data: object };

const heaviest: Fold<number, Weighed | Left> = {
  category: 'weights',
  initialState: 0,
  events: {
    Weighed: [
      ({ pounds }) => ({ kilograms: Number(pounds) * 0.45359237 }),
      (data, { metadata }) => ({ ...data, scale: metadata.source.system }),
    ],
    Left: [],
  },
  evolve: (most, { type, data }) => (type === 'Weighed' ? Math.max(most, data.kilograms) : most),
};

const fact = (type: string, schemaVersion: number, data: object): Fact => ({
  id: 'e1',
  type,
  schemaVersion,
  data,
  metadata: {
    occurredAt: '2026-01-01T00:00:00.000Z',
    recordedAt: '2026-01-01T00:00:00.000Z',
    source: { system: 'ward 3' },
    actor: 'test',
    commandId: 'c1',
    correlationId: 'c1',
  },
});

test('the current version of a type follows from its upcasters', () => {
  expect(currentVersion(heaviest.events, 'Weighed')).toBe(3);
  expect(currentVersion(heaviest.events, 'Left')).toBe(1);
});

test.each([
  [1, { pounds: 100 }],
  [2, { kilograms: 45.359237 }],
  [3, { kilograms: 45.359237, scale: 'ward 3' }],
])('version %d is brought to the current one, and keeps all else', (version, data) => {
  const old = fact('Weighed', version, data);
  const kept = structuredClone(old);
  expect(upToDate(heaviest.events, old)).toEqual(
    fact('Weighed', 3, { kilograms: 45.359237, scale: 'ward 3' }),
  );
  expect(old).toEqual(kept);
});

test('an event of the current version is left as it is', () => {
  const current = fact('Weighed', 3, { kilograms: 1, scale: 'ward 3' });
  expect(upToDate(heaviest.events, current)).toBe(current);
});

test('a history of every version is folded as one, with or without a way to fold it at once', () => {
  const history = [
    fact('Weighed', 3, { kilograms: 40, scale: 'a' }),
    fact('Weighed', 1, { pounds: 100 }),
    fact('Left', 1, {}),
    fact('Weighed', 2, { kilograms: 44 }),
  ];
  const atOnce: typeof heaviest = {
    ...heaviest,
    evolveAll: (most, events) => events.reduce(heaviest.evolve, most),
  };
  expect(foldAll(heaviest, history)).toBeCloseTo(45.359);
  expect(foldAll(atOnce, history, 45)).toBeCloseTo(45.359);
});

describe('a reader is stopped by', () => {
  test.each<[string, Fact, string]>([
    ['a type that it does not know', fact('Flown', 1, {}), 'does not know that type'],
    ['a type named as every object has members', fact('constructor', 1, {}), 'does not know that type'],
    ['a version from the future', fact('Weighed', 4, {}), 'reads it up to version 3'],
    ['a version that never was', fact('Weighed', 0, {}), 'reads it up to version 3'],
  ])('%s, with the event and what to do', (_, event, reason) => {
    const recorded = { ...event, streamId: 'weights-7' };
    expect(() => foldAll(heaviest, [recorded])).toThrow(UnknownEvent);
    expect(() => foldAll({ ...heaviest, evolveAll: () => 1 }, [recorded])).toThrow(
      expect.objectContaining({
        code: 'unknown-event',
        streamId: 'weights-7',
        eventId: 'e1',
        type: event.type,
        schemaVersion: event.schemaVersion,
        message:
          `Event e1 of weights-7 is a ${event.type} of version ${event.schemaVersion}, and this version of the ` +
          `software ${reason}. A newer one has written it: run that one.`,
      }),
    );
  });

  test('one that came without its stream, too', () => {
    expect(() => foldAll(heaviest, [fact('Flown', 1, {})])).toThrow(
      expect.objectContaining({
        streamId: undefined,
        message: expect.stringMatching(/^Event e1 is a Flown/),
      }),
    );
  });
});
