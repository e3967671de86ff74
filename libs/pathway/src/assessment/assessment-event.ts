import type { EventVersions } from '@stepwell/event-sourcing';
import type { LevelCode, LevelOfCare } from '../level-of-care.ts';
import type { Typed } from '../typed.ts';
import type { InstrumentId } from './instruments.ts';

// These events are the storage format, see `pathway-event.ts`.

/** Why intensive outpatient care is not for this patient now. */
export const CONTRAINDICATIONS = [
  'needs-withdrawal-management',
  'imminent-danger',
  'needs-24-hour-supervision',
] as const;
export type Contraindication = (typeof CONTRAINDICATIONS)[number];

/** What speaks for intensive outpatient care. */
export const FAVOURABLE = ['supportive-home', 'motivated'] as const;
export type Favourable = (typeof FAVOURABLE)[number];

export interface Referral {
  readonly referralId: string;
  readonly facilityId: string;
  readonly programId?: string;
  readonly level?: LevelOfCare;
  readonly visitNumber?: string;
}

export interface Eligibility {
  readonly assessmentId: string;
  readonly facilityId: string;
  readonly programId?: string;
  /** The referral that it answers. */
  readonly referralId?: string;
  /** ASAM's six dimensions as numbered by `edition`: what the numbers mean differs between the third and the fourth. */
  readonly edition?: string;
  readonly dimensions?: readonly { readonly dimension: number; readonly severity: number }[];
  readonly contraindications: readonly Contraindication[];
  readonly favourable?: readonly Favourable[];
  readonly recommendedLevel?: LevelOfCare;
  /** Kept as given, never translated to another edition. */
  readonly recommendedCode?: LevelCode;
  readonly person: { readonly note?: string };
}

/** What an instrument measured. `score` and `subscales` are by the instrument's own rule. */
export interface OutcomeMeasurement {
  readonly measurementId: string;
  readonly instrument: InstrumentId;
  readonly instrumentVersion: number;
  /** The answers in the order of the instrument; absent where the source gave the score alone. */
  readonly items?: readonly number[];
  readonly score: number;
  readonly subscales?: Readonly<Record<string, number>>;
  readonly facilityId?: string;
  readonly programId?: string;
}

export type AssessmentEvent =
  | Typed<'ReferralReceived', Referral>
  | Typed<'EligibilityAssessed', Eligibility>
  | Typed<'OutcomeMeasured', OutcomeMeasurement>;

export const assessmentEvents: EventVersions<AssessmentEvent> = {
  ReferralReceived: [],
  EligibilityAssessed: [],
  OutcomeMeasured: [],
};
