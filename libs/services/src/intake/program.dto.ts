import {
  LEVELS_OF_CARE,
  MODALITIES,
  SESSION_KINDS,
  type LevelOfCare,
  type Modality,
  type SessionKind,
} from '@stepwell/pathway';
import { Day, Name, OneOf, Part, SomeOf, Text, Whole, Zone } from '../http/fields.ts';

export class AgeLimitsDto {
  @Whole('The youngest, in completed years.', { optional: true, least: 0, most: 130 }) least?: number;
  @Whole('The oldest, in completed years.', { optional: true, least: 0, most: 130 }) most?: number;
}

export class ProgramDto {
  @Name("The program's id.") programId!: string;
  @Text("The program's name.") name!: string;
  @Name('The facility that it belongs to.') facilityId!: string;
  @Text("The facility's name.") facilityName!: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care that it gives.') level!: LevelOfCare;
  @Zone("The facility's time zone.") timeZone!: string;
  @Whole('How many patients it takes at once.', { optional: true, least: 1, most: 100_000 })
  capacity?: number;
  @Part(() => AgeLimitsDto, 'Whom it admits; without it all ages.', { optional: true })
  ageBand?: AgeLimitsDto;
  @SomeOf(SESSION_KINDS, 'The kinds of sessions that it gives.', { optional: true })
  sessionKinds?: SessionKind[];
  @SomeOf(MODALITIES, 'How it gives them.', { optional: true }) modalities?: Modality[];
}

export class HoursPolicyDto {
  @Name("The policy's id.") id!: string;
  @Whole('Its version.', { least: 1, most: 10_000 }) version!: number;
  @Text('The state, payer or standard that sets it.', { optional: true }) authority?: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care that it is for.') level!: LevelOfCare;
  @Part(() => AgeLimitsDto, 'Whom it is for; without it all ages.', { optional: true })
  ageBand?: AgeLimitsDto;
  @Whole('The least hours a week.', { least: 0, most: 168 }) minHoursPerWeek!: number;
  @Whole('The most hours a week.', { optional: true, least: 0, most: 168 }) maxHoursPerWeek?: number;
  @Day('The first day on which it holds.') effectiveFrom!: string;
}

export class CapacityDto {
  @Whole('How many patients it takes at once.', { least: 0, most: 100_000 }) capacity!: number;
  @Day('The first day on which it does.') effectiveFrom!: string;
}

export class ClosureDto {
  @Day('The first day on which it admits nobody.') closedOn!: string;
}

export class ReopeningDto {
  @Day('The first day on which it admits again; that of the closure where it was closed by mistake.')
  reopenedOn!: string;
}
