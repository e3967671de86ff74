import {
  addDays,
  compareText,
  payerOn,
  timeline,
  type LevelOfCare,
  type LocalDate,
  type Pathway,
  type PathwayEvent,
  type Stay,
} from '@stepwell/pathway';

/** Something about one patient that somebody should look at, from one day until another. */
export interface Alert {
  /** Unique among the patient's alerts of its rule: the event that it stands on. */
  readonly alertId: string;
  /** The first day on which it is open. */
  readonly opensOn: LocalDate;
  /** The first day on which it is open no more; absent while nothing is known that closes it. */
  readonly closesOn?: LocalDate;
  /** The event that closes it; absent where only time does. */
  readonly closedBy?: string;
  /** The last day on which what it warns of can be prevented. */
  readonly deadline?: LocalDate;
  /** Where the days are counted: it opens and closes when a day begins there. */
  readonly timeZone: string;
  readonly facilityId?: string;
  readonly programId?: string;
  readonly level?: LevelOfCare;
  readonly payerId?: string;
  /** The finding in one sentence. */
  readonly explanation: string;
  /** The events that it stands on. */
  readonly eventIds: readonly string[];
}

/** When somebody should look at a patient. Days are those of the facility's calendar. */
export interface AlertRule {
  readonly id: string;
  /** Raised whenever the same pathway would give other alerts. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  /** What closes it, in words. */
  readonly closes: string;
  /** The events that can open or close it. */
  readonly events: readonly PathwayEvent['type'][];
  /** Pure: every alert that a pathway has ever had, with the days on which it is open. */
  readonly alerts: (pathway: Pathway) => Alert[];
}

/** What stays and episodes are read off: every rule looks at them. */
export const CARE_EVENTS: AlertRule['events'] = [
  'PatientAdmitted',
  'LevelOfCareTransitioned',
  'PatientDischarged',
  'AdmissionCancelled',
  'TransitionCancelled',
  'DischargeCancelled',
];

/** What sessions are read off: an attendance that was entered in error is voided. */
export const SESSION_EVENTS: AlertRule['events'] = [
  'AttendanceRecorded',
  'AttendanceCorrected',
  'EntryVoided',
];

export const isOpenOn = ({ opensOn, closesOn }: Alert, day: LocalDate): boolean =>
  opensOn <= day && (closesOn === undefined || day < closesOn);

/** What ends an alert: an event on its day, or a day alone. */
export interface Ending {
  readonly day: LocalDate;
  readonly eventId?: string;
}

/** An alert that ends with the first of these; none where that is before it would open. */
export const alertUntil = (
  alert: Omit<Alert, 'closesOn' | 'closedBy'>,
  endings: readonly (Ending | undefined)[],
): Alert[] => {
  const known = endings.filter((ending) => ending !== undefined);
  const end = known.toSorted((a, b) => compareText(a.day, b.day))[0];
  if (end && end.day <= alert.opensOn) return [];
  return [{ ...alert, closesOn: end?.day, closedBy: end?.eventId }];
};

/** Time alone ends it after so many days. */
export const after = (day: LocalDate, days: number): Ending => ({ day: addDays(day, days) });

/** Where and under whose responsibility: the place of a stay with its calendar, and the payer of a day. */
export const responsible = (
  pathway: Pathway,
  stay: Stay | undefined,
  on: LocalDate,
): Pick<Alert, 'facilityId' | 'programId' | 'level' | 'payerId' | 'timeZone'> => ({
  timeZone: stay?.timeZone ?? 'UTC',
  facilityId: stay?.facilityId,
  programId: stay?.programId,
  level: stay?.level,
  payerId: payerOn(timeline(pathway), on),
});
