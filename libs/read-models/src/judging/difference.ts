import type { Case } from '@stepwell/measures';
import type { LocalDate } from '@stepwell/pathway';
import type { CaseOutcome } from '../measure-cases.ts';
import { outcomeOn } from './count.ts';

/** A verdict as it is told beside another one. */
export interface ToldVerdict {
  readonly outcome: CaseOutcome;
  readonly exclusion: string | null;
  readonly explanation: string;
  readonly eventIds: readonly string[];
}

/** An index event that is judged otherwise, or is one only here or only there. */
export interface ChangedVerdict {
  readonly patientId: string;
  readonly caseId: string;
  readonly indexOn: LocalDate;
  readonly before: ToldVerdict | null;
  readonly after: ToldVerdict | null;
}

/** The cases of one patient that differ: by their outcome, their exclusion, or the day of the index or of the event. */
export const changedVerdicts = (
  patientId: string,
  before: { readonly cases: readonly Case[]; readonly today: LocalDate },
  after: { readonly cases: readonly Case[]; readonly today: LocalDate },
): ChangedVerdict[] => {
  const old = new Map(before.cases.map((one) => [one.caseId, one]));
  const now = new Map(after.cases.map((one) => [one.caseId, one]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((caseId) => {
    const [was, is] = [old.get(caseId), now.get(caseId)];
    const [from, to] = [was && told(was, before.today), is && told(is, after.today)];
    if (was && is && isSame(was, is) && from!.outcome === to!.outcome) return [];
    return { patientId, caseId, indexOn: (is ?? was)!.indexOn, before: from ?? null, after: to ?? null };
  });
};

const isSame = (a: Case, b: Case): boolean =>
  a.exclusion === b.exclusion &&
  a.indexOn === b.indexOn &&
  a.eventOn === b.eventOn &&
  a.followedUntil === b.followedUntil;

const told = (one: Case, today: LocalDate): ToldVerdict => ({
  outcome: outcomeOn(one, today),
  exclusion: one.exclusion ?? null,
  explanation: one.explanation,
  eventIds: one.eventIds,
});
