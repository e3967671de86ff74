import {
  addDays,
  daysBetween,
  rank,
  timeline,
  type LocalDate,
  type Pathway,
  type Stay,
} from '@stepwell/pathway';
import { isExactToTheDay, strata, type Case, type Measure } from './measure.ts';

const INDEX_LEVELS: readonly string[] = ['inpatient', 'residential'];

/** A stay with a known end. */
type EndedStay = Stay & { readonly end: NonNullable<Stay['end']> };

/** Stays that direct transfers join into one, and the one of them that ends last. */
interface ContinuousStay {
  readonly stays: readonly Stay[];
  readonly last: Stay;
}

/**
 * A transfer is direct when the next stay begins the same or the next calendar day (or before the other has ended) at
 * the same rank or higher.
 */
const continuousStays = (stays: readonly Stay[]): ContinuousStay[] => {
  const runs: ContinuousStay[] = [];
  for (const stay of stays) {
    const place = runs.findLastIndex(({ last }) => continues(last, stay));
    const run = runs[place];
    if (run) runs[place] = { stays: [...run.stays, stay], last: endsAfter(run.last, stay) ? run.last : stay };
    else runs.push({ stays: [stay], last: stay });
  }
  return runs;
};

const endsAfter = (a: Stay, b: Stay): boolean => b.end !== undefined && (!a.end || a.end.at > b.end.at);

const continues = ({ level, end }: Stay, next: Stay): boolean => {
  if (rank(next.level) < rank(level) || rank(level) < rank('residential')) return false;
  if (!end || end.eventId === next.begin.eventId) return true;
  const isDated = isExactToTheDay(end.precision) && isExactToTheDay(next.begin.precision);
  return isDated && daysBetween(end.day, next.begin.day) <= 1;
};

/** All-cause readmission within `days`; DOMAIN: outcome measures, `readmission-N`. */
const readmission = (days: number): Measure => ({
  id: `readmission-${days}`,
  version: 1,
  title: `${days}-day readmission`,
  description: `Discharges from inpatient or residential care that an inpatient admission follows within ${days} days, whatever its cause.`,
  denominator:
    'Discharges from inpatient or residential care, by the last one of a continuous stay. A stay that steps down to a lower level counts as discharged from its own.',
  numerator: `An inpatient admission, at any facility, at most ${days} days after the index discharge.`,
  exclusions: [
    'The patient died in the stay.',
    'The date of the discharge is known only to the month or the year.',
  ],
  cases: (pathway) => {
    const { stays } = timeline(pathway);
    return continuousStays(stays).flatMap(({ last, stays: run }) => {
      if (!INDEX_LEVELS.includes(last.level) || !last.end) return [];
      return [judge(pathway, last as EndedStay, run, stays, days)];
    });
  },
});

const judge = (
  pathway: Pathway,
  last: EndedStay,
  run: readonly Stay[],
  stays: readonly Stay[],
  days: number,
): Case => {
  const { end } = last;
  const windowEnds = addDays(end.day, days);
  const index = {
    caseId: end.eventId,
    indexOn: end.day,
    indexPrecision: end.precision,
    windowEnds,
    ...strata(pathway, last, end.day),
  };
  const discharged = `Discharged from ${last.level} on ${end.day}`;
  const exclusion = exclusionOf(pathway, last);
  if (exclusion)
    return {
      ...index,
      outcome: 'excluded',
      exclusion: exclusion.code,
      explanation: `${discharged}: ${exclusion.sentence}.`,
      eventIds: [end.eventId],
    };

  const again = stays.find((stay) => isReadmission(stay, run, end.at, windowEnds));
  if (!again)
    return {
      ...index,
      outcome: 'not-numerator',
      explanation: `${discharged}; no inpatient admission up to ${windowEnds}.`,
      eventIds: [end.eventId],
    };
  const after = daysBetween(end.day, again.begin.day);
  return {
    ...index,
    outcome: 'numerator',
    explanation: `${discharged}; admitted to inpatient care at ${again.facilityId} on ${again.begin.day}, day ${after}.`,
    eventIds: [end.eventId, again.begin.eventId],
  };
};

const isReadmission = (
  stay: Stay,
  run: readonly Stay[],
  dischargedAt: string,
  windowEnds: LocalDate,
): boolean =>
  stay.level === 'inpatient' &&
  !run.includes(stay) &&
  stay.begin.at >= dischargedAt &&
  stay.begin.day <= windowEnds &&
  isExactToTheDay(stay.begin.precision);

const exclusionOf = (pathway: Pathway, { end, episodeId }: EndedStay) => {
  const episode = timeline(pathway).episodes.find((one) => one.episodeId === episodeId);
  if (episode?.discharge?.eventId === end.eventId && episode.discharge.reason === 'death')
    return { code: 'died', sentence: 'the patient died' };
  if (!isExactToTheDay(end.precision))
    return { code: 'imprecise-date', sentence: `the date is known only to the ${end.precision}` };
  return undefined;
};

export const readmissions = [7, 30, 90, 180].map(readmission);
