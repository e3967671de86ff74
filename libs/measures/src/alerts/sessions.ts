import { factsOf, timeline, type AttendedSession, type Pathway, type Timeline } from '@stepwell/pathway';
import { isExactToTheDay } from '../measure.ts';
import { wasThere } from '../services.ts';
import {
  CARE_EVENTS,
  SESSION_EVENTS,
  after,
  alertUntil,
  responsible,
  type Alert,
  type AlertRule,
} from './alert.ts';

/** The runs of sessions missed without excuse, two or longer. An excused one neither counts nor ends a run. */
const missedRuns = (sessions: readonly AttendedSession[]) => {
  const runs: { missed: AttendedSession[]; next?: AttendedSession }[] = [];
  let missed: AttendedSession[] = [];
  for (const session of sessions) {
    if (session.status === 'excused') continue;
    if (wasThere(session)) {
      if (missed.length > 1) runs.push({ missed, next: session });
      missed = [];
    } else missed.push(session);
  }
  return missed.length > 1 ? [...runs, { missed }] : runs;
};

export const missedTwoSessions: AlertRule = {
  id: 'missed-two-sessions',
  version: 1,
  title: 'Missed two sessions in a row',
  description:
    'A patient did not come to two sessions of an episode, one after the other, without being excused.',
  closes: 'The next session that the patient comes to, or the discharge.',
  events: [...CARE_EVENTS, ...SESSION_EVENTS],
  alerts: (pathway) => {
    const known = timeline(pathway);
    // A session outside every stay (the discharge came late, the admission was cancelled) is no longer expected of anybody.
    const exact = known.sessions.filter(({ precision, stay }) => stay && isExactToTheDay(precision));
    const byEpisode = Map.groupBy(exact, ({ stay }) => stay?.episodeId);
    return [...byEpisode].flatMap(([episodeId, sessions]) =>
      missedRuns(sessions).flatMap(({ missed, next }) =>
        alertOfRun(pathway, missed, [next, dischargeOf(known, episodeId), deathIn(known)]),
      ),
    );
  },
};

const dischargeOf = ({ episodes }: Timeline, id: string | undefined) =>
  episodes.find(({ episodeId }) => episodeId === id)?.discharge;

/** Recorded by whichever facility. */
const deathIn = ({ episodes }: Timeline) =>
  episodes.find(({ discharge }) => discharge?.reason === 'death')?.discharge;

const alertOfRun = (
  pathway: Pathway,
  missed: readonly AttendedSession[],
  endings: Parameters<typeof alertUntil>[1],
): Alert[] => {
  const second = missed[1]!;
  const { facilityId, programId, timeZone } = second;
  const alert = {
    alertId: second.eventId,
    opensOn: second.day,
    ...responsible(pathway, second.stay, second.day),
    ...{ facilityId, programId, timeZone },
    explanation: `Missed ${missed.length} sessions in a row, the first on ${missed[0]!.day}.`,
    eventIds: missed.map(({ eventId }) => eventId),
  };
  return alertUntil(alert, endings);
};

const MONTH = 30;

/** From when on somebody could act on each report of a relapse: when it had happened and was known. */
const reportedAt = (pathway: Pathway): ReadonlyMap<string, string> =>
  new Map(
    factsOf(pathway, 'RelapseReported').map(({ id, metadata: { occurredAt, recordedAt } }) => [
      id,
      recordedAt > occurredAt ? recordedAt : occurredAt,
    ]),
  );

export const relapseReported: AlertRule = {
  id: 'relapse-reported',
  version: 2,
  title: 'Relapse reported',
  description: 'A relapse was reported, and the patient has not been seen since that was known.',
  closes: `An attended session after it was reported, the beginning of another stay after it, or ${MONTH} days.`,
  events: [...CARE_EVENTS, ...SESSION_EVENTS, 'RelapseReported', 'RelapseReportWithdrawn'],
  alerts: (pathway) => {
    const known = timeline(pathway);
    const { relapses, sessions, stays } = known;
    // Days of relapses are counted where the patient was last.
    const timeZone = stays.at(-1)?.timeZone ?? 'UTC';
    const reported = reportedAt(pathway);
    return relapses.flatMap(({ at, day, precision, eventId, substances, detectedBy }) => {
      if (!isExactToTheDay(precision)) return [];
      const alert = {
        alertId: eventId,
        opensOn: day,
        ...responsible(
          pathway,
          stays.findLast(({ begin }) => begin.at <= at),
          day,
        ),
        timeZone,
        explanation: `Relapse on ${day} (${substances.join(', ')}), known by ${detectedBy}.`,
        eventIds: [eventId],
      };
      return alertUntil(alert, [
        sessions.find((session) => wasThere(session) && session.at > reported.get(eventId)!),
        stays.find(({ begin }) => begin.at > at)?.begin,
        after(day, MONTH),
        deathIn(known),
      ]);
    });
  },
};
