import { LEVELS_OF_CARE, UNIT_KINDS, type LevelOfCare, type UnitKind } from '@stepwell/pathway';
import { Amount, Day, Name, OneOf, Part, Text, Uuid } from '../http/fields.ts';
import { OccurredDto } from './patient.dto.ts';

class PaidCareDto extends OccurredDto {
  @Name('The health plan.') payerId!: string;
  @Name('The program; facility and level are then known.', { optional: true }) programId?: string;
  @Name('The facility, where no program is given.', { optional: true }) facilityId?: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care, where no program is given.', { optional: true })
  level?: LevelOfCare;
}

const UNITS =
  'What it is counted in: days on which the patient is there at 23:59, days with a session attended, sessions, or their hours.';

export class AuthorizationRequestDto extends PaidCareDto {
  @Uuid("The authorization's id, where the caller gives it.", { optional: true }) authorizationId?: string;
  @OneOf(UNIT_KINDS, UNITS) unitKind!: UnitKind;
  @Amount('How many are asked for.', { least: 0.01, most: 10_000 }) units!: number;
  @Day('The first day.') from!: string;
  @Day('The last day.', { optional: true }) to?: string;
}

export class AuthorizationPersonDto {
  @Text("The payer's number of the authorization.", { optional: true }) number?: string;
}

export class ApprovalDto extends PaidCareDto {
  @OneOf(UNIT_KINDS, UNITS) unitKind!: UnitKind;
  @Amount('How many are granted in all.', { least: 0.01, most: 10_000 }) units!: number;
  @Day('The first day.') from!: string;
  @Day('The last day.') to!: string;
  @Day('When the payer looks at it next.', { optional: true }) nextReview?: string;
  @Part(() => AuthorizationPersonDto, 'What is of this person alone.', { optional: true })
  person?: AuthorizationPersonDto;
}

export class DenialDto extends PaidCareDto {
  @Text('Why.', { optional: true, most: 1_000 }) reason?: string;
}

export class AuthorizationEndDto extends OccurredDto {
  @Day('The last day paid for.') until!: string;
  @Text('Why.', { optional: true, most: 1_000 }) reason?: string;
}
