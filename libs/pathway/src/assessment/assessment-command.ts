import type { Typed } from '../typed.ts';
import type { AssessmentEvent } from './assessment-event.ts';

/** Whether and where the patient is to be treated, and how the patient fares. */
export type AssessmentCommand = Typed<
  'ReceiveReferral',
  Extract<AssessmentEvent, { type: 'ReferralReceived' }>['data']
>;
