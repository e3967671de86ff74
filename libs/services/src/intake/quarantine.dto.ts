import { Instant, OneOf, Text, Uuid, Whole } from '../http/fields.ts';
import { CHANNELS, type Channel } from './quarantine.ts';
import { QUARANTINE_STATUSES, type QuarantineStatus } from './quarantine-queries.ts';

class QuarantineFilterDto {
  @Text('Only this reason.', { optional: true }) code?: string;
  @OneOf(CHANNELS, 'Only what came in this way.', { optional: true }) channel?: Channel;
  @Text('Only of this sender, as the message names it.', { optional: true }) facility?: string;
  @Text('Only messages of this type.', { optional: true, example: 'ADT^A01' }) messageType?: string;
  @Uuid('Only what is about this patient.', { optional: true }) patient?: string;
  @Text('What stands in the message, in its number or in the reason.', { optional: true }) text?: string;
  @Instant('Received from this moment on.', { optional: true }) from?: string;
  @Instant('Received before this moment.', { optional: true }) to?: string;
}

export class QuarantineQuery extends QuarantineFilterDto {
  @OneOf(QUARANTINE_STATUSES, 'Still open, resolved, or discarded.', { optional: true })
  status?: QuarantineStatus;
  @Whole('How many to give.', { optional: true, least: 1, most: 500 }) limit = 50;
  @Whole('The `next` of the page before.', { optional: true, least: 0, most: 10_000_000 }) after = 0;
}

const MOST_CHARACTERS = 1_000_000;

export class ReplayDto {
  @Text('What to try instead of the message as it came, which is kept.', {
    optional: true,
    most: MOST_CHARACTERS,
  })
  content?: string;
  @Text('Who does this.', { optional: true }) actor?: string;
  @Text('Why. Needed with a content.', { optional: true, most: 1_000 }) note?: string;
}

export class ReplayManyDto extends QuarantineFilterDto {
  @Text('Who does this.', { optional: true }) actor?: string;
  @Text('Why.', { optional: true, most: 1_000 }) note?: string;
  @Whole('How many to try with this request.', { optional: true, least: 1, most: 500 }) limit = 100;
  @Uuid('The `next` of the request before.', { optional: true }) after?: string;
}

export class DiscardDto {
  @Text('Why nothing is to become of it.', { most: 1_000 }) note!: string;
  @Text('Who decides so.', { optional: true }) actor?: string;
}
