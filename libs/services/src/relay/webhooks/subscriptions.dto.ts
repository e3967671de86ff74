import { alertRules } from '@stepwell/measures';
import { Names, OneOf, SomeOf, Text, Whole } from '../../http/fields.ts';
import { KINDS } from '../../outgoing/filter.ts';

const ALERTS = alertRules.map(({ id }) => id);

class FilterDto {
  @SomeOf(KINDS, 'Only these kinds: types of events, `AlertOpened`, `AlertClosed`. None: all.', {
    optional: true,
  })
  kinds?: string[];
  @SomeOf(ALERTS, 'Of alerts only these. None: all.', { optional: true }) alerts?: string[];
  @Names('Only what concerns one of these facilities. None: all.', { optional: true }) facilities?: string[];
  @Names('Only what concerns members of one of these payers. None: all.', { optional: true })
  payers?: string[];
}

const URL_HINT = 'Where events are posted to: an https address.';

export class NewSubscriptionDto extends FilterDto {
  @Text(URL_HINT, { most: 2_000, example: 'https://plan.example/stepwell' }) url!: string;
  @Text('What it is for.', { optional: true }) description?: string;
  @Text('From where on: a cursor, or a position of the log; `0` is its start. The default is now.', {
    optional: true,
    most: 40,
  })
  after?: string;
}

export class SubscriptionChangeDto extends FilterDto {
  @Text(URL_HINT, { optional: true, most: 2_000 }) url?: string;
  @Text('What it is for.', { optional: true }) description?: string;
  @OneOf(['active', 'paused'], '`paused`: nothing is delivered until it is `active` again.', {
    optional: true,
  })
  status?: 'active' | 'paused';
}

export class ResumeDto {
  @Text('From where on: a cursor, or a position. The default is where it stood.', {
    optional: true,
    most: 40,
  })
  after?: string;
}

export class RotationDto {
  @Whole('For how many hours the secret there was stays valid.', { optional: true, least: 0, most: 720 })
  overlapHours = 24;
}

export class SubscriptionEventsQuery {
  @Text('What comes after this: the `stepwell-cursor` of a delivery, or `next` of the page before.', {
    most: 40,
  })
  after!: string;
  @Whole('How many events to look at.', { optional: true, least: 1, most: 1_000 }) limit = 100;
}
