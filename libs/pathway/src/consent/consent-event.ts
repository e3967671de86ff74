import type { EventVersions } from '@stepwell/event-sourcing';
import type { LocalDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';

// These events are the storage format, see `pathway-event.ts`.

export const CONSENT_PURPOSES = ['treatment', 'payment', 'operations', 'research', 'other'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** What may be disclosed. */
export const CONSENT_SCOPES = [
  'everything',
  'care',
  'attendance',
  'assessments',
  'substance-use',
  'authorizations',
] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

/**
 * To whom, what for and how much may be disclosed, and until when: of what 42 CFR 2.31 (a) asks a written consent to say, what
 * a disclosure can be held against. The writing itself, with who may disclose and the signature, is not kept.
 */
export interface Consent {
  readonly consentId: string;
  readonly recipient: string;
  readonly purpose: ConsentPurpose;
  readonly scope: readonly ConsentScope[];
  /** The last day on which it holds; without one it holds until it is revoked. */
  readonly until?: LocalDate;
}

export type ConsentEvent =
  | Typed<'ConsentGranted', Consent>
  | Typed<'ConsentRevoked', { readonly consentId: string; readonly reason?: string }>;

export const consentEvents: EventVersions<ConsentEvent> = { ConsentGranted: [], ConsentRevoked: [] };
