import type { EventVersions } from '@stepwell/event-sourcing';
import type { LevelOfCare } from '../level-of-care.ts';
import type { Typed } from '../typed.ts';

// These events are the storage format, see `pathway-event.ts`.

export type AssessmentEvent = Typed<
  'ReferralReceived',
  {
    readonly referralId: string;
    readonly facilityId: string;
    readonly level?: LevelOfCare;
    readonly visitNumber?: string;
  }
>;

export const assessmentEvents: EventVersions<AssessmentEvent> = { ReferralReceived: [] };
