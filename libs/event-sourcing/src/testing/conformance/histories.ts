import fc from 'fast-check';
import { comparePositions, type Fact, type Position, type RecordedEvent } from '../../event.ts';
import type { EventStore, ExpectedRevision } from '../../event-store.ts';
import { newCategory, newFact } from './facts.ts';

/** One append of a random history. Events are named by small numbers, so that ids and contents come again. */
interface Step {
  readonly stream: number;
  readonly events: readonly { readonly id: number; readonly content: number }[];
  readonly expected: ExpectedRevision;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    stream: fc.nat(2),
    events: fc.array(
      fc.record({ id: fc.nat(11), content: fc.nat({ max: 20 }).map((n) => (n === 20 ? 1 : 0)) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    expected: fc.oneof(
      fc.constantFrom<ExpectedRevision>('any', 'no-stream', 'stream-exists'),
      fc.integer({ min: -1, max: 6 }),
    ),
  }),
  { minLength: 1, maxLength: 20 },
);

type Kept = Pick<RecordedEvent, 'streamId' | 'revision' | 'id' | 'data'>;

/** The simplest store there could be: one list. It says what an append must answer, and keeps what it must keep. */
class Model {
  readonly log: Kept[] = [];
  private readonly idsKnownIn: 'log' | 'stream';

  constructor(idsKnownIn: 'log' | 'stream') {
    this.idsKnownIn = idsKnownIn;
  }

  stream(streamId: string): Kept[] {
    return this.log.filter((event) => event.streamId === streamId);
  }

  append(streamId: string, events: readonly Fact[], expected: ExpectedRevision): object {
    const ids = events.map(({ id }) => id);
    const stream = this.stream(streamId);
    if ((this.idsKnownIn === 'log' ? this.log : stream).some(({ id }) => ids.includes(id))) {
      const start = stream.findIndex(({ id }) => id === ids[0]);
      const same = events.every((event, n) => {
        const earlier = start >= 0 ? stream[start + n] : undefined;
        return earlier?.id === event.id && JSON.stringify(earlier.data) === JSON.stringify(event.data);
      });
      return same ? { outcome: 'known', revision: start + ids.length - 1 } : { outcome: 'event-id-reused' };
    }
    if (new Set(ids).size < ids.length) return { outcome: 'event-id-reused' };
    const last = stream.length - 1;
    const fits =
      expected === 'any' ||
      (expected === 'stream-exists' && last >= 0) ||
      (expected === 'no-stream' ? -1 : expected) === last;
    if (!fits) return { outcome: 'wrong-revision', actual: last };
    for (const [n, { id, data }] of events.entries())
      this.log.push({ streamId, revision: last + 1 + n, id, data });
    return { outcome: 'appended', revision: last + events.length };
  }
}

export const lawsOfHistories = (store: () => EventStore, idsKnownIn: 'log' | 'stream'): void => {
  /** A history as appends to streams, and with ids, of its own. */
  const prepare = async (history: readonly Step[]) => {
    const [model, category, before] = [new Model(idsKnownIn), newCategory(), await store().head()];
    const ids = Array.from({ length: 12 }, () => crypto.randomUUID());
    const calls = history.map(({ stream, events, expected }) => {
      const facts = events.map(({ id, content }) => newFact({ content }, ids[id]));
      return [`${category}-${stream}`, facts, expected] as const;
    });
    return { calls, model, before };
  };
  const keptIn = async (before: Position, model: Model) => {
    const kept = await store().readLog(before, 1_000);
    expect(kept).toMatchObject(model.log);
    for (const streamId of new Set(kept.map((event) => event.streamId)))
      expect(await store().readStream(streamId)).toEqual(kept.filter((event) => event.streamId === streamId));
  };

  test('appended one after another is answered and kept as the model says', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const { calls, model, before } = await prepare(history);
        for (const call of calls) expect(await store().append(...call)).toMatchObject(model.append(...call));
        await keptIn(before, model);
      }),
      { numRuns: 60 },
    ));

  test('appended all at once leaves what those that were appended leave in the order of their positions', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const { calls, model, before } = await prepare(history);
        const answers = await Promise.all(calls.map((call) => store().append(...call)));
        const won = answers.flatMap((answer, n) =>
          answer.outcome === 'appended' ? [{ answer, call: calls[n]! }] : [],
        );
        won.sort((a, b) => comparePositions(a.answer.position, b.answer.position));
        for (const { answer, call } of won)
          expect(answer).toMatchObject({ ...model.append(...call), outcome: 'appended' });
        await keptIn(before, model);
      }),
      { numRuns: 40 },
    ));
};
