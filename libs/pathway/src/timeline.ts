import { factsOf, type Pathway } from './pathway.ts';
import { localDate, type LocalDate } from './local-date.ts';
import type { Fact } from '@stepwell/event-sourcing';
import type {
  Attendance,
  Coverage,
  DischargeReason,
  PathwayEvent,
  Placement,
  Relapse,
} from './pathway-event.ts';
import type { LevelOfCare } from './level-of-care.ts';

/** How exactly a moment is known. */
export type Precision = 'instant' | 'day' | 'month' | 'year';

/** When something was true, on the facility's calendar too, and the event that says so. */
export interface Moment {
  readonly at: string;
  readonly day: LocalDate;
  readonly precision: Precision;
  readonly eventId: string;
}

/** A time at one level, facility and program. It ends where the next stay of its episode begins or at the discharge. */
export interface Stay extends Placement {
  readonly stayId: string;
  readonly episodeId: string;
  readonly begin: Moment;
  readonly end?: Moment;
}

/** An absence during an episode. A leave is not a discharge. */
export interface Leave {
  readonly leaveId: string;
  readonly begin: Moment;
  readonly end?: Moment;
}

/** From an admission to the discharge that ends treatment: one or more stays. */
export interface Episode {
  readonly episodeId: string;
  readonly facilityId: string;
  readonly visitNumber?: string;
  readonly admission: Moment;
  readonly diagnoses: readonly { readonly system: string; readonly code: string }[];
  readonly substances: readonly string[];
  readonly plannedNextLevel?: LevelOfCare;
  readonly stays: readonly Stay[];
  readonly leaves: readonly Leave[];
  readonly discharge?: Moment & { readonly reason: DischargeReason; readonly disposition?: string };
}

/** One session as it now stands, with the stay that it fell in. */
export interface AttendedSession extends Attendance, Moment {
  readonly stay?: Stay;
}

export interface Timeline {
  readonly episodes: readonly Episode[];
  /** The stays of all episodes, in the order in which they began. */
  readonly stays: readonly Stay[];
  readonly sessions: readonly AttendedSession[];
  readonly relapses: readonly (Relapse & Moment)[];
  readonly coverages: readonly (Coverage & { readonly until?: LocalDate })[];
}

const derived = new WeakMap<Pathway, Timeline>();

/** What a pathway's facts amount to. Computed once for a state, however often it is asked for. */
export const timeline = (pathway: Pathway): Timeline => {
  const known = derived.get(pathway);
  if (known) return known;
  const episodes = episodesOf(pathway);
  const stays = episodes.flatMap((episode) => episode.stays).sort((a, b) => compare(a.begin, b.begin));
  const computed: Timeline = {
    episodes,
    stays,
    sessions: sessionsOf(pathway, stays),
    relapses: factsOf(pathway, 'RelapseReported').map((fact) => ({
      ...fact.data,
      ...moment(fact, stays.at(-1)?.timeZone ?? 'UTC'),
    })),
    coverages: coveragesOf(pathway),
  };
  derived.set(pathway, computed);
  return computed;
};

const compare = (a: Moment, b: Moment): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.eventId < b.eventId ? -1 : 1;

const moment = ({ id, metadata }: Fact<PathwayEvent>, timeZone: string): Moment => ({
  at: metadata.occurredAt,
  day: localDate(metadata.occurredAt, timeZone),
  precision: metadata.precision ?? 'instant',
  eventId: id,
});

const episodesOf = (pathway: Pathway): Episode[] => {
  const care = factsOf(
    pathway,
    'PatientAdmitted',
    'LevelOfCareTransitioned',
    'LocationTransferred',
    'LeaveStarted',
    'LeaveEnded',
    'PatientDischarged',
  );
  const byEpisode = Map.groupBy(care, ({ data }) => data.episodeId);
  const admissions = care.filter((fact) => fact.type === 'PatientAdmitted');
  return admissions.map((admission) => episodeOf(admission, byEpisode.get(admission.data.episodeId)!));
};

