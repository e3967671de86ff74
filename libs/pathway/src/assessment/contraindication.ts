import { factsOf, type Pathway } from '../pathway.ts';
import { daysBetween, localDate, type LocalDate } from '../local-date.ts';
import type { Admission } from '../care/care-event.ts';
import type { Contraindication } from './assessment-event.ts';

const ASSESSMENT_HOLDS_DAYS = 30;

/** What the last eligibility assessment of the month before says against intensive outpatient care, unless overridden. */
export const contraindicationOf = (
  pathway: Pathway,
  { level, override, timeZone }: Pick<Admission, 'level' | 'override' | 'timeZone'>,
  at: string,
):
  | {
      readonly eventId: string;
      readonly assessedOn: LocalDate;
      readonly contraindications: readonly Contraindication[];
    }
  | undefined => {
  if (level !== 'intensive-outpatient' || override) return undefined;
  const last = factsOf(pathway, 'EligibilityAssessed').findLast(({ metadata }) => metadata.occurredAt <= at);
  if (!last || last.data.contraindications.length === 0) return undefined;
  const assessedOn = localDate(last.metadata.occurredAt, timeZone);
  if (daysBetween(assessedOn, localDate(at, timeZone)) > ASSESSMENT_HOLDS_DAYS) return undefined;
  return { eventId: last.id, assessedOn, contraindications: last.data.contraindications };
};
