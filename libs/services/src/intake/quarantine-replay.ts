import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@stepwell/event-sourcing';
import type { Pool } from 'pg';
import { POOL } from '../tokens.ts';
import { CloudEventsIntake } from './cloudevents-intake.ts';
import { Hl7v2Intake } from './hl7v2-intake.ts';
import type { Channel } from './quarantine.ts';
import {
  openQuarantine,
  quarantineItem,
  type QuarantineAction,
  type QuarantineFilter,
  type QuarantineStatus,
} from './quarantine-queries.ts';
import type { Accepted } from './received.ts';
import { TedsIntake } from './teds-intake.ts';

/** Who does something about a message, and why. */
export interface Decision {
  readonly actor?: string;
  readonly note?: string;
}

/** What became of a part of the messages that were tried again. */
export interface ReplayedPart {
  readonly tried: number;
  readonly accepted: number;
  readonly known: number;
  readonly quarantined: number;
  /** The last message tried: go on after it. Null when none is left. */
  readonly next: string | null;
}

/** What becomes of quarantined messages: tried again as they came or as somebody mended them, or given up. */
@Injectable()
export class QuarantineReplay {
  private readonly pool: Pool;
  private readonly attempts: Readonly<Record<Channel, (content: Uint8Array) => Promise<Accepted | Refusal>>>;
  constructor(
    @Inject(POOL) pool: Pool,
    @Inject(Hl7v2Intake) hl7v2: Hl7v2Intake,
    @Inject(TedsIntake) teds: TedsIntake,
    @Inject(CloudEventsIntake) events: CloudEventsIntake,
  ) {
    this.pool = pool;
    this.attempts = {
      hl7v2: (content) => hl7v2.attempt(content),
      'teds-d': (content) => teds.attempt(content),
      cloudevents: (content) => events.attemptKept(content, 'cloudevents'),
      kafka: (content) => events.attemptKept(content, 'kafka'),
    };
  }

  /**
   * Tries a message again, with another content where one is given: the one that came is kept. Undefined when there is no
   * such message; one that is refused again stays open. One that is settled is not tried again.
   */
  async replay(
    id: string,
    { content, ...decision }: Decision & { readonly content?: Uint8Array } = {},
  ): Promise<Accepted | Refusal | undefined> {
    const item = await quarantineItem(this.pool, id);
    if (!item) return undefined;
    if (item.status !== 'open')
      return new Refusal('quarantine-settled', `This message is ${item.status} already.`);
    const answer = await this.attempts[item.channel](content ?? item.content);
    const isRefused = answer instanceof Refusal;
    await this.settle(id, isRefused ? 'open' : 'resolved', {
      ...{ kind: content ? 'edit' : 'replay', ...decision, content },
      ...{ outcome: isRefused ? 'quarantined' : answer.outcome, refusal: isRefused ? answer : undefined },
    });
    return answer;
  }

  /** Tries again what waited for something else to come. What still does not fit is left as it is, and no act is noted. */
  async retry(id: string): Promise<void> {
    const item = await quarantineItem(this.pool, id);
    if (item?.status !== 'open') return;
    const answer = await this.attempts[item.channel](item.content);
    if (answer instanceof Refusal) return;
    const note = 'What it waited for has come.';
    await this.settle(id, 'resolved', { kind: 'replay', note, outcome: answer.outcome });
  }

  /** Tries a part of what is open again, the oldest first. */
  async replayPart(
    filter: QuarantineFilter,
    { after, limit, ...decision }: Decision & { readonly after?: string; readonly limit: number },
  ): Promise<ReplayedPart> {
    const ids = await openQuarantine(this.pool, { ...filter, after, limit });
    const part = { tried: 0, accepted: 0, known: 0, quarantined: 0 };
    for (const id of ids) {
      const answer = await this.replay(id, decision);
      if (!answer || (answer instanceof Refusal && answer.code === 'quarantine-settled')) continue;
      part.tried += 1;
      part[answer instanceof Refusal ? 'quarantined' : answer.outcome] += 1;
    }
    return { ...part, next: ids.length < limit ? null : ids.at(-1)! };
  }

  /** Gives a message up: it is kept, and however often it comes again, it stays given up. False when there is none. */
  async discard(id: string, decision: Decision): Promise<boolean | Refusal> {
    const item = await quarantineItem(this.pool, id);
    if (!item) return false;
    if (item.status !== 'open')
      return new Refusal('quarantine-settled', `This message is ${item.status} already.`);
    const isDone = await this.settle(id, 'discarded', { kind: 'discard', ...decision, outcome: 'discarded' });
    return isDone || new Refusal('quarantine-settled', 'Somebody else has settled this message meanwhile.');
  }

  // What was done and what came of it in one statement: neither is ever seen without the other. Somebody else may have
  // settled the message meanwhile: then it stays so, unless its events are recorded now. Answers whether anything was done.
  private async settle(
    id: string,
    status: QuarantineStatus,
    done: Decision &
      Pick<QuarantineAction, 'kind' | 'outcome'> & {
        readonly content?: Uint8Array;
        readonly refusal?: Refusal;
      },
  ): Promise<boolean> {
    const { kind, actor, note, content, outcome, refusal } = done;
    const { rowCount } = await this.pool.query(
      `WITH settled AS (
         UPDATE intake.quarantine SET status = $2, is_edited = is_edited OR ($2 = 'resolved' AND $6::bytea IS NOT NULL),
           code = coalesce($8, code), detail = coalesce($9, detail)
         WHERE id = $1 AND (status = 'open' OR $2 = 'resolved') RETURNING id)
       INSERT INTO intake.quarantine_action (item_id, kind, actor, note, content, outcome, code, detail)
       SELECT $1, $3, $4, $5, $6, $7, $8, $9 WHERE $3 <> 'discard' OR EXISTS (SELECT FROM settled)`,
      [
        ...[id, status, kind, actor ?? null, note ?? null, content ? Buffer.from(content) : null],
        ...[outcome, refusal?.code ?? null, refusal?.detail.replaceAll('\0', '\uFFFD') ?? null],
      ],
    );
    return rowCount === 1;
  }
}
