import type {
  AttendanceStatus,
  DischargeReason,
  LevelOfCare,
  Modality,
  RelapseDetection,
  RelapseExtent,
  SessionKind,
} from '@stepwell/pathway';
import type { DayNumber, Moment } from './calendar.ts';
import type { FacilityId, SimulatedProgram } from './network.ts';
import type { Patient } from './patient.ts';

/** A time at one program. Without an end it lasts beyond the simulated time. */
export interface TrueStay {
  readonly stayId: string;
  readonly program: SimulatedProgram;
  readonly begin: Moment;
  end?: Moment;
}

export interface TrueLeave {
  readonly leaveId: string;
  readonly begin: Moment;
  end?: Moment;
}

export interface TrueEpisode {
  readonly episodeId: string;
  readonly visitNumber: string;
  readonly facilityId: FacilityId;
  readonly plannedNextLevel?: LevelOfCare;
  readonly location?: string;
  readonly stays: TrueStay[];
  readonly leaves: TrueLeave[];
  /** A change of bed within the first stay. */
  move?: { readonly moment: Moment; readonly location: string };
  discharge?: { readonly reason: DischargeReason; readonly plannedNextLevel?: LevelOfCare };
}

export interface TrueSession {
  readonly sessionId: string;
  readonly program: SimulatedProgram;
  readonly begin: Moment;
  readonly kind: SessionKind;
  readonly modality: Modality;
  readonly status: AttendanceStatus;
  readonly scheduledMinutes: number;
  readonly attendedMinutes: number;
  /** The episode that it was part of. */
  readonly episode: TrueEpisode;
}

export interface TrueRelapse {
  readonly relapseId: string;
  readonly moment: Moment;
  readonly substances: readonly string[];
  readonly detectedBy: RelapseDetection;
  readonly extent: RelapseExtent;
}

/** A proposal to be treated somewhere. Some patients never arrive. */
export interface TrueReferral {
  readonly referralId: string;
  readonly facilityId: FacilityId;
  readonly level: LevelOfCare;
  readonly moment: Moment;
}

/** What really happened to a patient, whoever learned of it and whenever: the simulator's truth. */
export interface Life {
  readonly patient: Patient;
  /** The day on which the network first heard of the patient. */
  readonly since: DayNumber;
  /** In the order of admission. */
  readonly episodes: readonly TrueEpisode[];
  readonly sessions: readonly TrueSession[];
  readonly relapses: readonly TrueRelapse[];
  readonly referrals: readonly TrueReferral[];
}

/** The end of an episode: that of its last stay. */
export const endOf = ({ stays }: TrueEpisode): Moment | undefined => stays.at(-1)!.end;

/** Whether the patient is away at 23:59. */
export const isAway = ({ begin, end }: TrueLeave, day: DayNumber): boolean =>
  begin.day <= day && (!end || end.day > day);
