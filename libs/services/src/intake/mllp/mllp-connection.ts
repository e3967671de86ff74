import type { Socket } from 'node:net';
import { FrameDecoder, type Framed } from '@stepwell/edges/mllp';
import type { Answers } from './mllp-intake.ts';

export interface ConnectionBounds {
  /** The largest content of a frame. */
  readonly frameBytes: number;
  /** How many messages may wait for their answers before the peer is not read from; or so many bytes as a frame may have. */
  readonly waiting: number;
  /** For how long a peer may say nothing between frames. */
  readonly idleMs: number;
  /** For how long a frame may take to come, and a peer may not read its answers or not leave. */
  readonly stalledMs: number;
}

/**
 * One peer. Its messages are begun as they come, many at once, and answered in their order. While too many wait, or the
 * peer does not read its answers, nothing more is read from it.
 */
export class MllpConnection {
  /** Settled when the connection is gone, however it went. */
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private readonly answer: (found: Framed) => Promise<Answers>;
  private readonly bounds: ConnectionBounds;
  private readonly decoder: FrameDecoder;
  private answered: Promise<void> = Promise.resolve();
  /** What has come and is not begun yet, since too many wait already. */
  private come: Framed[] = [];
  private begun = 0;
  private waiting = 0;
  private waitingBytes = 0;
  /** Since when the frame that comes now has been coming. */
  private since: number | undefined;
  private isBlocked = false;
  private isEnding = false;
  private hasEnded = false;
  private timer: NodeJS.Timeout | undefined;

  /** `answer` must not reject. */
  constructor(socket: Socket, answer: (found: Framed) => Promise<Answers>, bounds: ConnectionBounds) {
    this.socket = socket;
    this.answer = answer;
    this.bounds = bounds;
    this.decoder = new FrameDecoder(bounds.frameBytes);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('end', () => this.end());
    socket.on('error', () => socket.destroy()); // what was sent and not answered is sent again
    socket.once('close', () => clearTimeout(this.timer));
    this.watch();
  }

  /** Reads nothing more, answers what came, and closes. */
  end(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.come.push(...this.decoder.end());
    this.begin();
  }

  private read(chunk: Buffer): void {
    if (this.isEnding) return;
    const all = this.decoder.push(chunk);
    if (all.length > 0) this.since = undefined;
    this.come.push(...all);
    if (all.at(-1)?.kind === 'endless') this.end();
    else this.begin();
  }

  /** Begins as much of what has come as there is room for. */
  private begin(): void {
    while (this.begun < this.come.length && !this.isFull) this.take(this.come[this.begun++]!);
    if (this.begun === this.come.length) [this.come, this.begun] = [[], 0];
    if (this.isEnding) this.close();
    else if (this.isFull) this.socket.pause();
    else if (this.socket.isPaused()) this.socket.resume();
    this.watch();
  }

  private take(found: Framed): void {
    const bytes = found.kind === 'frame' ? found.bytes.length : 0;
    this.waiting++;
    this.waitingBytes += bytes;
    const answers = this.answer(found);
    this.answered = this.answered.then(async () => {
      await this.write(await answers);
      this.waiting--;
      this.waitingBytes -= bytes;
      if (this.waiting === 0) this.since = undefined;
      this.begin();
    });
  }

  private close(): void {
    if (this.waiting > 0 || this.come.length > 0 || this.hasEnded) return;
    this.hasEnded = true;
    this.socket.end();
    this.socket.resume(); // what still comes is let go: a reset would take the answers from a peer that has not read them
  }

  private get isFull(): boolean {
    return this.waiting >= this.bounds.waiting || this.waitingBytes >= this.bounds.frameBytes;
  }

  private async write(answers: Answers): Promise<void> {
    let isTaken = true;
    for (const one of answers) if (this.socket.writable) isTaken = this.socket.write(one);
    if (isTaken || !this.socket.writable) return;
    this.isBlocked = true;
    this.watch();
    await new Promise<void>((resolve) => {
      const done = () => {
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      this.socket.on('drain', done).on('close', done);
    });
    this.isBlocked = false;
  }

  private watch(): void {
    clearTimeout(this.timer);
    const patience = this.patience();
    if (patience === undefined || this.socket.destroyed) return;
    this.timer = setTimeout(() => {
      if (this.isBlocked || this.hasEnded) this.socket.destroy();
      else this.end();
    }, patience);
  }

  /** How long the peer may go on doing nothing; undefined while it waits for us. */
  private patience(): number | undefined {
    const { stalledMs, idleMs } = this.bounds;
    if (this.isBlocked || this.hasEnded) return stalledMs;
    if (this.waiting > 0) return undefined;
    if (!this.decoder.isWithin) return idleMs;
    this.since ??= performance.now();
    return Math.max(0, this.since + stalledMs - performance.now());
  }
}
