import { randomUUID } from 'node:crypto';
import { setImmediate as immediate } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  BatchReader,
  Hl7Refusal,
  batchAcknowledgement,
  isBatchFile,
  messageHeader,
  messagesWithin,
} from '@stepwell/edges/hl7v2';
import { framed, type Framed } from '@stepwell/edges/mllp';
import { Problem, describe, toProblem } from '../../http/problem.ts';
import { CLOCK, type Clock } from '../../tokens.ts';
import { Hl7v2Intake } from '../hl7v2-intake.ts';
import { inParallel } from '../in-parallel.ts';
import type { Received } from '../received.ts';
import { ForgottenMessages } from './forgotten-message.ts';
import { frameRefusal } from './frame-refusal.ts';

const MESSAGES_AT_ONCE = 32;
const MOST_MESSAGES = 10_000;

const TOO_MANY = new Hl7Refusal(
  'batch-too-large',
  `The batch holds more than ${MOST_MESSAGES} messages, and none of them is taken: send fewer at once.`,
);

/** What a peer is told, in frames: the answers to a message, in their order; nothing where it asked for none. */
export type Answers = readonly Buffer[];

/** Takes what comes in frames: messages, batches of them, and what is no whole frame. */
@Injectable()
export class MllpIntake {
  private readonly messages: Hl7v2Intake;
  private readonly now: Clock;
  private readonly logger = new Logger('mllp');
  private readonly forgotten = new ForgottenMessages();
  constructor(@Inject(Hl7v2Intake) messages: Hl7v2Intake, @Inject(CLOCK) now: Clock) {
    this.messages = messages;
    this.now = now;
  }

  /** Never rejects. `stopping` ends the wait of a message that nobody would be told about if it were given up. */
  async answer(found: Framed, peer: string, stopping: AbortSignal): Promise<Answers> {
    if (found.kind !== 'frame') return this.refuse(found, peer);
    if (isBatchFile(found.bytes)) return this.answerBatches(found.bytes, peer, stopping);
    return (await this.take(found.bytes, stopping)).map(framed);
  }

  /** Resolves when nothing is tried again any more that nobody waits for. */
  settled(): Promise<void> {
    return this.forgotten.settled();
  }

  /** The acknowledgements of one message that it asks for. Messages are begun in the order of the calls. */
  private async take(bytes: Uint8Array, stopping: AbortSignal): Promise<Buffer[]> {
    // The peer's own acknowledgement of one of ours. Whoever answers that is answered for ever.
    if (messageTypeOf(bytes) === 'ACK') return [];
    const received = await this.receive(bytes);
    const told = this.messages.acknowledgements(bytes, received);
    if (received instanceof Problem && told.length === 0) await this.save(bytes, received, stopping);
    return told;
  }

  private receive(bytes: Uint8Array): Promise<Received | Problem> {
    return this.messages.receive(bytes).catch((error: Error) => {
      const problem = toProblem(error);
      this.logger.error(`A message could not be recorded: ${describe(error, problem)}`);
      return problem;
    });
  }

  private async save(bytes: Uint8Array, problem: Problem, stopping: AbortSignal): Promise<void> {
    const record = async () => {
      const received = await this.receive(bytes);
      return received instanceof Problem ? received : undefined;
    };
    const keep = async ({ code, message }: Problem) => {
      await this.messages.keep(bytes, {
        code,
        detail: `${message} Its sender (MSH-15 and MSH-16 NE) was not told: replay it.`,
      });
    };
    await this.forgotten.save({ problem, record, keep, stopping }).catch((error: Error) => {
      const { facility, messageId } = messageHeader(bytes);
      this.logger.error(
        `LOST: message ${messageId} of ${facility}, whose sender is not told: ${error.message}`,
      );
    });
  }

  private async answerBatches(bytes: Buffer, peer: string, stopping: AbortSignal): Promise<Answers> {
    const reader = new BatchReader();
    const messages = reader.messages(bytes);
    const stamp = () => ({ controlId: randomUUID(), at: this.now() });
    if (messagesWithin(bytes, MOST_MESSAGES) > MOST_MESSAGES) {
      messages.next(); // for the headers
      this.logger.warn(`${peer}: ${TOO_MANY.detail}`);
      const answer = this.messages.acknowledgements(Buffer.alloc(0), {
        outcome: 'refused',
        refusal: TOO_MANY,
      });
      const first = { ...reader.file, batches: reader.file.batches.slice(-1) };
      return [framed(batchAcknowledgement(first, [answer], stamp))];
    }
    const answered: Buffer[][][] = [];
    await inParallel(messages, MESSAGES_AT_ONCE, async ({ bytes: message, batch, n }) => {
      // Others are given way to after each; messages are begun in order nevertheless.
      const [answers] = await Promise.all([this.take(message, stopping), immediate()]);
      (answered[batch] ??= [])[n] = answers;
    });
    const answers = reader.file.batches.map((_, batch) => (answered[batch] ?? []).flat());
    const isAsked = answers.some((some) => some.length > 0);
    return isAsked ? [framed(batchAcknowledgement(reader.file, answers, stamp))] : [];
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
