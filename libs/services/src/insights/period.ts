import { addDays, type LocalDate } from '@stepwell/pathway';
import { Problem } from '../http/problem.ts';

/** A period of days, with the day on which it is asked for. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly today: LocalDate;
}

/** The period asked for: by default the year up to today. */
export const periodOf = (
  { from, to }: { readonly from?: LocalDate; readonly to?: LocalDate },
  today: LocalDate,
): Period => {
  const last = to ?? today;
  const first = from ?? addDays(last, -365);
  if (first > last)
    throw new Problem(422, 'invalid-request', `The period ends (${last}) before it begins (${first}).`, {
      errors: [{ field: 'from', detail: 'must not be after to' }],
    });
  return { from: first, to: last, today };
};
