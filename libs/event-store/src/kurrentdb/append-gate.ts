import { StoreOverloaded } from '@stepwell/event-sourcing';

export interface GateLimits {
  /** How much may wait for KurrentDB's answer before appends are refused. */
  readonly waitingEvents: number;
  readonly waitingBytes: number;
}

/** Lets appends to one stream through one after another, in the order in which they came, and no more than fits in memory. */
export class AppendGate {
  private readonly limits: GateLimits;
  private readonly lines = new Map<string, Promise<unknown>>();
  private events = 0;
  private bytes = 0;

  constructor(limits: GateLimits) {
    this.limits = limits;
  }

  async pass<T>(
    { streamId, events, bytes }: { streamId: string; events: number; bytes: number },
    work: () => Promise<T>,
  ): Promise<T> {
    const { waitingEvents, waitingBytes } = this.limits;
    const full = this.events + events > waitingEvents || this.bytes + bytes > waitingBytes;
    // An append that is larger than the limits by itself is taken when nothing else waits.
    if (full && this.events > 0) throw new StoreOverloaded();
    this.events += events;
    this.bytes += bytes;
    const before = this.lines.get(streamId) ?? Promise.resolve();
    const turn = before.then(work);
    const line = turn.then(
      () => undefined,
      () => undefined,
    );
    this.lines.set(streamId, line);
    try {
      return await turn;
    } finally {
      this.events -= events;
      this.bytes -= bytes;
      if (this.lines.get(streamId) === line) this.lines.delete(streamId);
    }
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    while (this.lines.size > 0) await Promise.all(this.lines.values());
  }
}
