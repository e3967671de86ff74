import type { EventVersions } from '@stepwell/event-sourcing';
import type { LocalDate, PartialDate } from '../local-date.ts';
import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';

// These events are the storage format, see `pathway-event.ts`.

/** A patient's or member's number together with who gave it. */
export interface Identifier {
  /** The assigning authority. */
  readonly system: string;
  readonly value: string;
  /** HL7 table 0203: MR, MB (member), SS, PN … */
  readonly type?: string;
}

/** FHIR administrative-gender. */
export type Sex = 'female' | 'male' | 'other' | 'unknown';

export interface Person {
  readonly name?: { readonly family?: string; readonly given?: string };
  readonly birthDate?: PartialDate;
  readonly sex?: Sex;
  readonly address?: {
    readonly line?: string;
    readonly city?: string;
    readonly state?: string;
    readonly postalCode?: string;
  };
  readonly phone?: string;
}

/** FHIR Coverage.relationship: what the patient is to the subscriber, under whose contract the plan pays. */
export const COVERAGE_RELATIONSHIPS = ['self', 'spouse', 'common', 'child', 'parent', 'other'] as const;
export type CoverageRelationship = (typeof COVERAGE_RELATIONSHIPS)[number];

export interface Coverage {
  readonly coverageId: string;
  readonly payerId: string;
  readonly payerName?: string;
  /** FHIR Coverage.order: 1 pays first. */
  readonly order?: number;
  readonly from: LocalDate;
  readonly relationship?: CoverageRelationship;
  readonly person: { readonly memberNumber?: string };
}

/** Two records that are of one person. */
export interface Merger {
  /** The record that goes on. */
  readonly survivorId: string;
  /** The record that goes. */
  readonly absorbedId: string;
  /** Which of the two this patient is: a merger is a fact of both. */
  readonly role: 'survivor' | 'absorbed';
  /** Of a merger that nobody told: what it was concluded from. */
  readonly matched?: Matched;
}

/** From what it is concluded that two records are of one person, or may be: a payer knows both by one number. */
export interface Matched {
  readonly by: 'member-number';
  readonly payerId: string;
  /** The events that tell of the number, one of each record. */
  readonly eventIds: readonly string[];
}

/** Why two records that carry one member number may be of two persons all the same. */
export type MatchDoubt =
  | 'birth-date-differs'
  | 'birth-date-unknown'
  | 'sex-differs'
  | 'given-name-differs'
  | 'given-name-unknown'
  | 'relationship-differs'
  | 'periods-apart';

/** Another record carries the same number of the same payer, and something speaks against their being of one person. */
export interface PossibleDuplicate {
  /** The other record. */
  readonly otherId: string;
  readonly matched: Matched;
  /** What speaks against it; nothing where a merger was taken back, or nothing is merged here without being told. */
  readonly doubts: readonly MatchDoubt[];
}

export type IdentityEvent =
  | Typed<
      'PatientRegistered',
      {
        readonly patientId: string;
        readonly person: Person;
        readonly identifiers: { readonly person: readonly Identifier[] };
      }
    >
  | Typed<'DemographicsCorrected', { readonly person: Person }>
  | Typed<'IdentifierLinked', { readonly person: { readonly identifier: Identifier } }>
  | Typed<'IdentifierUnlinked', { readonly person: { readonly identifier: Identifier } }>
  | Typed<'CoverageStarted', Coverage>
  | Typed<'CoverageEnded', { readonly coverageId: string; readonly until: LocalDate }>
  | Typed<'PatientsMerged', Merger>
  | Typed<'PossibleDuplicateNoted', PossibleDuplicate>
  /** The two never were one person. */
  | Typed<'PatientsUnmerged', Merger & Voiding>;

export const identityEvents: EventVersions<IdentityEvent> = {
  PatientRegistered: [],
  DemographicsCorrected: [],
  IdentifierLinked: [],
  IdentifierUnlinked: [],
  CoverageStarted: [],
  CoverageEnded: [],
  PatientsMerged: [],
  PatientsUnmerged: [],
  PossibleDuplicateNoted: [],
};
