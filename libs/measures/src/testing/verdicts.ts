import { admitted, discharged, pathwayOf, registered, type Told } from '@stepwell/pathway/testing';
import type { LevelOfCare, Placement, Precision } from '@stepwell/pathway';
import { measureById } from '../measures.ts';
import type { Case, Programs } from '../measure.ts';
import type { Given } from '../parameters.ts';

/** What a measure says of a story. */
export const casesOf = (
  measureId: string,
  past: readonly Told[],
  programs: Programs = new Map(),
  given?: Given,
): readonly Case[] => measureById(measureId)!.cases(pathwayOf(registered, ...past), programs, given);

/** Each case in a line: its day, its level, its verdict. */
export const verdicts = (measureId: string, ...past: readonly Told[]): string[] =>
  casesOf(measureId, past).map(
    ({ indexOn, level, outcome, exclusion }) => `${indexOn} ${level} ${exclusion ?? outcome}`,
  );

/** The nth episode: one stay, open where it has no end. */
export const stay = (
  n: number,
  from: string,
  to: string | undefined,
  level: LevelOfCare = 'inpatient',
  over: Partial<Placement> = {},
): Told[] => [
  admitted(from, level, { episodeId: `e${n}`, stayId: `s${n}`, ...over }),
  ...(to ? [discharged(to, 'completed', `e${n}`)] : []),
];

/** The same, known to a precision only. */
export const coarsely = (precision: Precision, one: Told): Told => ({
  ...one,
  precision: precision === 'instant' ? undefined : precision,
});
