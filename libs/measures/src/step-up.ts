import { daysBetween, direction, rank, type Moment, type Stay } from '@stepwell/pathway';
import { define, type History, type Index } from './define.ts';
import { impreciseDate } from './exclusions.ts';
import { isExactToTheDay, type Measure } from './measure.ts';
import { days, type Values } from './parameters.ts';

const LOWER_LEVELS: readonly string[] = ['partial-hospitalization', 'intensive-outpatient', 'outpatient'];

const PARAMETERS = {
  windowDays: days(30, 'The last day after the step-down that counts.'),
  // A patient discharged to a lower level is expected there within a fortnight; what begins later is a new beginning.
  linkDays: days(14, 'The most days between a discharge and the stay that steps down from it.', 0, 90),
};

/**
 * The higher-level stay that this one steps down from: by transition, or discharged to it at most 14 days before. Only
 * the first stay to begin after the higher one steps down from it.
 */
const steppedDownFrom = (stay: Stay, stays: readonly Stay[], linkDays: number): Stay | undefined =>
  stays.findLast(
    ({ level, begin, end }) =>
      begin.at < stay.begin.at &&
      end !== undefined &&
      end.at <= stay.begin.at &&
      isLinked(end, stay.begin, linkDays) &&
      direction(level, stay.level) === 'step-down' &&
      !stays.some((between) => between.begin.at >= end.at && between.begin.at < stay.begin.at),
  );

const isLinked = (end: Moment, begin: Moment, linkDays: number): boolean =>
  end.eventId === begin.eventId ||
  (isExactToTheDay(end.precision) && daysBetween(end.day, begin.day) <= linkDays);

const stepDowns = ({ timeline: { stays } }: History, { linkDays }: Values<typeof PARAMETERS>): Index[] =>
  stays.flatMap((stay) => {
    const from = LOWER_LEVELS.includes(stay.level) ? steppedDownFrom(stay, stays, linkDays) : undefined;
    const moment = stay.begin;
    return from
      ? { stay, moment, says: `Stepped down from ${from.level} to ${stay.level} on ${moment.day}` }
      : [];
  });

/** Return to a higher level soon after stepping down; DOMAIN: outcome measures, `step-up-30`. */
export const stepUp30: Measure = define({
  id: 'step-up-30',
  version: 1,
  title: '30-day step-up',
  family: 'Readmission',
  description:
    'Step-downs to partial hospitalization, intensive outpatient or outpatient care that a return to a higher level follows within 30 days.',
  denominator:
    'Stays at those levels that begin by transition from a higher level, or at most 14 days after a discharge from one as the first stay after it.',
  numerator:
    'A transition or admission to a level of higher rank than the one stepped down to, at most 30 days after.',
  window: 'The day of the step-down is day 0, and a step up later on that day counts; day 30 is the last.',
  sources: ['Our own: whether the lower level held.'],
  usesSessions: false,
  parameters: PARAMETERS,
  indexes: stepDowns,
  exclusions: [impreciseDate('step-down')],
  windowDays: ({ windowDays }) => windowDays,
  counts: ({ stay, moment }, { timeline: { stays } }, _, windowEnds) => {
    const up = stays.find(
      ({ begin, level }) =>
        begin.at > moment.at &&
        begin.day <= windowEnds &&
        isExactToTheDay(begin.precision) &&
        rank(level) > rank(stay.level),
    );
    return (
      up && {
        says: `up to ${up.level} on ${up.begin.day}, day ${daysBetween(moment.day, up.begin.day)}`,
        eventIds: [up.begin.eventId],
      }
    );
  },
  otherwise: (windowEnds) => `no higher level up to ${windowEnds}`,
});
