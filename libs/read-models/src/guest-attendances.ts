import { timeline, type LocalDate } from '@stepwell/pathway';
import { readModel, type PatientState } from './read-model.ts';
import { entriesOf, isGuestAt, programOf, type SessionEntry } from './session-entry.ts';

interface GuestAttendanceRow {
  readonly patient_id: string;
  readonly event_id: string;
  readonly program_id: string;
  readonly held_on: LocalDate;
  readonly held: SessionEntry;
}

/**
 * Who was at a program's session without a stay there: at another level in the same building, or in none that is known. What
 * the program's own patients attended stands in their weeks.
 */
export const guestAttendances = readModel<PatientState, GuestAttendanceRow>({
  name: 'guest-attendances',
  category: 'pathway',
  version: 1,
  columns: {
    patient_id: 'text NOT NULL',
    event_id: 'text NOT NULL',
    program_id: 'text NOT NULL',
    held_on: 'date NOT NULL',
    held: 'json NOT NULL',
  },
  key: ['patient_id', 'event_id'],
  indexes: ['(program_id, held_on)'],
  rows: ({ pathway }, patientId) => {
    const entry = entriesOf(pathway);
    return timeline(pathway)
      .sessions.filter(isGuestAt)
      .map((session) => ({
        ...{ patient_id: patientId, event_id: session.eventId, program_id: programOf(session)! },
        ...{ held_on: session.day, held: entry(session) },
      }));
  },
});
