import type { EventVersions } from '@stepwell/event-sourcing';
import { aftercareEvents, type AftercareEvent } from './aftercare/aftercare-event.ts';
import { assessmentEvents, type AssessmentEvent } from './assessment/assessment-event.ts';
import { careEvents, type CareEvent } from './care/care-event.ts';
import { consentEvents, type ConsentEvent } from './consent/consent-event.ts';
import { correctionEvents, type CorrectionEvent } from './correction/correction-event.ts';
import { identityEvents, type IdentityEvent } from './identity/identity-event.ts';
import { payerEvents, type PayerEvent } from './payer/payer-event.ts';
import { relapseEvents, type RelapseEvent } from './relapse/relapse-event.ts';
import { treatmentEvents, type TreatmentEvent } from './treatment/treatment-event.ts';
import { waitlistEvents, type WaitlistEvent } from './waitlist/waitlist-event.ts';

// Events are the storage format: add fields and types. What has to be said otherwise is a new version of its event, with
// an upcaster in its group's table and an example in the folder `stored-events`.
//
// What identifies a person (names, birth date, address, identifiers, free text) stands in a `person` part of its own.

/** Whatever can be known of a patient's pathway: each group has a folder of its own. */
export type PathwayEvent =
  | IdentityEvent
  | ConsentEvent
  | AssessmentEvent
  | CareEvent
  | TreatmentEvent
  | RelapseEvent
  | PayerEvent
  | WaitlistEvent
  | AftercareEvent
  | CorrectionEvent;

/** Every type with what brings its older versions up. */
export const pathwayEvents: EventVersions<PathwayEvent> = {
  ...identityEvents,
  ...consentEvents,
  ...assessmentEvents,
  ...careEvents,
  ...treatmentEvents,
  ...relapseEvents,
  ...payerEvents,
  ...waitlistEvents,
  ...aftercareEvents,
  ...correctionEvents,
};

/** The data of events of a type. */
export type DataOf<Type extends PathwayEvent['type']> = Extract<PathwayEvent, { type: Type }>['data'];
