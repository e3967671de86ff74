import { Refusal } from '@stepwell/event-sourcing';
import { ageRange, isOutside, limitsInWords, type AgeLimits } from '../age.ts';
import { localDate, type LocalDate } from '../local-date.ts';
import { ageBandOn, isClosedOn, type Program } from '../program.ts';
import { timeline } from '../timeline.ts';
import type { Pathway } from '../pathway.ts';
import type { Override, Placement } from './care-event.ts';

/** On what terms a program admits on one day: what a decision about a patient has to know of it. */
export interface AdmissionTerms {
  readonly isClosed: boolean;
  /** Whom it admits; all ages without it. */
  readonly ageBand?: AgeLimits;
}

export const termsOn = (program: Program, day: LocalDate): AdmissionTerms => ({
  isClosed: isClosedOn(program, day),
  ageBand: ageBandOn(program, day),
});

/** Which of a program's ages the patient is certainly not of on a day, in a sentence. Without a birth date nothing is certain. */
export const outsideAges = (
  pathway: Pathway,
  day: LocalDate,
  ageBand: AgeLimits | undefined,
): string | undefined => {
  const { birthDate } = timeline(pathway).person;
  if (!ageBand || birthDate === undefined) return undefined;
  const age = ageRange(day, birthDate);
  if (!isOutside(ageBand, age)) return undefined;
  const years = age.least === age.most ? `${age.least}` : `${age.least} or ${age.most}`;
  return `${years} years old on ${day}, and the program is for ${limitsInWords(ageBand)}.`;
};

/** What of a program's terms refuses a person's admission; an age only without an override. */
export const againstTerms = (
  pathway: Pathway,
  { timeZone, override }: Pick<Placement, 'timeZone'> & { readonly override?: Override },
  { isClosed, ageBand }: AdmissionTerms,
  at: string,
): Refusal | undefined => {
  if (isClosed) return new Refusal('program-closed', 'The program admits nobody then.');
  const outside = override ? undefined : outsideAges(pathway, localDate(at, timeZone), ageBand);
  return outside === undefined
    ? undefined
    : new Refusal('age-outside-program', `${outside} Admit with an override: a reason and a clinician.`);
};
