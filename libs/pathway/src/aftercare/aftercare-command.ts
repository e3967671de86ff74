import type { Typed } from '../typed.ts';
import type { AftercareContact, AftercareEnrollment } from './aftercare-event.ts';

/** How former patients are followed. */
export type AftercareCommand =
  | Typed<'EnrollInAftercare', AftercareEnrollment>
  | Typed<'RecordAftercareContact', Omit<AftercareContact, 'facilityId'>>;
