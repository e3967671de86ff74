/** What is known of one stream: it holds these ids, and ended at this revision (-1: it was not there). */
export interface KnownStream {
  readonly ids: ReadonlySet<string>;
  readonly last: number;
}

interface Seen {
  readonly id: string;
  readonly revision: number;
}

/**
 * The ids of the streams that were read or written last, so that an append need not read its stream's history first.
 * A stream may have grown since: an append at the revision that is known here then fails at the server.
 */
export class KnownStreams {
  private readonly most: number;
  private readonly streams = new Map<string, { ids: Set<string>; last: number }>();
  private size = 0;

  /** `most`: how many ids and streams are kept, of about 100 bytes each. The stream used longest ago is forgotten first. */
  constructor(most: number) {
    this.most = most;
  }

  get(streamId: string): KnownStream | undefined {
    const known = this.streams.get(streamId);
    if (known) {
      this.streams.delete(streamId);
      this.streams.set(streamId, known);
    }
    return known;
  }

  /** These events of a stream follow one another from its start or from what is known of it; others say nothing here. */
  saw(streamId: string, events: readonly Seen[]): void {
    const known = this.streams.get(streamId) ?? { ids: new Set<string>(), last: -1 };
    if (events.length > 0 && events[0]!.revision > known.last + 1) return;
    this.forget(streamId);
    for (const { id, revision } of events) {
      known.ids.add(id);
      known.last = Math.max(known.last, revision);
    }
    this.streams.set(streamId, known);
    this.size += sizeOf(known);
    for (const oldest of this.streams.keys()) {
      if (this.size <= this.most || oldest === streamId) break;
      this.forget(oldest);
    }
  }

  forget(streamId: string): void {
    const known = this.streams.get(streamId);
    if (known) this.size -= sizeOf(known);
    this.streams.delete(streamId);
  }
}

const sizeOf = ({ ids }: KnownStream): number => 1 + ids.size;
