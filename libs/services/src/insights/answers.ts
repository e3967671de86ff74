import type { Position } from '@stepwell/event-sourcing';
import type { LogRank, MeasureWords, NumberAtRisk, SurvivalCurve } from '@stepwell/measures';
import type { FindingCode, HoursPolicy, LevelOfCare, LocalDate } from '@stepwell/pathway';
import type {
  CaseOutcome,
  FacilityAnswer,
  FindingCase,
  FindingCount,
  Flip,
  Flow,
  Grouping,
  LaterChange,
  MeasureCase,
  MeasuredRate,
  Move,
  OpenAlert,
  PatientAttendance,
  PatientSummary,
  ProgramAttendance,
} from '@stepwell/read-models';

// What the read side answers. The OpenAPI document's schemas are generated from these types.

export interface FacilitiesAnswer {
  readonly facilities: readonly FacilityAnswer[];
  readonly payers: readonly { readonly payerId: string; readonly name: string }[];
}

export interface CensusAnswer {
  readonly on: LocalDate;
  /** Patients in treatment: one who is at two levels counts once at each. */
  readonly total: number;
  readonly levels: readonly {
    readonly level: LevelOfCare;
    readonly patients: number;
    /** How many of them are away on leave. */
    readonly onLeave: number;
  }[];
  readonly facilities: readonly {
    readonly facilityId: string;
    readonly name: string;
    readonly patients: number;
  }[];
  /** The position in the log up to which events are counted. */
  readonly position: Position;
}

export interface CensusSeriesAnswer {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly step: 'day' | 'week' | 'month';
  readonly points: readonly {
    readonly on: LocalDate;
    readonly total: number;
    /** Patients by level of care. */
    readonly levels: { readonly [level in LevelOfCare]: number };
  }[];
}

/** Part of a long list; `next` goes into `after` to get the rest. */
export interface PatientsAnswer {
  readonly patients: readonly PatientSummary[];
  readonly total: number;
  readonly next: number | null;
}

export interface TransitionsAnswer {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly flows: readonly Flow[];
}

export interface MovesAnswer {
  readonly cases: readonly Move[];
  readonly total: number;
  readonly next: number | null;
}

export interface MeasureDefinition extends MeasureWords {
  /** What another rule may set otherwise, by name. */
  readonly parameters: { readonly [name: string]: MeasureParameter };
  readonly groupings: readonly Grouping[];
}

export interface MeasureParameter {
  /** The definition's own value. */
  readonly value: number | string | readonly string[];
  readonly means: string;
  readonly least?: number;
  readonly most?: number;
  readonly oneOf?: readonly string[];
}

export interface MeasuresAnswer {
  readonly measures: readonly MeasureDefinition[];
}

export interface MeasureAnswer {
  readonly measure: { readonly id: string; readonly version: number; readonly title: string };
  /** The instant as of which it was known, where one was asked for. */
  readonly knownAt?: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly groupBy: Grouping;
  readonly overall: MeasuredRate;
  readonly groups: readonly (MeasuredRate & { readonly key: string; readonly label: string })[];
}

/** A rate as it may be published: no count from 1 to 10 is in it, nor can one be computed from it. */
export interface PublishableRate {
  /** Whether the numerator, the denominator and what follows from them are left out. */
  readonly suppressed: boolean;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly rate: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly excluded: number | null;
  readonly open: number | null;
}

export interface PublishableAnswer {
  readonly measure: { readonly id: string; readonly version: number; readonly title: string };
  /** The instant as of which it was known, where one was asked for. */
  readonly knownAt?: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly groupBy: Grouping;
  readonly overall: PublishableRate;
  readonly groups: readonly (PublishableRate & { readonly key: string; readonly label: string })[];
}

/** A curve, and how many are followed at round days of it. */
export interface FollowedCurve extends SurvivalCurve {
  readonly numberAtRisk: readonly NumberAtRisk[];
}

/** Curves of a measure, whole and by group. */
export interface FollowedCurves {
  readonly overall: FollowedCurve;
  readonly groups: readonly (FollowedCurve & { readonly key: string })[];
  /** Null where there are no two groups to compare, or nothing happened in them. */
  readonly logRank: LogRank | null;
}

