import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';
export const MOST_EVENTS = 5_000;

/** For the OpenAPI document only: events are checked one by one, and what fails is quarantined. */
export class CloudEventDto {
  @ApiProperty({ enum: ['1.0'] }) specversion!: string;
  @ApiProperty({ description: 'With `source`, what a repeated event is known by.', example: 'e-4711' })
  id!: string;
  @ApiProperty({ description: 'The sending system.', example: 'https://ehr.mercy.example/feed' })
  source!: string;
  @ApiProperty({ example: 'stepwell.pathway.AdmitPatient.v1' }) type!: string;
  @ApiProperty({
    description:
      "The patient's id, or the number under which the patient was registered as authority|number.",
    example: 'mercy-general|800865',
  })
  subject!: string;
  @ApiProperty({
    format: 'date-time',
    description: 'When it was true for the patient.',
    example: '2026-03-02T12:06:00-06:00',
  })
  time!: string;
  @ApiProperty({ required: false, example: 'application/json' }) datacontenttype?: string;
  @ApiProperty({
    required: false,
    enum: ['day', 'month', 'year'],
    description: 'How exactly `time` is known.',
  })
  timeprecision?: string;
  @ApiProperty({ required: false, description: 'Who acted; the default is the source.' }) actor?: string;
  @ApiProperty({
    type: Object,
    description: 'As the schema of the type says.',
    example: { programId: 'mercy-inpatient' },
  })
  data!: object;
}

const event = { $ref: getSchemaPath(CloudEventDto) };

export const EVENT_BODY = {
  required: true,
  content: {
    [STRUCTURED]: { schema: event },
    [BATCH]: { schema: { type: 'array' as const, items: event, maxItems: MOST_EVENTS } },
    'application/json': {
      schema: {
        type: 'object' as const,
        description: 'The data of an event whose attributes are in ce- headers.',
      },
    },
  },
};
