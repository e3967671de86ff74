import type { EventVersions } from '@stepwell/event-sourcing';
import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';

// These events are the storage format, see `pathway-event.ts`.

/** A fact that has no cancellation of its own was entered in error: it never was. */
export type CorrectionEvent = Typed<'EntryVoided', Voiding>;

export const correctionEvents: EventVersions<CorrectionEvent> = { EntryVoided: [] };