export interface CurveAnswer {
  readonly measure: { readonly id: string; readonly version: number; readonly title: string };
  /** The instant as of which it was known, where one was asked for. */
  readonly knownAt?: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly groupBy: Grouping;
  /** The last day that is looked at: whoever is followed for longer counts as censored on it. */
  readonly days: number;
  /** The product-limit estimate of Kaplan and Meier; the 95 % intervals are those of the log-minus-log scale. */
  readonly overall: FollowedCurve;
  readonly groups: readonly (FollowedCurve & { readonly key: string; readonly label: string })[];
  /** Null where there are no two groups to compare, or nothing happened in them. */
  readonly logRank: LogRank | null;
}

/** Rates of a measure, whole and by group. */
interface BothRates {
  readonly overall: MeasuredRate;
  readonly groups: readonly (MeasuredRate & { readonly key: string })[];
}

export interface WhatIfAnswer {
  readonly jobId: string;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly measure: { readonly id: string; readonly version: number; readonly title: string };
  /** What was given in the place of the definition's own values. */
  readonly parameters: { readonly [name: string]: number | string | readonly string[] };
  /** The hours policy that is tried. */
  readonly policy: HoursPolicy | null;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly groupBy: Grouping;
  /** Of a time to an event: how long it is followed at most. */
  readonly days: number | null;
  readonly progress: { readonly patients: number; readonly of: number; readonly events: number };
  readonly askedAt: string;
  readonly endedAt: string | null;
  /** Why it failed. */
  readonly fault: string | null;
  readonly result: {
    /** By the definition as it is. */
    readonly before: BothRates;
    /** By the other rule. */
    readonly after: BothRates;
    /** Of a time to an event, whose counts are of cases with and without the event and make no rate. */
    readonly curves: { readonly before: FollowedCurves; readonly after: FollowedCurves } | null;
    /** How many cases went from one verdict to another; `none`: there is a case only before, or only after. */
    readonly flows: readonly {
      readonly from: CaseOutcome | 'none';
      readonly to: CaseOutcome | 'none';
      readonly cases: number;
    }[];
    readonly flipped: number;
    /** How many of them are kept to be looked at: the first ones. */
    readonly kept: number;
  } | null;
}

export interface WhatIfFlipsAnswer {
  readonly flips: readonly Flip[];
  readonly total: number;
  readonly next: number | null;
}

/** What is judged otherwise since a day, case by case, the latest index first. */
export interface MeasureChangesAnswer {
  readonly measure: { readonly id: string; readonly version: number; readonly title: string };
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly knownAt: string;
  /** As it was known then. */
  readonly then: MeasuredRate;
  /** As it is known now. */
  readonly now: MeasuredRate;
  readonly changes: readonly LaterChange[];
  readonly total: number;
  readonly next: number | null;
}

export interface MeasureCasesAnswer {
  readonly cases: readonly MeasureCase[];
  readonly total: number;
  readonly next: number | null;
}

/** A policy that is tried on the past without being adopted: as if it had been in force in every week asked for. */
export interface TriedPolicyAnswer {
  /** Null where no program has it. */
  readonly policy: HoursPolicy | null;
  readonly minHoursPerWeek: number;
  /** Tried in programs of this level only; the others keep their own. */
  readonly level?: LevelOfCare;
}

export interface AttendanceAnswer {
  readonly tried: TriedPolicyAnswer | null;
  readonly programs: readonly (ProgramAttendance & { readonly policy: HoursPolicy | null })[];
}

export interface ProgramWeeksAnswer {
  readonly tried: TriedPolicyAnswer | null;
  readonly programId: string;
  readonly name: string;
  readonly policies: readonly HoursPolicy[];
  readonly patients: readonly PatientAttendance[];
}

/** The alerts that are open on a day: those first whose deadline comes first. */
export interface AlertsAnswer {
  readonly on: LocalDate;
  /** Every kind of alert, in the order of urgency, with how many are open on that day under the other filters. */
  readonly kinds: readonly {
    readonly kind: string;
    readonly version: number;
    readonly title: string;
    readonly description: string;
    /** What closes it, in words. */
    readonly closes: string;
    readonly open: number;
  }[];
  readonly alerts: readonly OpenAlert[];
  readonly total: number;
  readonly next: number | null;
}

/** What was kept though it contradicts other facts, counted. */
export interface DataQualityAnswer {
  /** Every code there is, with how many findings there are. */
  readonly codes: readonly {
    readonly code: FindingCode;
    readonly means: string;
    readonly findings: number;
    readonly facilities: readonly Omit<FindingCount, 'code'>[];
  }[];
  readonly total: number;
}

export interface DataQualityCasesAnswer {
  readonly cases: readonly FindingCase[];
  readonly total: number;
  readonly next: number | null;
}
