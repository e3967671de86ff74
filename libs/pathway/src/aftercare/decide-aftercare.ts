import { Refusal } from '@stepwell/event-sourcing';
import { factsOf } from '../pathway.ts';
import { once, type Decisions } from '../decision.ts';
import type { AftercareCommand } from './aftercare-command.ts';
import type { AftercareEvent } from './aftercare-event.ts';

/** How former patients are followed. */
export const aftercareDecisions: Decisions<AftercareCommand, AftercareEvent> = {
  EnrollInAftercare: (data, pathway, times) => {
    const earlier = factsOf(pathway, 'AftercareEnrolled').find(
      (fact) => fact.data.enrollmentId === data.enrollmentId,
    );
    const otherwise = new Refusal('enrollment-known', 'This enrolment is recorded otherwise.');
    return once(earlier, { type: 'AftercareEnrolled', data }, times, otherwise);
  },
  RecordAftercareContact: (data, pathway, times) => {
    const enrolled = factsOf(pathway, 'AftercareEnrolled').find(
      (fact) => fact.data.enrollmentId === data.enrollmentId,
    );
    if (!enrolled) return new Refusal('enrollment-unknown', 'No enrolment in aftercare has this id.');
    if (data.abstinent !== undefined && !data.reached)
      return new Refusal('contact-contradicts-itself', 'Of somebody who was not reached nothing is known.');
    const earlier = factsOf(pathway, 'AftercareContactRecorded').find(
      (fact) => fact.data.contactId === data.contactId,
    );
    const { facilityId } = enrolled.data;
    const event = { type: 'AftercareContactRecorded', data: { ...data, facilityId } } as const;
    const otherwise = new Refusal('contact-known', 'This contact is recorded otherwise.');
    return once(earlier, event, times, otherwise);
  },
};
