import type { OutcomeTrend, OutcomeWeek } from '../../../api/types.ts';
import { counted, formatNumber, formatPercent } from '../../../format/words.ts';
import { withParams } from '../../../url/address.ts';

/** What a number of the assessments counts; `none`: no number is open. */
export const assessedAs = ['none', 'measured', 'followed', 'responded', 'remitted'] as const;
export type AssessedAs = Exclude<(typeof assessedAs)[number], 'none'>;

/** Where a program's page lists the patients behind a number of its assessments. */
export const ASSESSED = 'assessed';

/** The way to the patients behind a number: of a week since admission, or by the last assessment of each. */
export type LinkOf = (assessed: AssessedAs, week?: number) => { search: string; hash: string };

export const linkFrom =
  (params: URLSearchParams, instrument: string): LinkOf =>
  (assessed, week) => ({
    search: withParams(params, { instrument, assessed, week: week?.toString() }).toString(),
    hash: ASSESSED,
  });

export const weekWords = ({ week, measured, median, lowerQuartile, upperQuartile, isFew }: OutcomeWeek) =>
  [
    `Week ${week}: median ${formatNumber(median)}`,
    `quartiles ${formatNumber(lowerQuartile)} and ${formatNumber(upperQuartile)}`,
    `${counted(measured, 'patient')}${isFew ? ', few' : ''}`,
  ].join(', ');

export const shareWords = ({ numerator, denominator, rate }: OutcomeTrend['latest']['response']): string =>
  denominator === 0 ? 'none to follow' : `${numerator} of ${denominator} · ${formatPercent(rate)}`;

/** A number in the address that is a week; none: the last of each patient. */
export const weekIn = (text: string | null): number | undefined =>
  text !== null && /^\d{1,3}$/.test(text) ? Number(text) : undefined;
