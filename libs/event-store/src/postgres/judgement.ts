import type {
  Appended,
  AppendOutcome,
  EventIdReused,
  Position,
  WrongRevision,
} from '@stepwell/event-sourcing';
import type { Appends } from './append-call.ts';
import type { WaitingAppend } from './waiting-append.ts';

/** What the database's functions answer about a group of appends; see the migrations. */
export interface Judgement {
  readonly head: string;
  readonly actual: readonly number[];
  readonly verdicts: readonly number[];
}

/** `perhaps-known`: the ids have to be looked up to say more, and none may be found only if there is an `otherwise`. */
export type AppendResult =
  | Exclude<AppendOutcome, EventIdReused>
  | { readonly outcome: 'perhaps-known'; readonly otherwise?: WrongRevision };

export const FITS = 0;
const WRONG_REVISION = 1;

/** `idsChecked`: whether a wrong revision also says that no id is in the log. */
export const resultsOf = (
  group: readonly WaitingAppend[],
  { head, actual, verdicts }: Judgement,
  idsChecked: boolean,
): AppendResult[] => {
  let position = BigInt(head);
  return group.map(({ events }, n): AppendResult => {
    if (verdicts[n] === WRONG_REVISION) {
      const wrong: WrongRevision = { outcome: 'wrong-revision', actual: actual[n]! };
      return idsChecked ? wrong : { outcome: 'perhaps-known', otherwise: wrong };
    }
    if (verdicts[n] !== FITS) return { outcome: 'perhaps-known' };
    position += BigInt(events.length);
    const revision = actual[n]! + events.length;
    return { outcome: 'appended', revision, position: String(position) as Position };
  });
};

/** The results when all of a group was appended. */
export const resultsOfAll = (group: readonly WaitingAppend[], { head, given }: Appends): Appended[] => {
  const start = BigInt(head);
  let written = 0;
  return group.map(({ events, expected }): Appended => {
    written += events.length;
    const revision = given ? given[written - 1]! : expected + events.length;
    return { outcome: 'appended', revision, position: String(start + BigInt(written)) as Position };
  });
};
