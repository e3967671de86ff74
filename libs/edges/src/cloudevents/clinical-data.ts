import type {
  AftercareContact,
  Consent,
  Contraindication,
  Eligibility,
  Favourable,
  InstrumentId,
  LevelCode,
  LevelOfCare,
  LocalDate,
  SessionKind,
  WaitlistEnding,
} from '@stepwell/pathway';
import type { Id, Name, Remark } from './field-types.ts';

/** A program is enough, since its facility is known. */
interface AtFacility {
  readonly programId?: Name;
  /** Needed without a program. */
  readonly facilityId?: Name;
}

interface Dimension {
  /**
   * As the edition numbers them.
   * @asType integer
   * @minimum 1
   * @maximum 6
   */
  readonly dimension: number;
  /**
   * @asType integer
   * @minimum 0
   * @maximum 4
   */
  readonly severity: number;
}

export interface AssessEligibilityData extends AtFacility {
  /** Without it, one is derived from the event's source and id. */
  readonly assessmentId?: Id;
  /** The referral that it answers. */
  readonly referralId?: Id;
  /** Of ASAM's criteria: 3 or 4. */
  readonly edition?: string;
  /** @maxItems 6 */
  readonly dimensions?: readonly Dimension[];
  /** @maxItems 3 */
  readonly contraindications: readonly Contraindication[];
  /** @maxItems 2 */
  readonly favourable?: readonly Favourable[];
  readonly recommendedLevel?: LevelOfCare;
  /** Kept as given. */
  readonly recommendedCode?: LevelCode;
  readonly person?: Eligibility['person'];
}

export interface RecordOutcomeData {
  /** Without it, one is derived from the event's source and id. */
  readonly measurementId?: Id;
  readonly instrument: InstrumentId;
  /**
   * The answers in the order of the instrument.
   * @maxItems 50
   */
  readonly items?: readonly number[];
  /**
   * Needed without the items.
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  readonly score?: number;
  readonly programId?: Name;
  readonly facilityId?: Name;
}

interface PlannedSessions {
  readonly kind: SessionKind;
  /**
   * @exclusiveMinimum 0
   * @maximum 70
   */
  readonly perWeek: number;
}

export interface SetTreatmentPlanData extends AtFacility {
  /** Without it, one is derived from the event's source and id. */
  readonly planId?: Id;
  /**
   * @exclusiveMinimum 0
   * @maximum 112
   */
  readonly hoursPerWeek: number;
  /** @maxItems 20 */
  readonly sessions?: readonly PlannedSessions[];
  readonly effectiveFrom: LocalDate;
  readonly person?: PlanPerson;
}

interface PlanPerson {
  /** @maxItems 20 */
  readonly goals?: readonly Remark[];
}

/** Recorded, and not enforced yet: nothing is held back for want of a consent. */
export interface GrantConsentData extends Pick<Consent, 'purpose' | 'until'> {
  /** Without it, one is derived from the event's source and id. */
  readonly consentId?: Id;
  /** To whom may be disclosed. */
  readonly recipient: string;
  /**
   * @minItems 1
   * @maxItems 6
   */
  readonly scope: Consent['scope'];
}

/** Recorded, and not enforced yet. */
export interface RevokeConsentData {
  readonly consentId: Id;
  readonly reason?: Remark;
}

export interface EnrollInAftercareData extends AtFacility {
  /** Without it, one is derived from the event's source and id. */
  readonly enrollmentId?: Id;
  /** Day 0. */
  readonly from: LocalDate;
}

export interface RecordAftercareContactData extends Pick<
  AftercareContact,
  'method' | 'reached' | 'abstinent'
> {
  /** Without it, one is derived from the event's source and id. */
  readonly contactId?: Id;
  readonly enrollmentId: Id;
}

export interface WaitlistPatientData {
  /** Without it, one is derived from the event's source and id. */
  readonly waitlistId?: Id;
  readonly programId: Name;
  /** The referral that it answers. */
  readonly referralId?: Id;
}

export interface OfferPlaceData {
  readonly waitlistId: Id;
  /** The day until which the place is kept. */
  readonly answerBy?: LocalDate;
}

export interface TakeOffWaitlistData {
  readonly waitlistId: Id;
  readonly reason: WaitlistEnding;
}

export interface ClinicalCommandData {
  readonly WaitlistPatient: WaitlistPatientData;
  readonly OfferPlace: OfferPlaceData;
  readonly TakeOffWaitlist: TakeOffWaitlistData;
  readonly AssessEligibility: AssessEligibilityData;
  readonly RecordOutcome: RecordOutcomeData;
  readonly SetTreatmentPlan: SetTreatmentPlanData;
  readonly GrantConsent: GrantConsentData;
  readonly RevokeConsent: RevokeConsentData;
  readonly EnrollInAftercare: EnrollInAftercareData;
  readonly RecordAftercareContact: RecordAftercareContactData;
}
