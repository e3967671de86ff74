import { rank, timeline, type LocalDate, type Pathway, type Stay } from '@stepwell/pathway';
import type { Programs } from './measure.ts';
import { servicesOf } from './services.ts';

const isBed = ({ level }: Stay): boolean => rank(level) >= rank('residential');

/**
 * The last day on which somebody saw the patient: a session attended, the beginning of a stay, the end of one in a bed.
 * The end of another stay is when somebody wrote down that the patient does not come any more. Nobody while in a bed.
 */
export const lastContact = (pathway: Pathway, programs: Programs): LocalDate | undefined => {
  const { stays } = timeline(pathway);
  if (stays.some((stay) => isBed(stay) && !stay.end)) return undefined;
  let last = servicesOf(pathway, programs).at(-1)?.day ?? '';
  for (const stay of stays) {
    if (stay.begin.day > last) last = stay.begin.day;
    if (stay.end && isBed(stay) && stay.end.day > last) last = stay.end.day;
  }
  return last || undefined;
};
