import type { Fact } from '@stepwell/event-sourcing';
import { careOf, moment, momentAt, staysAt, type Episode, type Moment, type Stay } from './care/episode.ts';
import { authorizationsIn, type Authorization } from './payer/authorization.ts';
import { aftercareIn, type Aftercare } from './aftercare/alumni.ts';
import { waitlistIn, type WaitlistEntry } from './waitlist/waitlist.ts';
import { consentsIn, type KnownConsent } from './consent/consent.ts';
import { compareText } from './compare-text.ts';
import { factsOf, personAt, type Pathway, type PathwayFact } from './pathway.ts';
import type { Eligibility, OutcomeMeasurement, Referral } from './assessment/assessment-event.ts';
import type { DataOf, PathwayEvent } from './pathway-event.ts';
import type { LocalDate } from './local-date.ts';
import type { Coverage, Person } from './identity/identity-event.ts';
import type { Relapse } from './relapse/relapse-event.ts';
import type { Attendance, TreatmentPlan } from './treatment/treatment-event.ts';

/** One session as it now stands, with the stay that it fell in. */
export interface AttendedSession extends Attendance, Moment {
  readonly stay?: Stay;
}

export interface Timeline {
  /** The patient's demographics, after everything known. */
  readonly person: Person;
  readonly episodes: readonly Episode[];
  /** The stays of all episodes, in the order in which they began. */
  readonly stays: readonly Stay[];
  readonly sessions: readonly AttendedSession[];
  readonly relapses: readonly (Relapse & Moment)[];
  readonly coverages: readonly (Coverage & { readonly until?: LocalDate })[];
  readonly authorizations: readonly Authorization[];
  readonly consents: readonly KnownConsent[];
  readonly referrals: readonly (Referral & Moment)[];
  readonly eligibility: readonly (Eligibility & Moment)[];
  readonly outcomes: readonly (OutcomeMeasurement & Moment)[];
  readonly plans: readonly (TreatmentPlan & Moment)[];
  readonly aftercare: readonly Aftercare[];
  readonly waitlist: readonly WaitlistEntry[];
}

const TIMELINE = Symbol('timeline');

/** What a pathway's facts amount to. Computed once for a state, however often it is asked for. */
export const timeline = (pathway: Pathway): Timeline =>
  pathway.derived.once(TIMELINE, () => new LazyTimeline(pathway));

// A decision looks at the stays alone and is asked for after every fact: the rest waits until somebody looks at it.
class LazyTimeline implements Timeline {
  readonly episodes: readonly Episode[];
  readonly stays: readonly Stay[];
  private readonly pathway: Pathway;
  private knownPerson: Person | undefined;
  private knownSessions: Timeline['sessions'] | undefined;
  private knownRelapses: Timeline['relapses'] | undefined;
  private knownCoverages: Timeline['coverages'] | undefined;
  private knownPlans: Timeline['plans'] | undefined;
  private knownAuthorizations: Timeline['authorizations'] | undefined;

  constructor(pathway: Pathway) {
    this.pathway = pathway;
    const { episodes, stays } = careOf(pathway);
    this.episodes = episodes;
    this.stays = stays;
  }

  get person(): Person {
    return (this.knownPerson ??= personAt(this.pathway));
  }

  get sessions(): Timeline['sessions'] {
    return (this.knownSessions ??= sessionsOf(this.pathway, this.stays));
  }

  get relapses(): Timeline['relapses'] {
    return (this.knownRelapses ??= relapsesOf(this.pathway, this.stays));
  }

  get coverages(): Timeline['coverages'] {
    return (this.knownCoverages ??= coveragesOf(this.pathway));
  }

  get authorizations(): Timeline['authorizations'] {
    return (this.knownAuthorizations ??= authorizationsIn(this.pathway, this.stays));
  }

  get consents(): Timeline['consents'] {
    return consentsIn(this.pathway, this.stays);
  }

  get referrals(): Timeline['referrals'] {
    return this.told('ReferralReceived');
  }

