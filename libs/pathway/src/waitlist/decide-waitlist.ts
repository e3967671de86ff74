import { Refusal } from '@stepwell/event-sourcing';
import { deathIn, staysAt } from '../care/episode.ts';
import { once, type Decisions } from '../decision.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import { timeline } from '../timeline.ts';
import type { WaitlistCommand } from './waitlist-command.ts';
import type { WaitlistEvent } from './waitlist-event.ts';
import { isWaitingAt, type WaitlistEntry } from './waitlist.ts';

type Rules = Decisions<WaitlistCommand, WaitlistEvent>;

const waitlist: Rules['WaitlistPatient'] = (data, pathway, times) => {
  const earlier = factsOf(pathway, 'PatientWaitlisted').find(
    (fact) => fact.data.waitlistId === data.waitlistId,
  );
  if (!earlier) {
    const { episodes, stays, waitlist: entries } = timeline(pathway);
    const death = deathIn(episodes);
    if (death && death.at <= times.occurredAt && !times.fromFeed)
      return new Refusal('patient-deceased', `The patient died on ${death.day}.`);
    const isIn = staysAt(stays, times.occurredAt).some(({ programId }) => programId === data.programId);
    if (isIn) return new Refusal('already-admitted', 'The patient is in this program then.');
    const waiting = entries.find(
      (one) => one.programId === data.programId && isWaitingAt(one, times.occurredAt),
    );
    if (waiting)
      return new Refusal('already-waitlisted', `The patient has waited for it since ${waiting.day}.`);
  }
  const otherwise = new Refusal('waitlist-entry-known', 'This entry is recorded otherwise.');
  return once(earlier, { type: 'PatientWaitlisted', data }, times, otherwise);
};

/** The entry, if the patient is waiting by it at an instant. */
const waitingBy = (pathway: Pathway, waitlistId: string, at: string): WaitlistEntry | Refusal => {
  const entry = timeline(pathway).waitlist.find((one) => one.waitlistId === waitlistId);
  if (!entry) return new Refusal('waitlist-entry-unknown', 'The patient is on no waitlist by this id.');
  if (at < entry.at) return new Refusal('before-waitlisted', `The patient has waited since ${entry.day}.`);
  if (isWaitingAt(entry, at)) return entry;
  return new Refusal('no-longer-waiting', `The patient has not waited since ${entry.ended!.day}.`);
};

/** Waiting for a place in a program. */
export const waitlistDecisions: Rules = {
  WaitlistPatient: waitlist,
  OfferPlace: (data, pathway, { occurredAt }) => {
    const isKnown = factsOf(pathway, 'PlaceOffered').some(
      (fact) => fact.data.waitlistId === data.waitlistId && fact.metadata.occurredAt === occurredAt,
    );
    if (isKnown) return [];
    const entry = waitingBy(pathway, data.waitlistId, occurredAt);
    return entry instanceof Refusal ? entry : [{ type: 'PlaceOffered', data }];
  },
  TakeOffWaitlist: (data, pathway, { occurredAt }) => {
    const isKnown = factsOf(pathway, 'PatientTakenOffWaitlist').some(
      (fact) => fact.data.waitlistId === data.waitlistId && fact.metadata.occurredAt === occurredAt,
    );
    if (isKnown) return [];
    const entry = waitingBy(pathway, data.waitlistId, occurredAt);
    return entry instanceof Refusal ? entry : [{ type: 'PatientTakenOffWaitlist', data }];
  },
};
