import type { Refusal } from '@stepwell/event-sourcing';

/** What became of one message of a machine: every one is accepted, known, or in quarantine. */
export type Received =
  | { readonly outcome: 'accepted' | 'known' }
  | { readonly outcome: 'quarantined'; readonly refusal: Refusal; readonly quarantineId: string };
