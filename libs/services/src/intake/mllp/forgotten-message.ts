import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../http/problem.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Over half a minute: what is overloaded or begins anew is back by then. */
const TRIES_TO_RECORD = 6;
/** Over ten minutes, for a database that is away and takes in nothing at all. */
const TRIES_TO_KEEP = 25;
/** Of all peers at once; of what is beyond that, each is tried once. */
const MOST_AT_ONCE = 1_000;

export interface ForgottenMessage {
  /** Why it could not be recorded. */
  readonly problem: Problem;
  /** Undefined when it is recorded or, for its content, in quarantine. */
  readonly record: () => Promise<Problem | undefined>;
  /** Keeps it in quarantine for that reason. */
  readonly keep: (problem: Problem) => Promise<void>;
  readonly stopping: AbortSignal;
}

/**
 * Messages that met a fault of ours and whose senders want to hear of nothing: they will not come again. Each is tried
 * again for a while and then kept in quarantine; at once where the fault will not pass, or we stop.
 */
export class ForgottenMessages {
  private readonly pending = new Set<Promise<void>>();

  /** Rejects where a message is nowhere in the end. */
  save(message: ForgottenMessage): Promise<void> {
    const saving = this.trySaving(message).finally(() => this.pending.delete(saving));
    this.pending.add(saving);
    return saving;
  }

  /** Resolves when none is on its way any more; soon, where all are to stop. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.pending);
  }

  private async trySaving({ problem, record, keep, stopping }: ForgottenMessage): Promise<void> {
    const isInHaste = () => stopping.aborted || this.pending.size > MOST_AT_ONCE;
    let last: Problem | undefined = problem;
    for (let tries = 1; last; tries++) {
      const isPassing = last.getStatus() === 503;
      const isLast = isInHaste() || tries >= TRIES_TO_KEEP;
      if (isLast) return keep(last);
      if ((!isPassing || tries >= TRIES_TO_RECORD) && (await keep(last).then(isDone, isFailed))) return;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
      await sleep(pause, undefined, { signal: stopping }).catch(() => undefined);
      if (!stopping.aborted) last = await record();
    }
  }
}

const isDone = () => true;
const isFailed = () => false;
