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

export interface Coverage {
  readonly coverageId: string;
  readonly payerId: string;
  readonly payerName?: string;
  /** FHIR Coverage.order: 1 pays first. */
  readonly order?: number;
  readonly from: LocalDate;
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
};
