import { Refusal } from '@stepwell/event-sourcing';
import type { ProgramDefinition } from '@stepwell/pathway';
import { derivedId } from '../ids.ts';
import { facilityOf } from '../place.ts';
import type { ClinicalCommandData } from './clinical-data.ts';
import { lower, told, type Translation } from './translation.ts';

type Given = { readonly programId?: string; readonly facilityId?: string };

/** The facility that is named or that the named program belongs to. */
const at = ({ programId, facilityId }: Given, program: ProgramDefinition | undefined) => {
  const place = told(facilityOf({ programId, facilityId, timeZone: 'UTC' }, program));
  return place instanceof Refusal ? place : { facilityId: place.facilityId, programId };
};

export const clinicalTranslations: {
  readonly [Name in keyof ClinicalCommandData]: Translation<Name>;
} = {
  AssessEligibility: ({ assessmentId, referralId, person = {}, ...said }, { commandId, program }) => {
    const place = at(said, program);
    if (place instanceof Refusal) return place;
    const id = lower(assessmentId) ?? derivedId('assessment', commandId);
    const data = { ...said, ...place, assessmentId: id, referralId: lower(referralId), person };
    return { type: 'AssessEligibility', data };
  },
  RecordOutcome: ({ measurementId, ...said }, { commandId, program }) => {
    if (!said.items && said.score === undefined)
      return new Refusal('invalid-data', 'data.items: Give the items, or the score.');
    const given = said.programId ?? said.facilityId;
    const place = given === undefined ? {} : at(said, program);
    if (place instanceof Refusal) return place;
    const id = lower(measurementId) ?? derivedId('measurement', commandId);
    return { type: 'RecordOutcome', data: { ...said, ...place, measurementId: id } };
  },
  SetTreatmentPlan: ({ planId, person = {}, ...said }, { commandId, program }) => {
    const place = at(said, program);
    if (place instanceof Refusal) return place;
    const id = lower(planId) ?? derivedId('plan', commandId);
    return { type: 'SetTreatmentPlan', data: { ...said, ...place, planId: id, person } };
  },
  GrantConsent: ({ consentId, ...said }, { commandId }) => ({
    type: 'GrantConsent',
    data: { ...said, consentId: lower(consentId) ?? derivedId('consent', commandId) },
  }),
  RevokeConsent: ({ consentId, reason }) => ({
    type: 'RevokeConsent',
    data: { consentId: consentId.toLowerCase(), reason },
  }),
  WaitlistPatient: ({ waitlistId, programId, referralId }, { commandId, program }) => {
    const place = told(facilityOf({ programId }, program));
    if (place instanceof Refusal) return place;
    const { facilityId, timeZone } = place;
    const id = lower(waitlistId) ?? derivedId('waitlist', commandId);
    const data = { waitlistId: id, programId, facilityId, timeZone, referralId: lower(referralId) };
    return { type: 'WaitlistPatient', data };
  },
  OfferPlace: ({ waitlistId, answerBy }) => ({
    type: 'OfferPlace',
    data: { waitlistId: waitlistId.toLowerCase(), answerBy },
  }),
  TakeOffWaitlist: ({ waitlistId, reason }) => ({
    type: 'TakeOffWaitlist',
    data: { waitlistId: waitlistId.toLowerCase(), reason },
  }),
  EnrollInAftercare: ({ enrollmentId, from, ...said }, { commandId, program }) => {
    const place = at(said, program);
    if (place instanceof Refusal) return place;
    const id = lower(enrollmentId) ?? derivedId('enrollment', commandId);
    return { type: 'EnrollInAftercare', data: { ...place, from, enrollmentId: id } };
  },
  RecordAftercareContact: ({ contactId, enrollmentId, ...said }, { commandId }) => {
    const id = lower(contactId) ?? derivedId('contact', commandId);
    const data = { ...said, contactId: id, enrollmentId: enrollmentId.toLowerCase() };
    return { type: 'RecordAftercareContact', data };
  },
};
