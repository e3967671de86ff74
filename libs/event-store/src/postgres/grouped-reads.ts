import type { RecordedEvent } from '@stepwell/event-sourcing';

type Streams = ReadonlyMap<string, RecordedEvent[]>;

/** Of more, one that is long would hold up too many others. */
const MOST_STREAMS = 64;

/**
 * Reads that are asked for in the same moment are one query, as appends of the same moment are one transaction. It is
 * sent after the last of them was asked for, so each sees what was acknowledged before.
 */
export class GroupedReads {
  private readonly load: (streamIds: readonly string[]) => Promise<Streams>;
  private waiting = new Set<string>();
  private group: Promise<Streams> | undefined;

  constructor(load: (streamIds: readonly string[]) => Promise<Streams>) {
    this.load = load;
  }

  async read(streamId: string): Promise<RecordedEvent[]> {
    this.group ??= this.nextGroup();
    const { group, waiting } = this;
    waiting.add(streamId);
    if (waiting.size === MOST_STREAMS) this.beginAnew();
    // An array of its own for each that asked.
    return [...((await group).get(streamId) ?? [])];
  }

  private nextGroup(): Promise<Streams> {
    const { waiting } = this;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        if (this.waiting === waiting) this.beginAnew();
        this.load([...waiting]).then(resolve, reject);
      });
    });
  }

  private beginAnew(): void {
    this.waiting = new Set();
    this.group = undefined;
  }
}
