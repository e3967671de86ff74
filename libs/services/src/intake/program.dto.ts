import { LEVELS_OF_CARE, type LevelOfCare } from '@stepwell/pathway';
import { Day, Name, OneOf, Text, Whole, Zone } from '../http/fields.ts';

export class ProgramDto {
  @Name("The program's id.") programId!: string;
  @Text("The program's name.") name!: string;
  @Name('The facility that it belongs to.') facilityId!: string;
  @Text("The facility's name.") facilityName!: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care that it gives.') level!: LevelOfCare;
  @Zone("The facility's time zone.") timeZone!: string;
  @Whole('How many patients it takes at once.', { optional: true, least: 1, most: 100_000 })
  capacity?: number;
}

export class HoursPolicyDto {
  @Name("The policy's id.") id!: string;
  @Whole('Its version.', { least: 1, most: 10_000 }) version!: number;
  @Text('The state, payer or standard that sets it.', { optional: true }) authority?: string;
  @OneOf(LEVELS_OF_CARE, 'The level of care that it is for.') level!: LevelOfCare;
  @Whole('The least hours a week.', { least: 0, most: 168 }) minHoursPerWeek!: number;
  @Whole('The most hours a week.', { optional: true, least: 0, most: 168 }) maxHoursPerWeek?: number;
  @Day('The first day on which it holds.') effectiveFrom!: string;
}
