import { compareText, daysBetween, direction, timeline, type Direction, type Stay } from '@stepwell/pathway';
import { isExactToTheDay } from '../measure.ts';
import { CARE_EVENTS, after, alertUntil, responsible, type AlertRule } from './alert.ts';

/** How long a piece of news stays in view. */
const NEWS_DAYS = 7;

/** A patient who is discharged is expected at the next level within a fortnight; what begins later is a new beginning. */
const LINK_DAYS = 14;

export const admitted: AlertRule = {
  id: 'admitted',
  version: 1,
  title: 'Admitted',
  description: `A patient was admitted within the last ${NEWS_DAYS} days.`,
  closes: `The discharge, or ${NEWS_DAYS} days.`,
  events: CARE_EVENTS,
  alerts: (pathway) =>
    timeline(pathway).episodes.flatMap(({ admission: { eventId, day, precision }, stays, discharge }) => {
      const [first] = stays;
      if (!first || !isExactToTheDay(precision)) return [];
      const alert = {
        alertId: eventId,
        opensOn: day,
        ...responsible(pathway, first, day),
        explanation: `Admitted to ${first.level} on ${day}.`,
        eventIds: [eventId],
      };
      return alertUntil(alert, [discharge, after(day, NEWS_DAYS)]);
    }),
};

const stepped = (id: string, title: string, wanted: Direction, word: string): AlertRule => ({
  id,
  version: 1,
  title,
  description: `A patient moved to a ${word} level of care within the last ${NEWS_DAYS} days: by transition, or by an admission at most ${LINK_DAYS} days after a discharge.`,
  closes: `The end of the stay at that level, or ${NEWS_DAYS} days.`,
  events: CARE_EVENTS,
  alerts: (pathway) => {
    const { stays } = timeline(pathway);
    return stays.flatMap((stay) => {
      const { begin, end, level } = stay;
      const from = isExactToTheDay(begin.precision) ? leftFor(stay, stays) : undefined;
      if (!from || direction(from.level, level) !== wanted) return [];
      const alert = {
        alertId: begin.eventId,
        opensOn: begin.day,
        ...responsible(pathway, stay, begin.day),
        explanation: `From ${from.level} to ${level} on ${begin.day}.`,
        eventIds: [...new Set([from.end!.eventId, begin.eventId])],
      };
      return alertUntil(alert, [end, after(begin.day, NEWS_DAYS)]);
    });
  },
});

/** The stay that this one follows: the last to have ended by then, shortly before. */
const leftFor = ({ begin }: Stay, stays: readonly Stay[]): Stay | undefined =>
  stays
    .filter(({ begin: earlier, end }) => earlier.at < begin.at && end !== undefined && end.at <= begin.at)
    .filter(
      ({ end }) =>
        end!.eventId === begin.eventId ||
        (isExactToTheDay(end!.precision) && daysBetween(end!.day, begin.day) <= LINK_DAYS),
    )
    .toSorted((a, b) => compareText(a.end!.at, b.end!.at))
    .at(-1);

export const steppedDown = stepped('stepped-down', 'Stepped down', 'step-down', 'lower');
export const steppedUp = stepped('stepped-up', 'Stepped up', 'step-up', 'higher');
