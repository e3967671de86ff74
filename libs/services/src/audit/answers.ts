import type { Json, Position } from '@stepwell/event-sourcing';
import type {
  AttendanceStatus,
  AuthorizationStatus,
  AuthorizedCare,
  DischargeReason,
  DivergenceKind,
  Finding,
  Identifier,
  LevelCode,
  LevelOfCare,
  LocalDate,
  Modality,
  Override,
  Person,
  Precision,
  RelapseDetection,
  RelapseExtent,
  SessionKind,
  UnitKind,
  WaitlistEnding,
} from '@stepwell/pathway';
import type { CaseOutcome } from '@stepwell/read-models';
import type { QuarantineItem } from '../intake/quarantine-queries.ts';
import type { ClinicalAnswer } from './clinical-answers.ts';

// What auditors are answered. The OpenAPI document's schemas are generated from these types.

/** When something was true: the instant, the day on the facility's calendar, and the event that says so. */
export interface MomentAnswer {
  readonly at: string;
  readonly day: LocalDate;
  readonly precision: Precision;
  readonly eventId: string;
}

export interface PatientAnswer {
  readonly patientId: string;
  readonly person: Person;
  readonly identifiers: readonly Identifier[];
  /** The record that goes on in place of this one. */
  readonly mergedInto: string | null;
  /** The records of the same person that were merged into this one: their numbers stand among the identifiers. */
  readonly absorbed: readonly string[];
  readonly revision: number;
  readonly position: Position;
}

export interface StayAnswer {
  readonly stayId: string;
  readonly level: LevelOfCare;
  readonly levelCode: LevelCode | null;
  readonly facilityId: string;
  readonly facilityName: string;
  readonly programId: string | null;
  readonly programName: string | null;
  readonly location: string | null;
  readonly begin: MomentAnswer;
  readonly end: MomentAnswer | null;
  /** Why it began against what speaks against it, and who answers for it. */
  readonly override: Override | null;
}

export interface EpisodeAnswer {
  readonly episodeId: string;
  readonly facilityId: string;
  readonly facilityName: string;
  readonly visitNumber: string | null;
  readonly admission: MomentAnswer;
  readonly discharge:
    (MomentAnswer & { readonly reason: DischargeReason; readonly disposition: string | null }) | null;
  readonly stays: readonly StayAnswer[];
  readonly leaves: readonly {
    readonly leaveId: string;
    readonly begin: MomentAnswer;
    readonly end: MomentAnswer | null;
  }[];
}

export type SessionAnswer = MomentAnswer & {
  readonly sessionId: string;
  readonly kind: SessionKind;
  readonly modality: Modality;
  readonly status: AttendanceStatus;
  readonly scheduledMinutes: number;
  readonly attendedMinutes: number;
  readonly facilityId: string;
  readonly programId: string | null;
  readonly level: LevelOfCare | null;
};

export type RelapseAnswer = MomentAnswer & {
  readonly relapseId: string;
  readonly substances: readonly string[];
  readonly detectedBy: RelapseDetection;
  readonly extent: RelapseExtent | null;
};

/** A time of waiting for a place in a program, from the moment on which it began. */
export type WaitlistEntryAnswer = MomentAnswer & {
  readonly waitlistId: string;
  readonly programId: string;
  readonly programName: string;
  readonly facilityId: string;
  /** When a place was offered. */
  readonly offers: readonly MomentAnswer[];
  readonly ended: (MomentAnswer & { readonly by: 'admitted' | 'died' | WaitlistEnding }) | null;
};

/** An authorization, with its balance at the end of the day that was asked for. */
export interface AuthorizationAnswer extends AuthorizedCare {
  readonly status: AuthorizationStatus;
  readonly requested: (MomentAnswer & { readonly unitKind: UnitKind; readonly units: number }) | null;
  readonly approved: MomentAnswer | null;
  readonly denied: (MomentAnswer & { readonly reason: string | null }) | null;
  readonly ended: (MomentAnswer & { readonly reason: string | null }) | null;
  /** What is paid for now; null where it is not approved. */
  readonly grant: {
    readonly number: string | null;
    readonly unitKind: UnitKind;
    readonly units: number;
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly nextReview: LocalDate | null;
  } | null;
  /** Derived from stays and attendance. */
  readonly used: number;
  /** Below zero when more was given than is paid for. */
  readonly remaining: number | null;
}

/** A stay whose level is not the one that is paid for. */
export interface DivergenceAnswer {
  readonly stayId: string;
  readonly facilityId: string;
  readonly kind: DivergenceKind;
  readonly clinical: LevelOfCare;
  readonly authorized: LevelOfCare | null;
  readonly authorizationId: string | null;
  readonly since: LocalDate;
}

export interface PathwayAnswer extends ClinicalAnswer {
  readonly patientId: string;
  /** Left out of the answer: what was not yet true at this instant. */
  readonly validAt: string | null;
  /** Left out of the answer: what had not been recorded by this instant. */
  readonly knownAt: string | null;
  /** The record that goes on in place of this one, by what was known at `knownAt`. */
  readonly mergedInto: string | null;
  /** The records that were merged into this one: what follows is of all of them, and `person` as this one says. */
  readonly absorbed: readonly string[];
  readonly person: Person;
  readonly episodes: readonly EpisodeAnswer[];
  readonly sessions: readonly SessionAnswer[];
  readonly relapses: readonly RelapseAnswer[];
  /** Of each program that was waited for, and whatever came of it. */
  readonly waitlist: readonly WaitlistEntryAnswer[];
  readonly coverages: readonly {
    readonly coverageId: string;
    readonly payerId: string;
    readonly payerName: string | null;
    readonly from: LocalDate;
    readonly until: LocalDate | null;
  }[];
  readonly authorizations: readonly AuthorizationAnswer[];
  /** Where what is paid for differs from the level of care, on the day that is looked at. */
  readonly divergences: readonly DivergenceAnswer[];
  /** What of the facts contradicts other facts: kept, because a source told it so. */
  readonly dataQuality: readonly Finding[];
  /** What was sent of the patient and could not be recorded, and is still open; none when looking at another time. */
  readonly quarantined: readonly QuarantineItem[];
  /** Every measure's verdicts about the patient; none when looking at another time. */
  readonly measures: readonly {
    readonly measureId: string;
    readonly title: string;
    readonly indexOn: LocalDate;
    readonly outcome: CaseOutcome;
    readonly explanation: string;
    readonly eventIds: readonly string[];
  }[];
  readonly revision: number;
  readonly position: Position;
}

export interface HistoryEvent {
  readonly position: Position;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** When it was true for the patient. */
  readonly occurredAt: string;
  /** When it was learned. */
  readonly recordedAt: string;
  readonly precision: Precision;
  readonly source: { readonly system: string; readonly facility?: string; readonly messageId?: string };
  readonly actor: string;
  readonly correlationId: string;
  readonly commandId: string;
  /** The event that says that this one never was. */
  readonly voidedBy: string | null;
  readonly data: { readonly [key: string]: Json };
}

export interface HistoryAnswer {
  readonly patientId: string;
  /** In the order in which they were recorded. */
  readonly events: readonly HistoryEvent[];
  readonly revision: number;
  readonly position: Position;
}
