import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { batchAcknowledgement, readBatchFile, type BatchFile } from '@stepwell/edges/hl7v2';
import { framed, type Framed } from '@stepwell/edges/mllp';
import { describe, toProblem } from '../../http/problem.ts';
import { CLOCK, type Clock } from '../../tokens.ts';
import { Hl7v2Intake } from '../hl7v2-intake.ts';
import { inParallel } from '../in-parallel.ts';
import { frameRefusal } from './frame-refusal.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

// Of one batch, which may hold tens of thousands.
const MESSAGES_AT_ONCE = 32;

/** What a peer is told, in frames: the answers to a message, in their order; nothing where it asked for none. */
export type Answers = readonly Buffer[];

/** Takes what comes in frames: messages, batches of them, and what is no whole frame. */
@Injectable()
export class MllpIntake {
  private readonly messages: Hl7v2Intake;
  private readonly now: Clock;
  private readonly logger = new Logger('mllp');
  constructor(@Inject(Hl7v2Intake) messages: Hl7v2Intake, @Inject(CLOCK) now: Clock) {
    this.messages = messages;
    this.now = now;
  }

  /** Never rejects. `stopping` ends the wait of a message that nobody would be told about if it were given up. */
  async answer(found: Framed, peer: string, stopping: AbortSignal): Promise<Answers> {
    if (found.kind !== 'frame') return this.refuse(found, peer);
    const file = readBatchFile(found.bytes);
    if (file) return this.answerBatches(file, stopping);
    return (await this.take(found.bytes, stopping)).map(framed);
  }

  /** The acknowledgements of one message that it asks for. Messages are begun in the order of the calls. */
  private async take(bytes: Uint8Array, stopping: AbortSignal): Promise<Buffer[]> {
    // The peer's own acknowledgement of one of ours. Whoever answers that is answered for ever.
    if (messageTypeOf(bytes) === 'ACK') return [];
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return this.messages.acknowledgements(bytes, await this.messages.receive(bytes));
      } catch (error) {
        const problem = toProblem(error);
        this.logger.error(`A message could not be recorded: ${describe(error, problem)}`);
        const told = this.messages.acknowledgements(bytes, problem);
        // A sender that wants to hear of nothing has forgotten the message: then it is kept here until it can be recorded.
        if (told.length > 0 || stopping.aborted) return told;
        await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
  }

  private async answerBatches(file: BatchFile, stopping: AbortSignal): Promise<Answers> {
    const answered = file.batches.map(({ messages }) => messages.map((): Buffer[] => []));
    const all = file.batches.flatMap(({ messages }, batch) =>
      messages.map((bytes, n) => ({ bytes, batch, n })),
    );
    await inParallel(all, MESSAGES_AT_ONCE, async ({ bytes, batch, n }) => {
      answered[batch]![n] = await this.take(bytes, stopping);
    });
    const answers = answered.map((some) => some.flat());
    const isAsked = answers.some((some) => some.length > 0);
    const stamp = () => ({ controlId: randomUUID(), at: this.now() });
    return isAsked ? [framed(batchAcknowledgement(file, answers, stamp))] : [];
  }

  private refuse(found: Exclude<Framed, { kind: 'frame' }>, peer: string): Answers {
    const refusal = frameRefusal(found);
    this.logger.warn(`${peer}: ${refusal.detail} (${found.size} bytes read, none of them taken)`);
    // Without a header nobody knows what was refused, and whether there was a message at all.
    if (!/^MSH[^\r\n]/.test(found.head.toString('latin1'))) return [];
    return this.messages.acknowledgements(found.head, { outcome: 'refused', refusal }).map(framed);
  }
}

/** MSH-9.1, without a look at the rest of the message. */
const messageTypeOf = (bytes: Uint8Array): string | undefined => {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1_000)).toString('latin1');
  if (!head.startsWith('MSH')) return undefined;
  return head
    .split(/[\r\n]/, 1)[0]!
    .split(head[3]!)[8]
    ?.split(head[4]!)[0];
};
