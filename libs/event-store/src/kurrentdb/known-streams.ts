/** What was known of one stream at one moment: it ended at this revision (-1: it was not there) and held these ids. */
export interface KnownStream {
  readonly last: number;
  /** It grows while more is learnt, so it may hold ids from beyond `last`; never fewer than up to it. */
  readonly ids: ReadonlySet<string>;
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
    return known && { ...known };
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
