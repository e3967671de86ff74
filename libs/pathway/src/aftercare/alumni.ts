import { momentAt, type Moment, type Stay } from '../care/episode.ts';
import { addDays, type LocalDate } from '../local-date.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { AftercareContact, AftercareEnrollment } from './aftercare-event.ts';

export interface Aftercare extends AftercareEnrollment {
  readonly enrolled: Moment;
  readonly contacts: readonly (AftercareContact & Moment)[];
}

export const aftercareIn = (pathway: Pathway, stays: readonly Stay[]): Aftercare[] => {
  const contacts = Map.groupBy(factsOf(pathway, 'AftercareContactRecorded'), ({ data }) => data.enrollmentId);
  return factsOf(pathway, 'AftercareEnrolled').map((fact) => ({
    ...fact.data,
    enrolled: momentAt(fact, stays),
    contacts: (contacts.get(fact.data.enrollmentId) ?? []).map((contact) => ({
      ...contact.data,
      ...momentAt(contact, stays),
    })),
  }));
};

/** The days after enrolment on which alumni are looked for. */
export const ALUMNI_DAYS = [30, 90, 180, 365] as const;
/** A contact counts from so many days before that day to so many after it. */
const AROUND = 14;

export interface AlumniDay {
  readonly enrollmentId: string;
  readonly day: (typeof ALUMNI_DAYS)[number];
  readonly due: LocalDate;
  /** `upcoming` before its time, `open` during it, then `reached` or `missed`. */
  readonly status: 'upcoming' | 'open' | 'reached' | 'missed';
  readonly abstinent?: boolean;
  /** The contact by which the patient was reached. */
  readonly eventId?: string;
}

/** How far alumni have been followed, looked at on a day. */
export const alumniOn = (aftercare: readonly Aftercare[], on: LocalDate): AlumniDay[] =>
  aftercare.flatMap(({ enrollmentId, from, contacts }) =>
    ALUMNI_DAYS.map((day) => {
      const due = addDays(from, day);
      const [first, last] = [addDays(due, -AROUND), addDays(due, AROUND)];
      const contact = contacts.find(
        (one) => one.reached && first <= one.day && one.day <= last && one.day <= on,
      );
      const waiting = on < first ? 'upcoming' : on <= last ? 'open' : 'missed';
      const status = contact ? 'reached' : waiting;
      return { enrollmentId, day, due, status, abstinent: contact?.abstinent, eventId: contact?.eventId };
    }),
  );
