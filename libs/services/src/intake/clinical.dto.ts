import {
  CONSENT_PURPOSES,
  CONSENT_SCOPES,
  CONTACT_METHODS,
  CONTRAINDICATIONS,
  FAVOURABLE,
  INSTRUMENTS_KNOWN,
  LEVELS_OF_CARE,
  SESSION_KINDS,
  type ConsentPurpose,
  type ConsentScope,
  type ContactMethod,
  type Contraindication,
  type Favourable,
  type InstrumentId,
  type LevelOfCare,
  type SessionKind,
} from '@stepwell/pathway';
import {
  Amount,
  Day,
  Flag,
  Name,
  OneOf,
  Part,
  Parts,
  SomeOf,
  Text,
  Texts,
  Uuid,
  Whole,
  Wholes,
} from '../http/fields.ts';
import { IdentifierDto, LevelCodeDto, OccurredDto } from './patient.dto.ts';

class AtFacilityDto extends OccurredDto {
  @Name('The program; its facility is then known.', { optional: true }) programId?: string;
  @Name('The facility, where no program is given.', { optional: true }) facilityId?: string;
}

export class ReferralDto extends OccurredDto {
  @Uuid("The referral's id, where the caller gives it.", { optional: true }) referralId?: string;
  @Name('The facility that the patient is referred to.') facilityId!: string;
  @Name('The program.', { optional: true }) programId?: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care that is proposed.', { optional: true }) level?: LevelOfCare;
  @Text("The facility's number of the visit.", { optional: true }) visitNumber?: string;
}

export class DimensionDto {
  @Whole('Which of the six, as the edition numbers them.', { least: 1, most: 6 }) dimension!: number;
  @Whole('How severe.', { least: 0, most: 4 }) severity!: number;
}

export class EligibilityPersonDto {
  @Text('What was found, in words.', { optional: true, most: 1_000 }) note?: string;
}

export class EligibilityDto extends AtFacilityDto {
  @Uuid("The assessment's id, where the caller gives it.", { optional: true }) assessmentId?: string;
  @Uuid('The referral that it answers.', { optional: true }) referralId?: string;
  @Text("The edition of ASAM's criteria.", { optional: true, example: '4', most: 20 }) edition?: string;
  @Parts(() => DimensionDto, "ASAM's dimensions.", { optional: true, most: 6 }) dimensions?: DimensionDto[];
  @SomeOf(CONTRAINDICATIONS, 'What speaks against intensive outpatient care; none is an empty list.')
  contraindications!: Contraindication[];
  @SomeOf(FAVOURABLE, 'What speaks for it.', { optional: true }) favourable?: Favourable[];
  @OneOf(LEVELS_OF_CARE, 'The level recommended.', { optional: true }) recommendedLevel?: LevelOfCare;
  @Part(() => LevelCodeDto, 'The same as the source codes it.', { optional: true })
  recommendedCode?: LevelCodeDto;
  @Part(() => EligibilityPersonDto, 'What is of this person alone.', { optional: true })
  person?: EligibilityPersonDto;
}

export class OutcomeDto extends AtFacilityDto {
  @Uuid("The measurement's id, where the caller gives it.", { optional: true }) measurementId?: string;
  @OneOf(INSTRUMENTS_KNOWN, 'The instrument.') instrument!: InstrumentId;
  @Wholes('The answers in the order of the instrument.', { optional: true, least: 0, most: 4 })
  items?: number[];
  @Whole('The score, where the answers are not known.', { optional: true, least: 0, most: 100 })
  score?: number;
}

export class PlannedSessionsDto {
  @OneOf(SESSION_KINDS, 'What kind of session.') kind!: SessionKind;
  @Amount('How many a week.', { least: 0.01, most: 70 }) perWeek!: number;
}

export class PlanPersonDto {
  @Texts('What treatment is to achieve.', { optional: true }) goals?: string[];
}

export class TreatmentPlanDto extends AtFacilityDto {
  @Uuid("The plan's id, where the caller gives it.", { optional: true }) planId?: string;
  @Amount('Hours prescribed a week.', { least: 0.01, most: 112 }) hoursPerWeek!: number;
  @Parts(() => PlannedSessionsDto, 'The mix of sessions.', { optional: true, most: 20 })
  sessions?: PlannedSessionsDto[];
  @Day('The first day on which it holds.') effectiveFrom!: string;
  @Part(() => PlanPersonDto, 'What is of this person alone.', { optional: true }) person?: PlanPersonDto;
}

export class ConsentDto extends OccurredDto {
  @Uuid("The consent's id, where the caller gives it.", { optional: true }) consentId?: string;
  @Text('To whom may be disclosed.') recipient!: string;
  @OneOf(CONSENT_PURPOSES, 'What for.') purpose!: ConsentPurpose;
  @SomeOf(CONSENT_SCOPES, 'What may be disclosed.') scope!: ConsentScope[];
  @Day('The last day on which it holds.', { optional: true }) until?: string;
}

export class AftercareDto extends AtFacilityDto {
  @Uuid("The enrolment's id, where the caller gives it.", { optional: true }) enrollmentId?: string;
  @Day('Day 0.') from!: string;
}

export class AftercareContactDto extends OccurredDto {
  @Uuid("The contact's id, where the caller gives it.", { optional: true }) contactId?: string;
  @OneOf(CONTACT_METHODS, 'How it was tried.') method!: ContactMethod;
  @Flag('Whether the patient was reached.') reached!: boolean;
  @Flag('Whether the patient says to have been abstinent since the last contact.', { optional: true })
  abstinent?: boolean;
}

export class IdentifiedDto extends OccurredDto {
  @Part(() => IdentifierDto, 'The number.') identifier!: IdentifierDto;
}
