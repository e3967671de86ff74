import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';
import type { Attendance, TreatmentPlan } from './treatment-event.ts';

/** What is prescribed, and what happened in treatment. */
export type TreatmentCommand =
  | Typed<'SetTreatmentPlan', TreatmentPlan>
  | Typed<'RecordAttendance', Attendance>
  | Typed<'CorrectAttendance', Attendance & Pick<Voiding, 'reason'>>;
