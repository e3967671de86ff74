import type { EventVersions } from '@stepwell/event-sourcing';
import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';

// These events are the storage format, see `pathway-event.ts`.

export const CONTACT_METHODS = ['visit', 'phone', 'video', 'message', 'group'] as const;
export type ContactMethod = (typeof CONTACT_METHODS)[number];

/** The beginning of being followed after treatment. */
export interface AftercareEnrollment {
  readonly enrollmentId: string;
  readonly facilityId: string;
  readonly programId?: string;
  /** Day 0. */
  readonly from: LocalDate;
}

/** A contact that was tried. `reached` says whether there was one. */
export interface AftercareContact {
  readonly contactId: string;
  readonly enrollmentId: string;
  readonly facilityId: string;
  readonly method: ContactMethod;
  readonly reached: boolean;
  /** What the patient says of the time since the last contact. */
  readonly abstinent?: boolean;
}

export type AftercareEvent =
  Typed<'AftercareEnrolled', AftercareEnrollment> | Typed<'AftercareContactRecorded', AftercareContact>;

export const aftercareEvents: EventVersions<AftercareEvent> = {
  AftercareEnrolled: [],
  AftercareContactRecorded: [],
};
