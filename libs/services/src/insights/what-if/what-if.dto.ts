import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { measures } from '@stepwell/measures';
import { LEVELS_OF_CARE, type LevelOfCare } from '@stepwell/pathway';
import { GROUPINGS, type Grouping } from '@stepwell/read-models';
import { Day, Name, OneOf, Part, Whole } from '../../http/fields.ts';
import { HoursPolicyDto } from '../../intake/program.dto.ts';

/** Which rule to try on which part of the past. */
export class WhatIfDto {
  @OneOf(measures.map(({ id }) => id), 'The measure.', { example: 'readmission-30' }) measure!: string;
  @ApiProperty({
    description:
      'Values in the place of the definition’s own: `GET /v1/measures` names each measure’s parameters.',
    required: false,
    type: 'object',
    additionalProperties: {
      oneOf: [{ type: 'number' }, { type: 'string' }, { type: 'array', items: { type: 'string' } }],
    },
    example: { windowDays: 45 },
  } as unknown as ApiPropertyOptions)
  @IsOptional()
  @IsObject()
  parameters?: Record<string, number | string | string[]>;
  @Part(() => HoursPolicyDto, 'An hours policy to try in every program of its level, without adopting it.', {
    optional: true,
  })
  policy?: HoursPolicyDto;
  @Day('The first day; the default is a year before `to`.', { optional: true }) from?: string;
  @Day('The last day; the default is today.', { optional: true }) to?: string;
  @OneOf(GROUPINGS, 'By what to cut the rates.', { optional: true }) groupBy: Grouping = 'none';
  @Whole('Of a time to an event: the last day after the index that is looked at.', {
    optional: true,
    least: 1,
    most: 3_650,
  })
  days = 365;
  @Name('Only this facility.', { optional: true }) facility?: string;
  @Name('Only this program.', { optional: true }) program?: string;
  @Name('Only this payer.', { optional: true }) payer?: string;
  @OneOf(LEVELS_OF_CARE, 'Only this level of care.', { optional: true }) level?: LevelOfCare;
}

export class FlipsQuery {
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}
