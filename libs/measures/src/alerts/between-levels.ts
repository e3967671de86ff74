import {
  addDays,
  rank,
  timeline,
  type Episode,
  type LocalDate,
  type Moment,
  type Pathway,
  type Stay,
  type Timeline,
} from '@stepwell/pathway';
import { isForgotten } from '../forgotten.ts';
import { isExactToTheDay } from '../measure.ts';
import { wasThere } from '../services.ts';
import { CARE_EVENTS, SESSION_EVENTS, after, alertUntil, responsible, type AlertRule } from './alert.ts';

type Discharge = NonNullable<Episode['discharge']>;

/** A discharge after which the patient can be followed, and the stay that it ended. */
interface Discharged {
  readonly discharge: Discharge;
  readonly last: Stay;
  readonly episode: Episode;
}

const discharges = (known: Timeline, leastRank: number): Discharged[] =>
  known.episodes.flatMap((episode) => {
    const { discharge, stays } = episode;
    const last = stays.at(-1);
    if (!discharge || !last || discharge.reason === 'death' || !isExactToTheDay(discharge.precision))
      return [];
    return rank(last.level) >= leastRank ? [{ discharge, last, episode }] : [];
  });

/**
 * The first stay after a discharge. One that another facility was already giving at that moment counts from that day; one
 * that seems to have been forgotten there, from the first session that the patient comes to in it.
 */
const nextStay = (known: Timeline, { discharge, episode }: Discharged): Moment | undefined => {
  const others = known.stays.filter(({ episodeId }) => episodeId !== episode.episodeId);
  const present = others.filter(
    ({ begin, end }) => begin.at < discharge.at && (!end || end.at > discharge.at),
  );
  if (present.some((stay) => isGiven(known, stay, discharge))) return discharge;
  const resumed = known.sessions.find(
    (session) =>
      session.at > discharge.at && wasThere(session) && present.some((one) => one === session.stay),
  );
  return first(resumed, others.find(({ begin }) => begin.at >= discharge.at)?.begin);
};

/** Whether a stay ended later, or has not been forgotten: the patient came to a session in it lately. */
const isGiven = ({ sessions }: Timeline, stay: Stay, { at, day }: Moment): boolean => {
  const attended = sessions.filter(
    (session) => session.stay === stay && session.at < at && wasThere(session),
  );
  return !isForgotten(stay, day, attended);
};

const first = (a: Moment | undefined, b: Moment | undefined): Moment | undefined =>
  a && b ? (a.at <= b.at ? a : b) : (a ?? b);

/** The first session that the patient came to on a later day: a visit on the day of the discharge is no follow-up. */
const nextVisit = ({ sessions }: Timeline, { discharge }: Discharged): Moment | undefined =>
  sessions.find((session) => wasThere(session) && session.day > discharge.day);

const INTENSIVE_OUTPATIENT = rank('intensive-outpatient');
const RESIDENTIAL = rank('residential');
const MONTH = 30;

export const dischargedWithoutNextLevel: AlertRule = {
  id: 'discharged-without-next-level',
  version: 2,
  title: 'Discharged without a next level',
  description:
    'A patient left intensive outpatient or more intensive care, alive, and no next level of care was planned.',
  closes: `The beginning of another stay, a session in one that was left open elsewhere, or ${MONTH} days.`,
  events: [...CARE_EVENTS, ...SESSION_EVENTS],
  alerts: (pathway) => {
    const known = timeline(pathway);
    return discharges(known, INTENSIVE_OUTPATIENT).flatMap((discharged) => {
      const { discharge, last, episode } = discharged;
      if (episode.plannedNextLevel !== undefined) return [];
      const alert = {
        alertId: discharge.eventId,
        opensOn: discharge.day,
        ...responsible(pathway, last, discharge.day),
        explanation: `Discharged from ${last.level} on ${discharge.day} (${discharge.reason}); no next level was planned.`,
        eventIds: [discharge.eventId],
      };
      return alertUntil(alert, [nextStay(known, discharged), after(discharge.day, MONTH)]);
    });
  },
};

const lost = (days: number, opensOnDay: number): AlertRule => ({
  id: `lost-between-levels-${days}`,
  version: 2,
  title: `Lost between levels: day ${days} closes`,
  description: `A patient left inpatient, residential or withdrawal-management care, alive, and by day ${opensOnDay} has neither begun another stay nor attended a session.`,
  closes: `The beginning of another stay, an attended session after the day of the discharge, or the end of day ${days}.`,
  events: [...CARE_EVENTS, ...SESSION_EVENTS],
  alerts: (pathway) => {
    const known = timeline(pathway);
    return discharges(known, RESIDENTIAL).flatMap((discharged) =>
      lostAfter(pathway, discharged, addDays(discharged.discharge.day, opensOnDay), days),
    );
  },
});

const lostAfter = (pathway: Pathway, discharged: Discharged, opensOn: LocalDate, days: number) => {
  const known = timeline(pathway);
  const { discharge, last } = discharged;
  const deadline = addDays(discharge.day, days);
  const alert = {
    alertId: discharge.eventId,
    opensOn,
    deadline,
    ...responsible(pathway, last, discharge.day),
    explanation: `Discharged from ${last.level} on ${discharge.day}; not seen since, and day ${days} is ${deadline}.`,
    eventIds: [discharge.eventId],
  };
  return alertUntil(alert, [nextStay(known, discharged), nextVisit(known, discharged), after(deadline, 1)]);
};

/** DOMAIN: lost between levels is an alert before the window closes, not after. */
export const lostBetweenLevels = [lost(7, 5), lost(14, 10), lost(30, 23)];
