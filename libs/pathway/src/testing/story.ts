import { foldAll } from '@stepwell/event-sourcing';
import { factsOfPast, type Past } from '@stepwell/event-sourcing/testing';
import { pathwayFold, type Pathway } from '../pathway.ts';
import { timeline, type Timeline } from '../timeline.ts';
import type { LevelOfCare } from '../level-of-care.ts';
import type { DischargeReason, Placement } from '../care/care-event.ts';
import type { Grant } from '../payer/payer-event.ts';
import type { DataOf, PathwayEvent } from '../pathway-event.ts';
import type { Attendance } from '../treatment/treatment-event.ts';

// What a patient's story is told with in tests. Where nothing else is said it happens in the episode `e1` at the
// facility `north`, whose clocks show New York's time.

export type Told = Past<PathwayEvent>;

/** An instant by the clocks of New York: `newYork('2026-01-05 23:59')`, at noon where no time is given. */
export const newYork = (local: string): string => {
  const [day = '', time = '12:00'] = local.split(' ');
  const zoned = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('America/New_York');
  return new Date(zoned.epochMilliseconds).toISOString();
};

/** An instant in January 2026, by default at noon, by the clocks of New York. */
export const jan = (day: number, time = '12:00'): string =>
  newYork(`2026-01-${String(day).padStart(2, '0')} ${time}`);

export const placed = (level: LevelOfCare, over: Partial<Placement> = {}): Placement => ({
  level,
  facilityId: 'north',
  timeZone: 'America/New_York',
  ...over,
});

export const registration: DataOf<'PatientRegistered'> = {
  patientId: 'p1',
  person: { name: { family: 'Doe', given: 'Ada' }, birthDate: '1990-02-28' },
  identifiers: { person: [{ system: 'north', value: '800865' }] },
};

export const registered: Told = { type: 'PatientRegistered', data: registration, at: newYork('2025-12-01') };

export const admission = (
  level: LevelOfCare,
  over: Partial<DataOf<'PatientAdmitted'>> = {},
): DataOf<'PatientAdmitted'> => ({ episodeId: 'e1', stayId: 's1', ...placed(level), ...over });

export const admitted = (
  at: string,
  level: LevelOfCare = 'inpatient',
  over: Partial<DataOf<'PatientAdmitted'>> = {},
): Told => ({ type: 'PatientAdmitted', data: admission(level, over), at });

export const transitioned = (
  at: string,
  level: LevelOfCare,
  over: Partial<DataOf<'LevelOfCareTransitioned'>> = {},
): Told => ({
  type: 'LevelOfCareTransitioned',
  data: { episodeId: 'e1', fromStayId: 's1', stayId: 's2', ...placed(level), ...over },
  at,
});

export const moved = (
  at: string,
  location: string,
  over: Partial<DataOf<'LocationTransferred'>> = {},
): Told => ({
  type: 'LocationTransferred',
  data: { episodeId: 'e1', stayId: 's1', location, ...over },
  at,
});

export const left = (at: string, over: Partial<DataOf<'LeaveStarted'>> = {}): Told => ({
  type: 'LeaveStarted',
  data: { episodeId: 'e1', leaveId: 'l1', ...over },
  at,
});

export const cameBack = (at: string, over: Partial<DataOf<'LeaveEnded'>> = {}): Told => ({
  type: 'LeaveEnded',
  data: { episodeId: 'e1', leaveId: 'l1', ...over },
  at,
});

export const discharged = (at: string, reason: DischargeReason = 'completed', episodeId = 'e1'): Told => ({
  type: 'PatientDischarged',
  data: { episodeId, reason },
  at,
});

type Cancellation = 'AdmissionCancelled' | 'TransitionCancelled' | 'LeaveCancelled' | 'DischargeCancelled';

/** `voids` is the place in the past of what never was: `e0`, `e1`, … */
export const cancelled = (at: string, type: Cancellation, voids: string): Told => ({
  type,
  data: { voids },
  at,
});

export const attendance = (over: Partial<Attendance> = {}): Attendance => ({
  sessionId: 'g1',
  kind: 'process',
  modality: 'in-person',
  status: 'attended',
  scheduledMinutes: 180,
  attendedMinutes: 180,
  facilityId: 'north',
  timeZone: 'America/New_York',
  ...over,
});

export const attended = (at: string, over: Partial<Attendance> = {}): Told => ({
  type: 'AttendanceRecorded',
  data: attendance(over),
  at,
});

/** What is granted: by default ten days at the level and facility of the story, from 5 January on. */
export const grant = (over: Partial<Grant> = {}): Grant => ({
  ...{ authorizationId: 'a1', payerId: 'hmo', facilityId: 'north', level: 'inpatient' },
  ...{ unitKind: 'days', units: 10, from: '2026-01-05', to: '2026-01-31', person: {} },
  ...over,
});

export const granted = (at: string, over: Partial<Grant> = {}): Told => ({
  type: 'AuthorizationApproved',
  data: grant(over),
  at,
});

/** The pathway that a story amounts to. */
export const pathwayOf = (...past: readonly Told[]): Pathway =>
  foldAll(pathwayFold, factsOfPast<PathwayEvent>(pathwayFold, past as Past<PathwayEvent>[]));

/** All that a pathway amounts to, looked at: a timeline computes only what somebody looks at. */
export const wholeTimeline = (pathway: Pathway): Timeline => {
  const known = timeline(pathway);
  const { person, episodes, stays, sessions, relapses, coverages, authorizations } = known;
  const { consents, referrals, eligibility, outcomes, plans, aftercare, waitlist } = known;
  const told = { consents, referrals, eligibility, outcomes, plans, aftercare, waitlist };
  return { person, episodes, stays, sessions, relapses, coverages, authorizations, ...told };
};
