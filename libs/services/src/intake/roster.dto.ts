import {
  ATTENDANCE_STATUSES,
  MODALITIES,
  SESSION_KINDS,
  type AttendanceStatus,
  type Modality,
  type SessionKind,
} from '@stepwell/pathway';
import { Instant, Name, OneOf, Part, Parts, Text, Uuid, Whole, Zone } from '../http/fields.ts';
import { IdentifierDto } from './patient.dto.ts';

const MOST_PATIENTS = 100;

export class RosterEntryDto {
  @Uuid('The patient.', { optional: true }) patientId?: string;
  @Part(
    () => IdentifierDto,
    'The number under which the patient was registered, where no patientId is given.',
    {
      optional: true,
    },
  )
  identifier?: IdentifierDto;
  @OneOf(ATTENDANCE_STATUSES, 'Whether the patient was there.') status!: AttendanceStatus;
  @Whole(
    'Minutes that the patient was there. The default is all of them for `attended`, and none for `excused` and `no-show`.',
    { optional: true, least: 0, most: 1_440 },
  )
  attendedMinutes?: number;
}

export class RosterDto {
  @Instant('When the session began.') occurredAt!: string;
  @OneOf(SESSION_KINDS, 'What kind of session.') kind!: SessionKind;
  @OneOf(MODALITIES, 'How it was held.') modality!: Modality;
  @Whole('Minutes planned.', { least: 1, most: 1_440 }) scheduledMinutes!: number;
  @Name('The program that held it.', { optional: true }) programId?: string;
  @Name('The facility, where no program is given.', { optional: true }) facilityId?: string;
  @Zone("The facility's time zone, where no program is given.", { optional: true }) timeZone?: string;
  @Parts(
    () => RosterEntryDto,
    'The patients, each once. They may be at different levels of care: each is credited in the stay of that day.',
    { least: 1, most: MOST_PATIENTS },
  )
  patients!: RosterEntryDto[];
  @Text(
    'Corrects what is recorded otherwise of these patients in this session, and says why. Without it, such entries are refused.',
    { optional: true, most: 1_000 },
  )
  correctionReason?: string;
  @Text('The person or service that records this.', { optional: true }) recordedBy?: string;
}
