import type { EventVersions } from '@stepwell/event-sourcing';
import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';

// These events are the storage format, see `pathway-event.ts`.

/** Why somebody waits no longer without having been admitted. */
export const WAITLIST_ENDINGS = [
  'declined',
  'unreachable',
  'treated-elsewhere',
  'no-longer-needed',
  'other',
] as const;
export type WaitlistEnding = (typeof WAITLIST_ENDINGS)[number];

/** Waiting for a place in a program; `timeZone` is its facility's. */
export interface Waiting {
  readonly waitlistId: string;
  readonly programId: string;
  readonly facilityId: string;
  readonly timeZone: string;
  /** The referral that it answers. */
  readonly referralId?: string;
}

export type WaitlistEvent =
  | Typed<'PatientWaitlisted', Waiting>
  | Typed<'PlaceOffered', { readonly waitlistId: string; readonly answerBy?: LocalDate }>
  | Typed<'PatientTakenOffWaitlist', { readonly waitlistId: string; readonly reason: WaitlistEnding }>;

export const waitlistEvents: EventVersions<WaitlistEvent> = {
  PatientWaitlisted: [],
  PlaceOffered: [],
  PatientTakenOffWaitlist: [],
};
