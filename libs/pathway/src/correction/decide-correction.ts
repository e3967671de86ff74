import { Refusal } from '@stepwell/event-sourcing';
import type { CareEvent } from '../care/care-event.ts';
import type { Decisions } from '../decision.ts';
import type { PathwayEvent } from '../pathway-event.ts';
import type { RelapseEvent } from '../relapse/relapse-event.ts';
import type { CorrectionCommand } from './correction-command.ts';
import type { CorrectionEvent } from './correction-event.ts';

/** What is never taken back by its event, and what is done instead. */
const OTHERWISE: Partial<Record<PathwayEvent['type'], string>> = {
  PatientRegistered: 'A registration stays: correct the demographics.',
  PatientsMerged: 'Both records say so: take the merger back.',
};

/** The events that say of what is taken back in words of its own that it never was. */
const CANCELLATION = {
  PatientAdmitted: 'AdmissionCancelled',
  LevelOfCareTransitioned: 'TransitionCancelled',
  LocationTransferred: 'TransitionCancelled',
  LeaveStarted: 'LeaveCancelled',
  LeaveEnded: 'LeaveCancelled',
  PatientDischarged: 'DischargeCancelled',
} as const satisfies Partial<Record<PathwayEvent['type'], CareEvent['type']>>;

const isCancelled = (type: string): type is keyof typeof CANCELLATION => Object.hasOwn(CANCELLATION, type);

/**
 * Takes back any entry by its event, also where a cancellation without a name would reach for a later one. A correction is not
 * taken back: record anew what it voided. That of an attendance is: the attendance stands again as it was before.
 */
export const correctionDecisions: Decisions<CorrectionCommand, CorrectionEvent | CareEvent | RelapseEvent> = {
  VoidEntry: ({ eventId, reason }, { facts, voided }) => {
    if (voided.has(eventId)) return [];
    const fact = facts.find(({ id }) => id === eventId);
    if (!fact) return new Refusal('entry-unknown', 'No event of this patient has this id.');
    const otherwise =
      OTHERWISE[fact.type] ??
      ('voids' in fact.data && fact.type !== 'AttendanceCorrected' ? 'A correction stays.' : undefined);
    if (otherwise) return new Refusal('entry-not-voidable', otherwise);
    const data = { voids: eventId, reason };
    if (isCancelled(fact.type)) return [{ type: CANCELLATION[fact.type], data }];
    if (fact.type === 'RelapseReported')
      return [{ type: 'RelapseReportWithdrawn', data: { ...data, relapseId: fact.data.relapseId } }];
    return [{ type: 'EntryVoided', data }];
  },
};
