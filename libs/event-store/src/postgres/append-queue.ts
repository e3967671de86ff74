import { StoreOverloaded } from '@stepwell/event-sourcing';
import type { AppendResult } from './judgement.ts';
import type { WaitingAppend } from './waiting-append.ts';

export interface QueueLimits {
  /** How much may wait before appends are refused. */
  readonly waitingEvents: number;
  readonly waitingBytes: number;
  /** How much is written in one transaction. A larger append is a group of its own. */
  readonly groupEvents: number;
  readonly groupBytes: number;
}

/** Answers in the order of the group. It never rejects. */
export type WriteGroup = (group: readonly WaitingAppend[]) => Promise<readonly (AppendResult | Error)[]>;

interface Ticket {
  readonly append: WaitingAppend;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Appends gather here while a group of them is being written, and are written as the next group. A group holds at most
 * one append to a stream, the others to that stream stand behind it, so that each is judged on what the one before it
 * left.
 */
export class AppendQueue {
  private readonly write: WriteGroup;
  private readonly limits: QueueLimits;
  private readonly ready: Ticket[] = [];
  private readyEvents = 0;
  /** The streams that have an append in `ready` or in the group being written, and what stands behind it. */
  private readonly behind = new Map<string, Ticket[]>();
  private events = 0;
  private bytes = 0;
  private scheduled = false;
  private writing = false;

  constructor(write: WriteGroup, limits: QueueLimits) {
    this.write = write;
    this.limits = limits;
  }

  add(append: WaitingAppend): Promise<AppendResult> {
    const { waitingEvents, waitingBytes } = this.limits;
    const full =
      this.events + append.events.length > waitingEvents || this.bytes + append.bytes > waitingBytes;
    // An append that is larger than the limits by itself is taken when nothing else waits.
    if (full && this.events > 0) return Promise.reject(new StoreOverloaded());
    this.events += append.events.length;
    this.bytes += append.bytes;
    return new Promise((resolve, reject) => {
      this.place({ append, resolve, reject });
      this.schedule();
    });
  }

  private place(ticket: Ticket): void {
    const line = this.behind.get(ticket.append.streamId);
    if (line) line.push(ticket);
    else {
      this.behind.set(ticket.append.streamId, []);
      this.makeReady(ticket);
    }
  }

  private makeReady(ticket: Ticket): void {
    this.ready.push(ticket);
    this.readyEvents += ticket.append.events.length;
  }

  /** After everything that is happening now: whoever was answered together asks again together. */
  private schedule(): void {
    if (this.scheduled || this.writing || this.ready.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.writeNext();
    });
  }

  private async writeNext(): Promise<void> {
    const group = this.takeGroup();
    this.writing = true;
    const results = await this.write(group.map(({ append }) => append));
    this.writing = false;
    // A full group need not wait for those that are answered now.
    if (this.readyEvents >= this.limits.groupEvents) void this.writeNext();
    for (const [n, ticket] of group.entries()) {
      const result = results[n]!;
      if (result instanceof Error) ticket.reject(result);
      else ticket.resolve(result);
      this.leave(ticket);
    }
    this.schedule();
  }

  private takeGroup(): Ticket[] {
    let events = 0;
    let bytes = 0;
    const end = this.ready.findIndex(({ append }, n) => {
      events += append.events.length;
      bytes += append.bytes;
      return n > 0 && (events > this.limits.groupEvents || bytes > this.limits.groupBytes);
    });
    const group = this.ready.splice(0, end === -1 ? this.ready.length : end);
    for (const { append } of group) this.readyEvents -= append.events.length;
    return group;
  }

  private leave({ append }: Ticket): void {
    this.events -= append.events.length;
    this.bytes -= append.bytes;
    const line = this.behind.get(append.streamId)!;
    const next = line.shift();
    if (next) this.makeReady(next);
    else this.behind.delete(append.streamId);
  }
}
