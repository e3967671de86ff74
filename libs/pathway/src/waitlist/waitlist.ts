import { moment, type Moment, type Stay } from '../care/episode.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { Waiting, WaitlistEnding } from './waitlist-event.ts';

/** Somebody's place on the waitlist of a program: since when, what was offered, and what ended it. */
export interface WaitlistEntry extends Waiting, Moment {
  readonly offers: readonly Moment[];
  readonly ended?: Moment;
  readonly endedBy?: 'admitted' | WaitlistEnding;
}

/** Who is admitted to the program waits no longer, whatever else is said after it. */
export const waitlistIn = (pathway: Pathway, stays: readonly Stay[]): WaitlistEntry[] => {
  const offers = factsOf(pathway, 'PlaceOffered');
  const removals = factsOf(pathway, 'PatientTakenOffWaitlist');
  return factsOf(pathway, 'PatientWaitlisted').map((fact) => {
    const { waitlistId, programId, timeZone } = fact.data;
    const since = moment(fact, timeZone);
    const admission = stays.find((stay) => stay.programId === programId && stay.begin.at >= since.at)?.begin;
    const removal = removals.find(
      ({ data, metadata }) => data.waitlistId === waitlistId && metadata.occurredAt >= since.at,
    );
    const isRemovedFirst = removal && !(admission && admission.at <= removal.metadata.occurredAt);
    const ending = isRemovedFirst
      ? { ended: moment(removal, timeZone), endedBy: removal.data.reason }
      : admission && { ended: admission, endedBy: 'admitted' as const };
    return {
      ...fact.data,
      ...since,
      offers: offers
        .filter(({ data }) => data.waitlistId === waitlistId)
        .map((offer) => moment(offer, timeZone)),
      ...ending,
    };
  });
};

export const isWaitingAt = ({ at, ended }: WaitlistEntry, instant: string): boolean =>
  at <= instant && (!ended || instant < ended.at);
