import type { QuarantineItem } from './quarantine.ts';

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
}

/** What became of a message that was tried again. */
export interface ReplayAnswer {
  readonly outcome: 'accepted' | 'known' | 'quarantined';
  readonly code: string | null;
  readonly detail: string | null;
}
