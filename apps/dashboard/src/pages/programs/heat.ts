import type { Policy } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { formatHours } from '../../format/words.ts';

/** How warm a cell is: bins and not a gradient, so that a legend can name each. */
export const heatBins = [
  { below: 0.5, name: 'under 50 %', className: 'heat-1' },
  { below: 0.8, name: '50 – 79 %', className: 'heat-2' },
  { below: 1, name: '80 – 99 %', className: 'heat-3' },
  { below: Infinity, name: '100 % or more', className: 'heat-4' },
] as const;

export function heatClass(share: number | null): string {
  if (share === null || Number.isNaN(share)) return 'heat-0';
  return heatBins.find(({ below }) => share < below)?.className ?? 'heat-4';
}

export const weeksOf = (rows: readonly { weeks: readonly { weekOf: string }[] }[]): string[] =>
  [...new Set(rows.flatMap(({ weeks }) => weeks.map(({ weekOf }) => weekOf)))].sort();

export function policyWords(policy: Policy | null): string {
  if (!policy) return 'No hours policy';
  const { minHoursPerWeek, maxHoursPerWeek, authority, version, effectiveFrom } = policy;
  const hours =
    maxHoursPerWeek === undefined
      ? `At least ${formatHours(minHoursPerWeek)}`
      : `${minHoursPerWeek} to ${formatHours(maxHoursPerWeek)}`;
  return `${hours} a week (${authority ? `${authority}, ` : ''}version ${version}, from ${formatDay(effectiveFrom)})`;
}
