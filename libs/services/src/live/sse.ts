import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** How long a reader may take nothing before it is let go: it resumes where it was. */
const PATIENCE_MS = 30_000;
const BEAT_EVERY_MS = 15_000;

/**
 * The body of a `text/event-stream` (HTML Living Standard, 9.2 "Server-sent events"). Nothing is kept for a reader who does
 * not take it: `send` waits, and ends the connection of one who takes nothing for too long.
 */
export class EventStream {
  private readonly response: ServerResponse;
  private readonly gone = new AbortController();
  private readonly beating: NodeJS.Timeout;
  private readonly patienceMs: number;

  constructor(response: ServerResponse, beat = ': \n\n', patienceMs = PATIENCE_MS) {
    this.response = response;
    this.patienceMs = patienceMs;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Proxies that would collect it: nginx's name for "do not".
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    response.once('close', () => this.end());
    response.on('error', () => this.end());
    this.beating = setInterval(() => {
      if (!response.writableNeedDrain) response.write(beat);
    }, BEAT_EVERY_MS);
  }

  /** Aborts when the reader has gone, or was let go. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Sends whole messages; resolves when there is room for more. */
  async send(text: string): Promise<void> {
    if (this.signal.aborted || this.response.write(text)) return;
    const tooLong = AbortSignal.timeout(this.patienceMs);
    try {
      await once(this.response, 'drain', { signal: AbortSignal.any([this.signal, tooLong]) });
    } catch {
      this.response.destroy();
      this.end();
    }
  }

  end(): void {
    clearInterval(this.beating);
    this.gone.abort();
    if (!this.response.destroyed) this.response.end();
  }
}

/** One message. The data is JSON, which has no line breaks. */
export const message = (id: string, data: string, event?: string): string =>
  `${event ? `event: ${event}\n` : ''}id: ${id}\ndata: ${data}\n\n`;
