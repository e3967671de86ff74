import type { AppendOutcome, Position } from '@stepwell/event-sourcing';
import type { WaitingAppend } from './waiting-append.ts';

/** What the database's functions answer about a group of appends; see the migrations. */
export interface Judgement {
  readonly head: string;
  readonly actual: readonly number[];
  readonly verdicts: readonly number[];
}

/** `id-taken`: one of the ids is in the log, and the earlier events have to be looked at to say more. */
export type AppendResult = AppendOutcome | { readonly outcome: 'id-taken' };

export const FITS = 0;
const WRONG_REVISION = 1;

export const resultsOf = (
  group: readonly WaitingAppend[],
  { head, actual, verdicts }: Judgement,
): AppendResult[] => {
  let position = BigInt(head);
  return group.map(({ events }, n): AppendResult => {
    if (verdicts[n] === WRONG_REVISION) return { outcome: 'wrong-revision', actual: actual[n]! };
    if (verdicts[n] !== FITS) return { outcome: 'id-taken' };
    position += BigInt(events.length);
    const revision = actual[n]! + events.length;
    return { outcome: 'appended', revision, position: String(position) as Position };
  });
};
