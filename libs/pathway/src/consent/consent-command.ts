import type { Typed } from '../typed.ts';
import type { Consent } from './consent-event.ts';

/** What the patient allows to be disclosed. It is recorded here and enforced where something is disclosed. */
export type ConsentCommand =
  | Typed<'GrantConsent', Consent>
  | Typed<'RevokeConsent', { readonly consentId: string; readonly reason?: string }>;
