import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@stepwell/event-sourcing';
import {
  Hl7Fault,
  ackMessage,
  acknowledgements,
  adtToRequest,
  decodeMessage,
  encodeLike,
  messageHeader,
  type AckStamp,
  type SiteMap,
  type Verdict,
} from '@stepwell/edges/hl7v2';
import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import { CLOCK, POOL, SITE_MAP, type Clock } from '../tokens.ts';
import { Intake } from './orders.ts';
import { keepInQuarantine } from './quarantine.ts';
import type { Accepted, Received } from './received.ts';

/** Takes HL7 v2 messages. Whatever the answer, it is given when the message is durably in the log or in quarantine. */
@Injectable()
export class Hl7v2Intake {
  private readonly intake: Intake;
  private readonly pool: Pool;
  private readonly siteMap: SiteMap;
  private readonly now: Clock;
  constructor(
    @Inject(Intake) intake: Intake,
    @Inject(POOL) pool: Pool,
    @Inject(SITE_MAP) siteMap: SiteMap,
    @Inject(CLOCK) now: Clock,
  ) {
    this.intake = intake;
    this.pool = pool;
    this.siteMap = siteMap;
    this.now = now;
  }

  async receive(bytes: Uint8Array): Promise<Received> {
    const refusal = await this.attempt(bytes);
    if (!(refusal instanceof Refusal)) return refusal;
    return { outcome: 'quarantined', refusal, quarantineId: await this.keep(bytes, refusal) };
  }

  /** Keeps a message in quarantine, with why it is there; gives its id there. */
  keep(
    bytes: Uint8Array,
    { code, detail }: { readonly code: string; readonly detail: string },
  ): Promise<string> {
    return keepInQuarantine(this.pool, {
      ...{ channel: 'hl7v2', content: bytes, code, detail },
      ...messageHeader(bytes),
      patientId: this.patientOf(bytes),
    });
  }

  /** Whom a message is about, where it can be read and its sender is known. */
  private patientOf(bytes: Uint8Array): string | undefined {
    const text = decodeMessage(bytes);
    const request = text instanceof Refusal ? text : adtToRequest(text, this.siteMap);
    return request instanceof Refusal ? undefined : request.patientId;
  }

  /** The same without keeping what is refused. */
  async attempt(bytes: Uint8Array): Promise<Accepted | Refusal> {
    const text = decodeMessage(bytes);
    return text instanceof Refusal ? text : this.carryOut(text);
  }

  /** The acknowledgement of what was received, or of a fault of ours: the sender sends such a message again later. */
  acknowledge(bytes: Uint8Array, received: Received | Problem): string {
    return ackMessage(textOf(bytes), verdictOf(received), this.stamp());
  }

  /** As many acknowledgements as the message asks for, in its character set. */
  acknowledgements(bytes: Uint8Array, received: Received | Problem | NotTaken): Buffer[] {
    const told = acknowledgements(textOf(bytes), verdictOf(received), () => this.stamp());
    return told.map((text) => encodeLike(text, bytes));
  }

  private stamp(): AckStamp {
    return { controlId: randomUUID(), at: this.now() };
  }

  private async carryOut(text: string): Promise<Accepted | Refusal> {
    const request = adtToRequest(text, this.siteMap);
    if (request instanceof Refusal) return request;
    const [answer] = await this.intake.patient(request.patientId, [request]);
    if (answer instanceof Refusal) return toldOfMessage(answer, request.source.messageId);
    return { outcome: answer!.outcome === 'appended' ? 'accepted' : 'known', position: answer!.position };
  }
}

/** What did not come whole, so that it cannot be kept: its sender has to send it again. */
export interface NotTaken {
  readonly outcome: 'refused';
  readonly refusal: Refusal;
}

const verdictOf = (received: Received | Problem | NotTaken): Verdict => {
  if (received instanceof Problem) return new Hl7Fault(received.code, received.message);
  return 'refusal' in received ? received.refusal : 'accepted';
};

const textOf = (bytes: Uint8Array): string => {
  const text = decodeMessage(bytes);
  return text instanceof Refusal ? Buffer.from(bytes).toString('latin1') : text;
};

/** A sender knows messages and their numbers, not commands. */
const toldOfMessage = (refusal: Refusal, messageId = ''): Refusal =>
  refusal.code === 'command-id-reused'
    ? new Refusal(
        'message-id-reused',
        `Message ${messageId} came before with another content: give each its own MSH-10.`,
      )
    : refusal;
