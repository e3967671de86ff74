import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventStream } from './sse.ts';

/** The streams that are open in this process: they end before it stops. */
@Injectable()
export class Streams implements OnModuleDestroy {
  private readonly open = new Set<EventStream>();

  /** Answers with a stream that `work` fills until its signal aborts. */
  async answer(
    reply: FastifyReply,
    work: (stream: EventStream) => Promise<void>,
    beat?: string,
  ): Promise<void> {
    void reply.hijack();
    const stream = new EventStream(reply.raw, beat);
    this.open.add(stream);
    try {
      await work(stream);
    } finally {
      this.open.delete(stream);
      stream.end();
    }
  }

  onModuleDestroy(): void {
    for (const stream of this.open) stream.end();
  }
}
