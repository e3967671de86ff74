import type { Pathway } from '../../../api/types.ts';
import { timeOf } from '../../../format/dates.ts';
import { sentence } from '../../../format/words.ts';

export type Wait = Pathway['waitlist'][number];

/** What came of waiting, in words. */
export function waitWords({ ended, offers }: Wait): string {
  if (ended) return `Ended: ${sentence(ended.by).toLowerCase()}`;
  return offers.length > 0 ? 'Waits; a place is offered' : 'Waits';
}

/** When waiting ended; what has not ended runs to `until`. */
export const waitEnd = ({ ended }: Wait, until: number): number => (ended ? timeOf(ended.at) : until);
