import type { QuarantineAction, QuarantineCount, QuarantineItem } from './quarantine-queries.ts';
import type { ReplayedPart } from './quarantine-replay.ts';

/** Part of the quarantine, the latest first. */
export interface QuarantineAnswer {
  readonly items: readonly QuarantineItem[];
  readonly total: number;
  readonly byCode: readonly { readonly code: string; readonly count: number }[];
  readonly next: number | null;
}

export interface QuarantinedAnswer extends QuarantineItem {
  /** The message as it came. Bytes that are no UTF-8 show as U+FFFD. */
  readonly content: string;
  /** Whether the content is all of what came: false where it is no UTF-8. */
  readonly isText: boolean;
  /** What was done about it, in order. */
  readonly actions: readonly QuarantineAction[];
}

/** What became of a message that was tried again. */
export interface ReplayAnswer {
  readonly outcome: 'accepted' | 'known' | 'quarantined';
  readonly code: string | null;
  readonly detail: string | null;
}

export type ReplayedPartAnswer = ReplayedPart;

/** What waits in quarantine, and whether it is more than it should be. */
export interface QuarantineCountAnswer extends QuarantineCount {
  /** With more open messages than this, `isAlert` is true. */
  readonly alertAbove: number;
  readonly isAlert: boolean;
}
