import { addDays, daysBetween, direction, rank, timeline, type Moment, type Stay } from '@stepwell/pathway';
import { isExactToTheDay, strata, type Measure } from './measure.ts';

const LOWER_LEVELS: readonly string[] = ['partial-hospitalization', 'intensive-outpatient', 'outpatient'];

// A patient discharged to a lower level is expected there within a fortnight; what begins later is a new beginning.
const LINK_DAYS = 14;
const WINDOW_DAYS = 30;

/**
 * The higher-level stay that this one steps down from: by transition, or discharged to it at most 14 days before. Only
 * the first stay to begin after the higher one steps down from it.
 */
const steppedDownFrom = (stay: Stay, stays: readonly Stay[]): Stay | undefined =>
  stays.findLast(
    ({ level, begin, end }) =>
      begin.at < stay.begin.at &&
      end !== undefined &&
      end.at <= stay.begin.at &&
      isLinked(end, stay.begin) &&
      direction(level, stay.level) === 'step-down' &&
      !stays.some((between) => between.begin.at >= end.at && between.begin.at < stay.begin.at),
  );

const isLinked = (end: Moment, begin: Moment): boolean =>
  end.eventId === begin.eventId ||
  (isExactToTheDay(end.precision) && daysBetween(end.day, begin.day) <= LINK_DAYS);

/** Return to a higher level soon after stepping down; DOMAIN: outcome measures, `step-up-30`. */
export const stepUp30: Measure = {
  id: 'step-up-30',
  version: 1,
  title: '30-day step-up',
  description:
    'Step-downs to partial hospitalization, intensive outpatient or outpatient care that a return to a higher level follows within 30 days.',
  denominator: `Stays at those levels that begin by transition from a higher level, or at most ${LINK_DAYS} days after a discharge from one as the first stay after it.`,
  numerator:
    'A transition or admission to a level of higher rank than the one stepped down to, at most 30 days after.',
  exclusions: ['The date of the step-down is known only to the month or the year.'],
  cases: (pathway) => {
    const { stays } = timeline(pathway);
    return stays.flatMap((stay) => {
      const from = LOWER_LEVELS.includes(stay.level) ? steppedDownFrom(stay, stays) : undefined;
      if (!from) return [];
      const { begin } = stay;
      const windowEnds = addDays(begin.day, WINDOW_DAYS);
      const index = {
        caseId: begin.eventId,
        indexOn: begin.day,
        indexPrecision: begin.precision,
        windowEnds,
        ...strata(pathway, stay, begin.day),
      };
      const stepped = `Stepped down from ${from.level} to ${stay.level} on ${begin.day}`;
      if (!isExactToTheDay(begin.precision))
        return {
          ...index,
          outcome: 'excluded' as const,
          exclusion: 'imprecise-date',
          explanation: `${stepped}: the date is known only to the ${begin.precision}.`,
          eventIds: [begin.eventId],
        };
      const up = stays.find(
        (next) =>
          next.begin.at > begin.at &&
          next.begin.day <= windowEnds &&
          isExactToTheDay(next.begin.precision) &&
          rank(next.level) > rank(stay.level),
      );
      if (!up)
        return {
          ...index,
          outcome: 'not-numerator' as const,
          explanation: `${stepped}; no higher level up to ${windowEnds}.`,
          eventIds: [begin.eventId],
        };
      return {
        ...index,
        outcome: 'numerator' as const,
        explanation: `${stepped}; up to ${up.level} on ${up.begin.day}, day ${daysBetween(begin.day, up.begin.day)}.`,
        eventIds: [begin.eventId, up.begin.eventId],
      };
    });
  },
};
