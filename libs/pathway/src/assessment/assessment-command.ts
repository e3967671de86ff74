import type { Typed } from '../typed.ts';
import type { Eligibility, OutcomeMeasurement, Referral } from './assessment-event.ts';

/** Whether and where the patient is to be treated, and how the patient fares. */
export type AssessmentCommand =
  | Typed<'ReceiveReferral', Referral>
  | Typed<'AssessEligibility', Eligibility>
  /** The score is worked out of the items; a source that has no items gives the score. */
  | Typed<
      'RecordOutcome',
      Omit<OutcomeMeasurement, 'instrumentVersion' | 'score' | 'subscales'> & { readonly score?: number }
    >;
