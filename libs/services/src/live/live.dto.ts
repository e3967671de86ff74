import { alertRules } from '@stepwell/measures';
import { Names, SomeOf, Text } from '../http/fields.ts';
import { KINDS, type OutgoingFilter } from '../outgoing/filter.ts';

export class StreamQuery {
  @SomeOf(KINDS, 'Only these kinds: types of events, `AlertOpened`, `AlertClosed`.', { optional: true })
  kinds?: string[];
  @SomeOf(alertRules.map(({ id }) => id), 'Of alerts only these.', { optional: true })
  alerts?: string[];
  @Names('Only what concerns one of these facilities.', { optional: true }) facilities?: string[];
  @Names('Only what concerns members of one of these payers.', { optional: true }) payers?: string[];
  @Names('Only these patients.', { optional: true }) patients?: string[];
  @Text('Where to begin: the `id` of a message, or a position. The default is now.', {
    optional: true,
    most: 40,
  })
  after?: string;
}

/** An absent list lets everything through. */
export const filterOf = ({
  kinds = [],
  alerts = [],
  facilities = [],
  payers = [],
  patients = [],
}: Partial<OutgoingFilter>): OutgoingFilter => ({ kinds, alerts, facilities, payers, patients });
