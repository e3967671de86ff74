import {
  daysBetween,
  rank,
  timeline,
  type DischargeReason,
  type LevelOfCare,
  type Pathway,
  type Stay,
} from '@stepwell/pathway';
import { goesOnAt, isForgotten } from './forgotten.ts';
import { episodeOf, isExactToTheDay } from './measure.ts';
import { days } from './parameters.ts';
import type { Index } from './define.ts';

/** A stay with a known end. */
export type EndedStay = Stay & { readonly end: NonNullable<Stay['end']> };

/** The end of a stay in a bed that no direct transfer continues. */
export interface BedDischarge extends Index {
  readonly stay: EndedStay;
  /** The stays that direct transfers join into one; the index is the one of them that ends last. */
  readonly run: readonly Stay[];
  /** Absent where a step down to a lower level ended the stay. */
  readonly reason?: DischargeReason;
}

/** The transfer rule of every measure whose index is the end of a continuous stay. */
export const TRANSFER = {
  transferDays: days(
    1,
    'A next stay at the same rank or higher that begins at most so many calendar days after the end continues the stay.',
    0,
    30,
  ),
};

interface ContinuousStay {
  readonly stays: readonly Stay[];
  readonly last: Stay;
}

// Every measure of discharges asks for those of one state, nearly always by one rule.
const DISCHARGES = Symbol('bed discharges');

/** The discharges from 24-hour care, by the last one of each continuous stay. */
export const bedDischarges = (pathway: Pathway, transferDays: number): readonly BedDischarge[] => {
  const known = pathway.derived.once(DISCHARGES, () => new Map<number, readonly BedDischarge[]>());
  let found = known.get(transferDays);
  if (!found) known.set(transferDays, (found = dischargesOf(pathway, timeline(pathway).stays, transferDays)));
  return found;
};

/** The discharges from one level: what continues the treatment at another is what follows. */
export const levelDischarges = (
  pathway: Pathway,
  level: LevelOfCare,
  transferDays: number,
): readonly BedDischarge[] =>
  dischargesOf(
    pathway,
    timeline(pathway).stays.filter((stay) => stay.level === level),
    transferDays,
  );

const dischargesOf = (pathway: Pathway, among: readonly Stay[], transferDays: number): BedDischarge[] =>
  continuousStays(among, transferDays).flatMap(({ last, stays }) => {
    const { end, level } = last;
    if (!end || !isBed(level)) return [];
    const { discharge } = episodeOf(pathway, last);
    return {
      stay: last as EndedStay,
      moment: end,
      run: stays,
      says: `Discharged from ${level} on ${end.day}`,
      reason: discharge?.eventId === end.eventId ? discharge.reason : undefined,
    };
  });

const isBed = (level: Stay['level']): boolean => rank(level) >= rank('residential');

/**
 * A transfer is direct when the next stay begins the same or the next calendar day (or before the other has ended) at
 * the same rank or higher. A stay that has no end hides the discharges from others only until it is taken for forgotten.
 */
const continuousStays = (stays: readonly Stay[], transferDays: number): ContinuousStay[] => {
  const runs: ContinuousStay[] = [];
  for (const stay of stays) {
    const place = runs.findLastIndex(({ last }) => continues(last, stay, transferDays));
    const run = runs[place];
    if (run) runs[place] = { stays: [...run.stays, stay], last: endsAfter(run.last, stay) ? run.last : stay };
    else runs.push({ stays: [stay], last: stay });
  }
  return runs;
};

const endsAfter = (a: Stay, b: Stay): boolean =>
  b.end ? goesOnAt(a, b.end) : a.end !== undefined && !goesOnAt(b, a.end);

const continues = (stay: Stay, next: Stay, transferDays: number): boolean => {
  const { level, end } = stay;
  if (rank(next.level) < rank(level) || !isBed(level)) return false;
  if (!end) return !isForgotten(stay, next.begin.day);
  if (end.eventId === next.begin.eventId) return true;
  const isDated = isExactToTheDay(end.precision) && isExactToTheDay(next.begin.precision);
  return isDated && daysBetween(end.day, next.begin.day) <= transferDays;
};
