import type { Position, Refusal } from '@stepwell/event-sourcing';

/** A message whose events are in the log: by this message, or by an earlier one. */
export interface Accepted {
  readonly outcome: 'accepted' | 'known';
  /** A query with `?atLeast=` this position sees what was recorded. */
  readonly position: Position;
}

/** What became of one message of a machine: every one is accepted, known, or in quarantine. */
export type Received =
  Accepted | { readonly outcome: 'quarantined'; readonly refusal: Refusal; readonly quarantineId: string };