  get eligibility(): Timeline['eligibility'] {
    return this.told('EligibilityAssessed');
  }

  get outcomes(): Timeline['outcomes'] {
    return this.told('OutcomeMeasured');
  }

  get plans(): Timeline['plans'] {
    return (this.knownPlans ??= this.told('TreatmentPlanSet'));
  }

  get aftercare(): Timeline['aftercare'] {
    return aftercareIn(this.pathway, this.stays);
  }

  get waitlist(): Timeline['waitlist'] {
    return waitlistIn(this.pathway, this);
  }

  private told<Type extends PathwayEvent['type']>(type: Type): (DataOf<Type> & Moment)[] {
    return factsOf(this.pathway, type).map((fact) => ({
      ...(fact.data as DataOf<Type>),
      ...momentAt(fact as PathwayFact, this.stays),
    }));
  }
}

const relapsesOf = (pathway: Pathway, stays: readonly Stay[]): Timeline['relapses'] =>
  factsOf(pathway, 'RelapseReported').map((fact) => {
    // Where the patient lives is known by where the patient was treated last, not by where that will be.
    const before = stays.findLast(({ begin }) => begin.at <= fact.metadata.occurredAt) ?? stays[0];
    return { ...fact.data, ...moment(fact, before?.timeZone ?? 'UTC') };
  });

// A fact of a session amounts to the same for as long as the stays are the same, and most new facts are sessions.
const SESSIONS = Symbol('sessions');

const sessionsOf = (pathway: Pathway, stays: readonly Stay[]): AttendedSession[] => {
  const known = pathway.besidesSessions.once(SESSIONS, () => new Map<PathwayFact, AttendedSession>());
  return factsOf(pathway, 'AttendanceRecorded', 'AttendanceCorrected').map((fact) => {
    let session = known.get(fact);
    if (!session) known.set(fact, (session = sessionOf(fact, stays)));
    return session;
  });
};

const sessionOf = (
  fact: Fact<Extract<PathwayEvent, { type: 'AttendanceRecorded' | 'AttendanceCorrected' }>>,
  stays: readonly Stay[],
): AttendedSession => {
  const { sessionId, kind, modality, status, facilityId, programId, timeZone, ...minutes } = fact.data;
  return {
    ...moment(fact, timeZone),
    sessionId,
    kind,
    modality,
    status,
    scheduledMinutes: minutes.scheduledMinutes,
    attendedMinutes: minutes.attendedMinutes,
    facilityId,
    programId,
    timeZone,
    stay: stayOfSession(staysAt(stays, fact.metadata.occurredAt), fact.data),
  };
};

/** Of the stays at its time that of its program, else of its facility, else the last. */
const stayOfSession = (
  candidates: readonly Stay[],
  { programId, facilityId }: Attendance,
): Stay | undefined =>
  candidates.length < 2
    ? candidates[0]
    : (candidates.findLast((stay) => programId !== undefined && stay.programId === programId) ??
      candidates.findLast((stay) => stay.facilityId === facilityId) ??
      candidates.at(-1));

const coveragesOf = (pathway: Pathway): Timeline['coverages'] => {
  const ends = factsOf(pathway, 'CoverageEnded');
  return factsOf(pathway, 'CoverageStarted').map(({ data }) => ({
    ...data,
    until: ends.findLast((end) => end.data.coverageId === data.coverageId)?.data.until,
  }));
};

/** The coverage that held on a day: of several the one that pays first, and of those the one that began last. */
export const coverageOn = ({ coverages }: Timeline, day: LocalDate): Coverage | undefined =>
  coverages
    .filter(({ from, until }) => from <= day && (!until || day <= until))
    .toSorted((a, b) => (b.order ?? 1) - (a.order ?? 1) || compareText(a.from, b.from))
    .at(-1);

export const payerOn = (known: Timeline, day: LocalDate): string | undefined =>
  coverageOn(known, day)?.payerId;
