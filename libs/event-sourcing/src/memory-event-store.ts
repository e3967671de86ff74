import { parseStreamName, START, type Fact, type Position, type RecordedEvent } from './event.ts';
import type { AppendOutcome, EventStore, ExpectedRevision, ReadStreamOptions } from './event-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { checkAppend, meets, recogniseEarlierAppend } from './append-rules.ts';

/** The log in memory, for tests of what stands on a log. It forgets everything with the process. */
export class MemoryEventStore implements EventStore {
  readonly isDense = true;
  private readonly log: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly byId = new Map<string, RecordedEvent>();
  private readonly waiting = new Set<() => void>();

  async append(
    streamId: string,
    events: readonly Fact[],
    expected: ExpectedRevision,
  ): Promise<AppendOutcome> {
    checkAppend(streamId, events);
    const stream = this.streams.get(streamId) ?? [];
    const earlier = recogniseEarlierAppend(streamId, events, (id) => this.byId.get(id));
    if (earlier) return earlier;
    const actual = stream.length - 1;
    if (!meets(expected, actual)) return { outcome: 'wrong-revision', actual };

    const copies = events.map((event) => ({
      ...event,
      data: JSON.parse(canonicalJson(event.data)),
      metadata: JSON.parse(canonicalJson(event.metadata)),
    }));
    for (const event of copies) {
      const position = String(this.log.length + 1) as Position;
      const recorded: RecordedEvent = Object.freeze({
        ...event,
        streamId,
        revision: stream.length,
        position,
      });
      stream.push(recorded);
      this.log.push(recorded);
      this.byId.set(event.id, recorded);
    }
    if (events.length > 0) this.streams.set(streamId, stream);
    for (const wake of [...this.waiting]) wake();
    return { outcome: 'appended', revision: stream.length - 1, position: stream.at(-1)?.position ?? START };
  }

  async readStream(streamId: string, options: ReadStreamOptions = {}): Promise<RecordedEvent[]> {
    const stream = this.streams.get(streamId) ?? [];
    const { direction = 'forwards', limit = Infinity } = options;
    const ordered =
      direction === 'forwards'
        ? stream.slice(Math.max(0, options.from ?? 0))
        : stream.slice(0, (options.from ?? stream.length - 1) + 1).reverse();
    return ordered.slice(0, limit);
  }

  async readStreams(streamIds: readonly string[], upTo: Position): Promise<Map<string, RecordedEvent[]>> {
    const visible = (id: string) =>
      (this.streams.get(id) ?? []).filter((e) => Number(e.position) <= Number(upTo));
    return new Map(
      streamIds.map((id) => [id, visible(id)] as const).filter(([, events]) => events.length > 0),
    );
  }

  async readLog(after: Position, limit: number): Promise<RecordedEvent[]> {
    return this.log.slice(Number(after), Number(after) + limit);
  }

  async *readCategory(
    category: string,
    upTo: Position,
    after = '',
    until?: string,
  ): AsyncIterable<RecordedEvent[]> {
    const names = this.namesIn(category).filter(
      (name) => name > after && (until === undefined || name <= until),
    );
    for (const events of (await this.readStreams(names, upTo)).values()) yield events;
  }

  async divideCategory(category: string, parts: number): Promise<readonly string[]> {
    const names = this.namesIn(category);
    const size = Math.ceil(names.length / parts);
    return names.filter((_, n) => (n + 1) % size === 0 && n + 1 < names.length);
  }

  private namesIn(category: string): string[] {
    return [...this.streams.keys()].filter((name) => parseStreamName(name).category === category).sort();
  }

  async head(): Promise<Position> {
    return String(this.log.length) as Position;
  }

  grownPast(position: Position, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        if (!signal.aborted && this.log.length <= Number(position)) return;
        this.waiting.delete(settle);
        signal.removeEventListener('abort', settle);
        resolve();
      };
      this.waiting.add(settle);
      signal.addEventListener('abort', settle);
      settle();
    });
  }

  async close(): Promise<void> {}
}
