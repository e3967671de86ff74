import type { Decisions } from '../decision.ts';
import type { AssessmentCommand } from './assessment-command.ts';
import type { AssessmentEvent } from './assessment-event.ts';

/** Whether and where the patient is to be treated, and how the patient fares. */
export const assessmentDecisions: Decisions<AssessmentCommand, AssessmentEvent> = {
  ReceiveReferral: (data, { facts }) =>
    facts.some((fact) => fact.type === 'ReferralReceived' && fact.data.referralId === data.referralId)
      ? []
      : [{ type: 'ReferralReceived', data }],
};
