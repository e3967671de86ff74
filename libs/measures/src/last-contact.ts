import { addDays, rank, timeline, type LocalDate, type Pathway, type Stay } from '@stepwell/pathway';
import { FORGOTTEN_AFTER_DAYS } from './forgotten.ts';
import { isExactToTheDay, type Programs } from './measure.ts';
import { servicesOf, wasThere } from './services.ts';

const isBed = ({ level }: Stay): boolean => rank(level) >= rank('residential');

/**
 * The last day on which somebody saw the patient: a session attended, the beginning of a stay, the end of one in a bed.
 * The end of another stay is when somebody wrote down that the patient does not come any more. Who is in a bed is seen every
 * day up to the one after which the stay is taken for forgotten: the answer may be a day that has not come yet.
 */
export const lastContact = (pathway: Pathway, programs: Programs): LocalDate | undefined => {
  let last = servicesOf(pathway, programs).at(-1)?.day ?? '';
  for (const stay of timeline(pathway).stays) {
    const day = isBed(stay) ? (stay.end?.day ?? reliedOnUntil(pathway, stay)) : stay.begin.day;
    if (day > last) last = day;
  }
  return last || undefined;
};

/** The last day on which a stay without an end is not yet taken for forgotten. */
const reliedOnUntil = (pathway: Pathway, stay: Stay): LocalDate => {
  const signs = timeline(pathway).sessions.filter(
    (session) => session.stay === stay && wasThere(session) && isExactToTheDay(session.precision),
  );
  const lastSign = signs.reduce((last, { day }) => (day > last ? day : last), stay.begin.day);
  return addDays(lastSign, FORGOTTEN_AFTER_DAYS);
};