type CareFact = Fact<
  Extract<
    PathwayEvent,
    {
      type:
        | 'PatientAdmitted'
        | 'LevelOfCareTransitioned'
        | 'LocationTransferred'
        | 'LeaveStarted'
        | 'LeaveEnded'
        | 'PatientDischarged';
    }
  >
>;
type AdmissionFact = Extract<CareFact, { type: 'PatientAdmitted' }>;

const episodeOf = (admission: AdmissionFact, facts: readonly CareFact[]): Episode => {
  const { episodeId, facilityId, timeZone, visitNumber, diagnoses, substances, plannedNextLevel } =
    admission.data;
  const discharged = facts.filter((fact) => fact.type === 'PatientDischarged').at(-1);
  const discharge = discharged && {
    ...moment(discharged, timeZone),
    reason: discharged.data.reason,
    disposition: discharged.data.disposition,
  };
  return {
    episodeId,
    facilityId,
    visitNumber,
    admission: moment(admission, timeZone),
    diagnoses: diagnoses ?? [],
    substances: substances ?? [],
    plannedNextLevel: discharged?.data.plannedNextLevel ?? plannedNextLevel,
    stays: staysOf(admission, facts, discharge),
    leaves: leavesOf(facts, timeZone),
    discharge,
  };
};

const staysOf = (
  admission: AdmissionFact,
  facts: readonly CareFact[],
  discharge: Moment | undefined,
): Stay[] => {
  const begins = [admission, ...facts.filter((fact) => fact.type === 'LevelOfCareTransitioned')];
  return begins.map((fact, n) => {
    const next = begins[n + 1];
    const { stayId, episodeId, level, levelCode, facilityId, programId, timeZone } = fact.data;
    const end = next ? moment(next, timeZone) : discharge;
    const moves = facts.filter((move) => move.type === 'LocationTransferred' && move.data.stayId === stayId);
    const location =
      (moves.at(-1)?.data as { location?: string } | undefined)?.location ?? fact.data.location;
    const begin = moment(fact, timeZone);
    return { stayId, episodeId, level, levelCode, facilityId, programId, timeZone, location, begin, end };
  });
};

const leavesOf = (facts: readonly CareFact[], timeZone: string): Leave[] =>
  facts
    .filter((fact) => fact.type === 'LeaveStarted')
    .map((fact) => {
      const { leaveId } = fact.data;
      const back = facts.find((other) => other.type === 'LeaveEnded' && other.data.leaveId === leaveId);
      return { leaveId, begin: moment(fact, timeZone), end: back && moment(back, timeZone) };
    });

/** The stays that a patient is in at an instant: more than one when two facilities treat at the same time. */
export const staysAt = (stays: readonly Stay[], instant: string): Stay[] =>
  stays.filter(({ begin, end }) => begin.at <= instant && (!end || instant < end.at));

const sessionsOf = (pathway: Pathway, stays: readonly Stay[]): AttendedSession[] =>
  factsOf(pathway, 'AttendanceRecorded', 'AttendanceCorrected').map((fact) => {
    const {
      sessionId,
      kind,
      modality,
      status,
      scheduledMinutes,
      attendedMinutes,
      facilityId,
      programId,
      timeZone,
    } = fact.data;
    const candidates = staysAt(stays, fact.metadata.occurredAt);
    return {
      ...moment(fact, timeZone),
      ...{
        sessionId,
        kind,
        modality,
        status,
        scheduledMinutes,
        attendedMinutes,
        facilityId,
        programId,
        timeZone,
      },
      stay:
        candidates.findLast((stay) => programId !== undefined && stay.programId === programId) ??
        candidates.findLast((stay) => stay.facilityId === facilityId) ??
        candidates.at(-1),
    };
  });

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
    .toSorted((a, b) => (b.order ?? 1) - (a.order ?? 1) || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .at(-1);

export const payerOn = (known: Timeline, day: LocalDate): string | undefined =>
  coverageOn(known, day)?.payerId;
