import type {
  AftercareContact,
  AlumniDay,
  Consent,
  Eligibility,
  LocalDate,
  OutcomePoint,
  OutcomeTrend,
  PlanWeek,
  Referral,
  TreatmentPlan,
  UseKind,
} from '@stepwell/pathway';
import type { MomentAnswer } from './answers.ts';

/** What is known of a patient besides stays and sessions. */
export interface ClinicalAnswer {
  readonly referrals: readonly (MomentAnswer & Referral)[];
  readonly eligibility: readonly (MomentAnswer & Eligibility)[];
  /** What each instrument measured in each episode, beside its first measurement. */
  readonly outcomes: readonly (Omit<OutcomeTrend, 'points'> & { readonly points: readonly OutcomePoint[] })[];
  readonly plans: readonly (MomentAnswer & TreatmentPlan)[];
  /** The weeks up to the day looked at, held against the plan. */
  readonly planWeeks: readonly PlanWeek[];
  readonly consents: readonly (MomentAnswer & Consent & { readonly revoked: MomentAnswer | null })[];
  readonly aftercare: readonly {
    readonly enrollmentId: string;
    readonly facilityId: string;
    readonly programId: string | null;
    readonly from: LocalDate;
    readonly enrolled: MomentAnswer;
    readonly contacts: readonly (MomentAnswer & AftercareContact)[];
    readonly alumni: readonly AlumniDay[];
  }[];
  /** Every relapse as each rule sees it. */
  readonly relapseKinds: readonly {
    readonly relapseId: string;
    readonly ruleId: string;
    readonly ruleVersion: number;
    readonly kind: UseKind;
    readonly explanation: string;
  }[];
}
