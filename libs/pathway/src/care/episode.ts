import type { Fact } from '@stepwell/event-sourcing';
import { compareText } from '../compare-text.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import { localDate, type LocalDate } from '../local-date.ts';
import type { PathwayEvent } from '../pathway-event.ts';
import type { DischargeReason, Override, Placement } from './care-event.ts';
import type { LevelOfCare } from '../level-of-care.ts';

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
  /** Why it began against what speaks against it. */
  readonly override?: Override;
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

export const moment = ({ id, metadata }: Fact<PathwayEvent>, timeZone: string): Moment => ({
  at: metadata.occurredAt,
  day: localDate(metadata.occurredAt, timeZone),
  precision: metadata.precision ?? 'instant',
  eventId: id,
});

/** When a fact was, by the clocks of the facility that it names, else of the last one that treated the patient. */
export const momentAt = (fact: Fact<PathwayEvent>, stays: readonly Stay[]): Moment => {
  const facilityId = 'facilityId' in fact.data ? fact.data.facilityId : undefined;
  const stay = stays.findLast((one) => one.facilityId === facilityId) ?? stays.at(-1);
  return moment(fact, stay?.timeZone ?? 'UTC');
};

type FactOf<Type extends PathwayEvent['type']> = Fact<Extract<PathwayEvent, { type: Type }>>;
type CareFact = FactOf<(typeof CARE)[number]>;
type StayBegun = FactOf<'PatientAdmitted'> | FactOf<'LevelOfCareTransitioned'>;

/** Where the patient is and was treated. */
export interface Care {
  /** In the order in which they began. */
  readonly episodes: readonly Episode[];
  /** Those of all episodes, in the order in which they began. */
  readonly stays: readonly Stay[];
}

const CARE = [
  'PatientAdmitted',
  'LevelOfCareTransitioned',
  'LocationTransferred',
  'LeaveStarted',
  'LeaveEnded',
  'PatientDischarged',
] as const;

const WHAT_CARE = Symbol('care');

export const careOf = (pathway: Pathway): Care =>
  pathway.besidesSessions.once(WHAT_CARE, () => careIn(pathway));

const careIn = (pathway: Pathway): Care => {
  const episodes = episodesOf(factsOf(pathway, ...CARE) as CareFact[]);
  // Sorting is stable: of stays that begin at one instant, those of an episode keep their order.
  const stays = episodes
    .flatMap((episode) => episode.stays)
    .sort(({ begin: a }, { begin: b }) => compareText(a.at, b.at));
  return { episodes, stays };
};

const episodesOf = (care: readonly CareFact[]): Episode[] => {
  const byEpisode = Map.groupBy(care, ({ data }) => data.episodeId);
  return care
    .filter((fact) => fact.type === 'PatientAdmitted')
    .map((admission) => episodeOf(admission, byEpisode.get(admission.data.episodeId)!));
};

const episodeOf = (admission: FactOf<'PatientAdmitted'>, facts: readonly CareFact[]): Episode => {
  const { episodeId, facilityId, visitNumber, diagnoses, substances, plannedNextLevel } = admission.data;
  const discharged = facts.findLast(
    (fact) => fact.type === 'PatientDischarged' && fact.metadata.occurredAt >= admission.metadata.occurredAt,
  ) as FactOf<'PatientDischarged'> | undefined;
  const during = facts.filter((fact) => isDuring(fact, admission, discharged));
  const stays = staysOf(admission, during, discharged);
  const { end } = stays.at(-1)!;
  return {
    episodeId,
    facilityId,
    visitNumber,
    admission: stays[0]!.begin,
    diagnoses: diagnoses ?? [],
    substances: substances ?? [],
    plannedNextLevel: discharged?.data.plannedNextLevel ?? plannedNextLevel,
    stays,
    leaves: leavesOf(during, stays),
    discharge: end &&
      discharged && { ...end, reason: discharged.data.reason, disposition: discharged.data.disposition },
  };
};

/**
 * When an admission was cancelled and recorded anew at another time, facts of the one that never was may lie outside
 * the new one: those are not part of the episode.
 */
const isDuring = (fact: CareFact, admission: CareFact, discharged: CareFact | undefined): boolean =>
  fact.metadata.occurredAt >= admission.metadata.occurredAt &&
  (!discharged || fact.metadata.occurredAt <= discharged.metadata.occurredAt);

/** Whether two placements are one place at one level: going from one to the other is no change. */
export const isSamePlace = (a: Placement, b: Placement): boolean =>
  a.level === b.level && a.facilityId === b.facilityId && a.programId === b.programId;

const staysOf = (
  admission: FactOf<'PatientAdmitted'>,
  facts: readonly CareFact[],
  discharged: CareFact | undefined,
): Stay[] => {
  const begun: { fact: StayBegun; location?: string }[] = [
    { fact: admission, location: admission.data.location },
  ];
  for (const fact of facts) {
    const current = begun.at(-1)!;
    if (fact.type === 'LevelOfCareTransitioned' && !isSamePlace(fact.data, current.fact.data))
      begun.push({ fact, location: fact.data.location });
    else if (fact.type === 'LevelOfCareTransitioned' || fact.type === 'LocationTransferred')
      current.location = fact.data.location ?? current.location;
  }
  return begun.map(({ fact, location }, n) => {
    const { stayId, episodeId, level, levelCode, facilityId, programId, timeZone, override } = fact.data;
    const ending = begun[n + 1]?.fact ?? discharged;
    const [begin, end] = [moment(fact, timeZone), ending && moment(ending, timeZone)];
    const where = { level, levelCode, facilityId, programId, timeZone, location };
    return { stayId, episodeId, ...where, begin, end, override };
  });
};

const leavesOf = (facts: readonly CareFact[], stays: readonly Stay[]): Leave[] =>
  facts
    .filter((fact) => fact.type === 'LeaveStarted')
    .map((fact) => {
      const { leaveId } = fact.data;
      const { timeZone } = stays.findLast(({ begin }) => begin.at <= fact.metadata.occurredAt)!;
      const back = facts.find(
        (other) =>
          other.type === 'LeaveEnded' &&
          other.data.leaveId === leaveId &&
          other.metadata.occurredAt >= fact.metadata.occurredAt,
      );
      return { leaveId, begin: moment(fact, timeZone), end: back && moment(back, timeZone) };
    });

/** The first death that was recorded, by whichever facility. */
export const deathIn = (episodes: readonly Episode[]): Moment | undefined =>
  episodes
    .flatMap(({ discharge }) => (discharge?.reason === 'death' ? [discharge] : []))
    .reduce<Moment | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);

/** The stays that a patient is in at an instant: more than one when two facilities treat at the same time. */
export const staysAt = (stays: readonly Stay[], instant: string): Stay[] =>
  stays.filter(({ begin, end }) => begin.at <= instant && (!end || instant < end.at));
