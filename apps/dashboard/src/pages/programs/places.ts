import type { ProgramOnDay } from '../../api/types.ts';
import { formatNumber } from '../../format/words.ts';

/** Where a program's page lists who waits for it. */
export const WAITLIST = 'waitlist';

export const censusLink = (program: string, on: string): string =>
  `/census/patients?${new URLSearchParams({ program, on })}`;

/** How much room a program has, in words. */
export function placesWords({ capacity, patients, isClosed }: ProgramOnDay): string {
  if (isClosed) return 'Closed: admits nobody';
  if (capacity === null) return 'No capacity recorded';
  const free = capacity - patients;
  if (free < 0) return `${formatNumber(-free)} over`;
  return free === 0 ? 'Full' : `${formatNumber(free)} free`;
}
