import type { Typed } from '../typed.ts';
import type { Voiding } from '../voiding.ts';
import type { Attendance } from './treatment-event.ts';

/** What happened in treatment. */
export type TreatmentCommand =
  Typed<'RecordAttendance', Attendance> | Typed<'CorrectAttendance', Attendance & Pick<Voiding, 'reason'>>;
