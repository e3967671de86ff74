import type { EventVersions } from '@stepwell/event-sourcing';
import type { LevelOfCare } from '../level-of-care.ts';
import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';

// These events are the storage format, see `pathway-event.ts`.

/**
 * What a payer counts its authorizations in.
 * - `days`: days on which the patient is there at 23:59 and not on leave
 * - `treatment-days`: days on which the patient came to at least one session, as day programs are paid by
 * - `sessions`: sessions that the patient came to
 * - `hours`: the minutes of those sessions, sixty to a unit
 */
export const UNIT_KINDS = ['days', 'treatment-days', 'sessions', 'hours'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** What is to be paid for: care at one level of one facility, of one of its programs where one is named. */
export interface AuthorizedCare {
  readonly authorizationId: string;
  readonly payerId: string;
  readonly facilityId: string;
  readonly programId?: string;
  readonly level: LevelOfCare;
}

export interface AuthorizationRequest extends AuthorizedCare {
  readonly unitKind: UnitKind;
  readonly units: number;
  readonly from: LocalDate;
  readonly to?: LocalDate;
}

/** All that is granted under an authorization, as it stands from then on: an extension says the whole anew. */
export interface Grant extends AuthorizedCare {
  readonly unitKind: UnitKind;
  readonly units: number;
  /** The first day and the last, by the facility's calendar. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** When the payer looks at it next. */
  readonly nextReview?: LocalDate;
  /** `number` is the payer's own of the authorization. */
  readonly person: { readonly number?: string };
}

export type PayerEvent =
  | Typed<'AuthorizationRequested', AuthorizationRequest>
  | Typed<'AuthorizationApproved', Grant>
  | Typed<'AuthorizationDenied', AuthorizedCare & { readonly reason?: string }>
  /** `until` is the last day paid for, which may be before the one granted. */
  | Typed<'AuthorizationEnded', AuthorizedCare & { readonly until: LocalDate; readonly reason?: string }>;

export const payerEvents: EventVersions<PayerEvent> = {
  AuthorizationRequested: [],
  AuthorizationApproved: [],
  AuthorizationDenied: [],
  AuthorizationEnded: [],
};
