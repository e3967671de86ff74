import { deathIn, moment, staysAt, type Care, type Moment } from '../care/episode.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import type { Waiting, WaitlistEnding } from './waitlist-event.ts';

/** Somebody's place on the waitlist of a program: since when, what was offered, and what ended it. */
export interface WaitlistEntry extends Waiting, Moment {
  readonly offers: readonly Moment[];
  readonly ended?: Moment;
  readonly endedBy?: 'admitted' | 'died' | WaitlistEnding;
}

/**
 * Who is in the program waits no longer, whatever else is said after it, and who has died does not either. Where that was so
 * before the waiting began, as is told late, it ends as it begins.
 */
export const waitlistIn = (pathway: Pathway, { episodes, stays }: Care): WaitlistEntry[] => {
  const death = deathIn(episodes);
  const offers = factsOf(pathway, 'PlaceOffered');
  const removals = factsOf(pathway, 'PatientTakenOffWaitlist');
  return factsOf(pathway, 'PatientWaitlisted').map((fact) => {
    const { waitlistId, programId, timeZone } = fact.data;
    const since = moment(fact, timeZone);
    const own = stays.filter((stay) => stay.programId === programId);
    const admission = (staysAt(own, since.at)[0] ?? own.find(({ begin }) => begin.at >= since.at))?.begin;
    const removal = removals.find(
      ({ data, metadata }) => data.waitlistId === waitlistId && metadata.occurredAt >= since.at,
    );
    const endings: Required<Pick<WaitlistEntry, 'ended' | 'endedBy'>>[] = [];
    if (admission) endings.push({ ended: notBefore(since, admission), endedBy: 'admitted' });
    if (removal) endings.push({ ended: moment(removal, timeZone), endedBy: removal.data.reason });
    if (death) endings.push({ ended: notBefore(since, death), endedBy: 'died' });
    // Of those of one moment the first.
    const ending = endings.reduce<(typeof endings)[number] | undefined>(
      (first, one) => (first && first.ended.at <= one.ended.at ? first : one),
      undefined,
    );
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

const notBefore = (earliest: Moment, one: Moment): Moment =>
  one.at < earliest.at ? { ...earliest, eventId: one.eventId } : one;

export const isWaitingAt = ({ at, ended }: WaitlistEntry, instant: string): boolean =>
  at <= instant && (!ended || instant < ended.at);
