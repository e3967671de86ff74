import type { Position } from '@stepwell/event-sourcing';
import type { HoursPolicy, LevelOfCare, LocalDate } from '@stepwell/pathway';
import type {
  FacilityAnswer,
  Flow,
  Grouping,
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

export interface MeasureDefinition {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly denominator: string;
  readonly numerator: string;
  readonly exclusions: readonly string[];
  readonly groupings: readonly Grouping[];
}

export interface MeasuresAnswer {
  readonly measures: readonly MeasureDefinition[];
}

export interface MeasureAnswer {
  readonly measure: { readonly id: string; readonly version: number; readonly title: string };
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly groupBy: Grouping;
  readonly overall: MeasuredRate;
  readonly groups: readonly (MeasuredRate & { readonly key: string; readonly label: string })[];
}

export interface MeasureCasesAnswer {
  readonly cases: readonly MeasureCase[];
  readonly total: number;
  readonly next: number | null;
}

export interface AttendanceAnswer {
  readonly programs: readonly (ProgramAttendance & { readonly policy: HoursPolicy | null })[];
}

export interface ProgramWeeksAnswer {
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
