import { Refusal } from '@stepwell/event-sourcing';
import type { Decisions } from '../decision.ts';
import type { PathwayEvent } from '../pathway-event.ts';
import type { CorrectionCommand } from './correction-command.ts';
import type { CorrectionEvent } from './correction-event.ts';

/** What is taken back in a way of its own, and how; and what is never taken back. */
const OTHERWISE: Partial<Record<PathwayEvent['type'], string>> = {
  PatientRegistered: 'A registration stays: correct the demographics.',
  PatientAdmitted: 'Cancel the admission.',
  LevelOfCareTransitioned: 'Cancel the transition.',
  LocationTransferred: 'Cancel the transfer.',
  LeaveStarted: 'Cancel the leave.',
  LeaveEnded: 'Cancel the leave.',
  PatientDischarged: 'Cancel the discharge.',
  RelapseReported: 'Withdraw the report.',
};

/**
 * Takes back what was entered in error. A correction is not taken back: record anew what it voided. That of an attendance is:
 * the attendance stands again as it was before.
 */
export const correctionDecisions: Decisions<CorrectionCommand, CorrectionEvent> = {
  VoidEntry: ({ eventId, reason }, { facts, voided }) => {
    if (voided.has(eventId)) return [];
    const fact = facts.find(({ id }) => id === eventId);
    if (!fact) return new Refusal('entry-unknown', 'No event of this patient has this id.');
    const otherwise =
      OTHERWISE[fact.type] ??
      ('voids' in fact.data && fact.type !== 'AttendanceCorrected' ? 'A correction stays.' : undefined);
    if (otherwise) return new Refusal('entry-not-voidable', otherwise);
    return [{ type: 'EntryVoided', data: { voids: eventId, reason } }];
  },
};
