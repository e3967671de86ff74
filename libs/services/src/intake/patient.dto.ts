import {
  ATTENDANCE_STATUSES,
  COVERAGE_RELATIONSHIPS,
  DISCHARGE_REASONS,
  LEVELS_OF_CARE,
  MODALITIES,
  RELAPSE_DETECTIONS,
  RELAPSE_EXTENTS,
  SESSION_KINDS,
  type AttendanceStatus,
  type CoverageRelationship,
  type DischargeReason,
  type LevelOfCare,
  type Modality,
  type RelapseDetection,
  type RelapseExtent,
  type SessionKind,
  type Sex,
} from '@stepwell/pathway';
import { Day, Instant, Name, OneOf, Part, Parts, Text, Texts, Uuid, Whole, Zone } from '../http/fields.ts';

export class IdentifierDto {
  @Text('The authority that gave the number.', { example: 'mercy-general' }) system!: string;
  @Text('The number.', { example: '800865' }) value!: string;
  @Text('HL7 table 0203: MR (medical record), MB (member) …', { optional: true, most: 20 }) type?: string;
}

export class HumanNameDto {
  @Text('Family name.', { optional: true }) family?: string;
  @Text('Given names.', { optional: true }) given?: string;
}

export class AddressDto {
  @Text('Street and number.', { optional: true }) line?: string;
  @Text('City.', { optional: true }) city?: string;
  @Text('State.', { optional: true }) state?: string;
  @Text('Postal code.', { optional: true, most: 20 }) postalCode?: string;
}

export class CoverageDto {
  @Name('The health plan.') payerId!: string;
  @Text("The plan's name.", { optional: true }) payerName?: string;
  @Text("The patient's number as a member of the plan.", { optional: true }) memberNumber?: string;
  @OneOf(COVERAGE_RELATIONSHIPS, 'What the patient is to the subscriber (FHIR).', { optional: true })
  relationship?: CoverageRelationship;
  @Day('The first day covered.') from!: string;
}

/** Who says so: part of every request that records something. */
class RecordedDto {
  @Text('The person or service that records this.', { optional: true }) recordedBy?: string;
}

export class RegisterPatientDto extends RecordedDto {
  @Parts(
    () => IdentifierDto,
    "The patient's numbers. Without a `patientId`, the first one decides the patient's id.",
    { least: 1 },
  )
  identifiers!: IdentifierDto[];
  @Uuid("The patient's id, where the caller gives it.", { optional: true }) patientId?: string;
  @Part(() => HumanNameDto, 'Name.', { optional: true }) name?: HumanNameDto;
  @Day('Date of birth.', { optional: true, example: '1988-04-17' }) birthDate?: string;
  @OneOf(['female', 'male', 'other', 'unknown'], 'FHIR administrative gender.', { optional: true }) sex?: Sex;
  @Part(() => AddressDto, 'Address.', { optional: true }) address?: AddressDto;
  @Text('Telephone.', { optional: true, most: 50 }) phone?: string;
  @Part(() => CoverageDto, 'The health plan that pays.', { optional: true }) coverage?: CoverageDto;
  @Instant('When this was true; the default is now.', { optional: true }) occurredAt?: string;
}

/** When it was, and who says so. */
export class OccurredDto extends RecordedDto {
  @Instant('When it was true for the patient.') occurredAt!: string;
}

class MemberDto {
  @Text("The patient's number as a member of the plan.", { optional: true }) memberNumber?: string;
}

export class StartCoverageDto extends OccurredDto {
  @Uuid("The coverage's id, where the caller gives it.", { optional: true }) coverageId?: string;
  @Name('The health plan.') payerId!: string;
  @Text("The plan's name.", { optional: true }) payerName?: string;
  @Whole('In which place the plan pays: 1 first.', { optional: true, least: 1, most: 9 }) order?: number;
  @OneOf(COVERAGE_RELATIONSHIPS, 'What the patient is to the subscriber (FHIR).', { optional: true })
  relationship?: CoverageRelationship;
  @Day('The first day covered.') from!: string;
  @Part(() => MemberDto, 'What is of this person alone.', { optional: true }) person?: MemberDto;
}

export class EndCoverageDto extends OccurredDto {
  @Day('The last day covered.') until!: string;
}

class PersonDto {
  @Part(() => HumanNameDto, 'Name.', { optional: true }) name?: HumanNameDto;
  @Day('Date of birth.', { optional: true, example: '1988-04-17' }) birthDate?: string;
  @OneOf(['female', 'male', 'other', 'unknown'], 'FHIR administrative gender.', { optional: true }) sex?: Sex;
  @Part(() => AddressDto, 'Address.', { optional: true }) address?: AddressDto;
  @Text('Telephone.', { optional: true, most: 50 }) phone?: string;
}

export class DemographicsDto extends OccurredDto {
  @Part(() => PersonDto, 'What is otherwise than known; the rest stays.') person!: PersonDto;
}

export class LevelCodeDto {
  @Text('The coding system.', { example: 'ASAM' }) system!: string;
  @Text('Its edition.', { optional: true, example: '4' }) edition?: string;
  @Text('The code, kept as given.', { example: '2.1' }) code!: string;
}

