import { compareText } from './compare-text.ts';
import type { LocalDate } from './local-date.ts';

/** What holds from a day on, until something else does. */
export interface InForce {
  readonly effectiveFrom: LocalDate;
}

/** Before every day: what holds from the beginning. */
export const BEGINNING: LocalDate = '0001-01-01';

/** What is in force on a day: what took effect last; of several of that day, what was recorded last. */
export const inForceOn = <One extends InForce>(all: readonly One[], day: LocalDate): One | undefined =>
  all
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .toSorted((a, b) => compareText(a.effectiveFrom, b.effectiveFrom))
    .at(-1);
