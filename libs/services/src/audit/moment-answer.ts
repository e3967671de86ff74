import type { Moment } from '@stepwell/pathway';
import type { MomentAnswer } from './answers.ts';

export const moment = ({ at, day, precision, eventId }: Moment): MomentAnswer => ({
  at,
  day,
  precision,
  eventId,
});

export const momentOrNull = (one: Moment | undefined): MomentAnswer | null => (one ? moment(one) : null);