class PlacementDto extends OccurredDto {
  @Name('The program; facility, level and time zone are then known.', { optional: true }) programId?: string;
  @Name('The facility, where no program is given.', { optional: true }) facilityId?: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care, where no program is given.', { optional: true })
  level?: LevelOfCare;
  @Zone("The facility's time zone, where no program is given.", { optional: true }) timeZone?: string;
  @Part(() => LevelCodeDto, 'The level as the source codes it.', { optional: true }) levelCode?: LevelCodeDto;
  @Text('Ward, room and bed.', { optional: true }) location?: string;
}

export class DiagnosisDto {
  @Text('The coding system.', { example: 'ICD-10-CM' }) system!: string;
  @Text('The code.', { example: 'F11.20' }) code!: string;
}

export class OverrideDto {
  @Text('Why the patient is admitted all the same.', { most: 1_000 }) reason!: string;
  @Text('The clinician who answers for it.') clinician!: string;
}

export class AdmissionDto extends PlacementDto {
  @Uuid("The episode's id, where the caller gives it.", { optional: true }) episodeId?: string;
  @Text("The facility's number of the visit.", { optional: true }) visitNumber?: string;
  @Parts(() => DiagnosisDto, 'Diagnoses.', { optional: true }) diagnoses?: DiagnosisDto[];
  @Texts('Substances that treatment is for, the primary first.', { optional: true }) substances?: string[];
  @Text('Where the patient was referred from.', { optional: true }) referralSource?: string;
  @OneOf(LEVELS_OF_CARE, 'The level planned next.', { optional: true }) plannedNextLevel?: LevelOfCare;
  @Part(
    () => OverrideDto,
    'Needed to admit against a contraindication, or outside the ages of the program.',
    {
      optional: true,
    },
  )
  override?: OverrideDto;
}

export class TransitionDto extends PlacementDto {
  @Part(
    () => OverrideDto,
    'Needed against a contraindication that was assessed, and outside the ages of the program.',
    { optional: true },
  )
  override?: OverrideDto;
  @Uuid('The episode; the default is the one open at the facility.', { optional: true }) episodeId?: string;
}

class InEpisodeDto extends OccurredDto {
  @Uuid('The episode.', { optional: true }) episodeId?: string;
  @Name('The facility, where no episode is given: its open episode is meant.', { optional: true })
  facilityId?: string;
}

export class DischargeDto extends InEpisodeDto {
  @OneOf(DISCHARGE_REASONS, 'Why treatment ended (TEDS reasons 1 to 7).') reason!: DischargeReason;
  @Text("The source's own disposition code.", { optional: true }) disposition?: string;
  @OneOf(LEVELS_OF_CARE, 'The level planned next.', { optional: true }) plannedNextLevel?: LevelOfCare;
}

export class LeaveDto extends InEpisodeDto {
  @OneOf(['start', 'end'], 'Whether the patient goes or comes back.') type!: 'start' | 'end';
  @Uuid("The leave's id, where the caller gives it.", { optional: true }) leaveId?: string;
  @Day('When the patient is expected back.', { optional: true }) expectedReturn?: string;
}

export class CancellationDto extends InEpisodeDto {
  @OneOf(
    ['admission', 'transition', 'discharge', 'leave'],
    'What never was: the latest of its kind in the episode.',
  )
  what!: 'admission' | 'transition' | 'discharge' | 'leave';
  @Text('Why.', { optional: true, most: 1_000 }) reason?: string;
}

export class AttendanceDto extends OccurredDto {
  @Name("The session's id at its facility.") sessionId!: string;
  @OneOf(SESSION_KINDS, 'What kind of session.') kind!: SessionKind;
  @OneOf(MODALITIES, 'How it was held.') modality!: Modality;
  @OneOf(ATTENDANCE_STATUSES, 'Whether the patient was there.') status!: AttendanceStatus;
  @Whole('Minutes planned.', { least: 1, most: 1_440 }) scheduledMinutes!: number;
  @Whole('Minutes that the patient was there.', { least: 0, most: 1_440 }) attendedMinutes!: number;
  @Name('The program.', { optional: true }) programId?: string;
  @Name('The facility, where no program is given.', { optional: true }) facilityId?: string;
  @Zone("The facility's time zone, where no program is given.", { optional: true }) timeZone?: string;
  @Text('Makes this a correction of what was recorded of the session, and says why.', {
    optional: true,
    most: 1_000,
  })
  correctionReason?: string;
}

export class RelapseDto extends OccurredDto {
  @Uuid("The report's id, where the caller gives it.", { optional: true }) relapseId?: string;
  @Texts('What was used.') substances!: string[];
  @OneOf(RELAPSE_DETECTIONS, 'How it came to be known.') detectedBy!: RelapseDetection;
  @OneOf(RELAPSE_EXTENTS, 'How far it went.', { optional: true }) extent?: RelapseExtent;
}

export class WithdrawalDto extends OccurredDto {
  @Text('Why it is taken back.', { optional: true, most: 1_000 }) reason?: string;
}

export class MergerDto extends OccurredDto {
  @Uuid('The record that goes: of the same person.') absorbedId!: string;
}
