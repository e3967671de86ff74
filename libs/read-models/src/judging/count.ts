import type { Case } from '@stepwell/measures';
import type { Filter } from '../filter.ts';
import type { Grouping } from '../groupings.ts';
import type { CaseOutcome, CountedGroup, Counts, MeasurePeriod } from '../measure-cases.ts';

// The same cuts and counts as the queries of measure-cases.ts make of stored cases, of cases that are nowhere stored.

export const KEY_OF: { readonly [Name in Grouping]: (one: Case) => string } = {
  none: () => 'all',
  facility: ({ facilityId }) => facilityId,
  program: ({ programId }) => programId ?? 'none',
  payer: ({ payerId }) => payerId ?? 'none',
  level: ({ level }) => level,
  'age-band': ({ ageBand }) => ageBand ?? 'unknown',
  'diagnosis-group': ({ diagnosisGroup }) => diagnosisGroup,
  month: ({ indexOn, indexPrecision }) => indexOn.slice(0, indexPrecision === 'year' ? 4 : 7),
};

export const isWithin = (
  { indexOn, facilityId, programId, payerId, level }: Case,
  { from, to }: MeasurePeriod,
  filter: Filter,
): boolean =>
  indexOn >= from &&
  indexOn <= to &&
  (filter.facility === undefined || filter.facility === facilityId) &&
  (filter.program === undefined || filter.program === programId) &&
  (filter.payer === undefined || filter.payer === payerId) &&
  (filter.level === undefined || filter.level === level);

/** An index event whose window has not closed is open, whatever has happened so far. */
export const outcomeOn = ({ outcome, windowEnds }: Case, today: string): CaseOutcome =>
  outcome !== 'excluded' && windowEnds >= today ? 'open' : outcome;

/** Counts cases by group. */
export class Count {
  private readonly groups = new Map<string, Counts>();
  private readonly keyOf: (one: Case) => string;
  constructor(groupBy: Grouping) {
    this.keyOf = KEY_OF[groupBy];
  }

  add(one: Case, today: string): void {
    const outcome = outcomeOn(one, today);
    const counts = this.of(this.keyOf(one));
    if (outcome === 'numerator') counts.numerator++;
    if (outcome === 'numerator' || outcome === 'not-numerator') counts.denominator++;
    else counts[outcome]++;
  }

  addAll({ key, numerator, denominator, excluded, open }: CountedGroup): void {
    const counts = this.of(key);
    counts.numerator += numerator;
    counts.denominator += denominator;
    counts.excluded += excluded;
    counts.open += open;
  }

  rows(): CountedGroup[] {
    const rows = [...this.groups].map(([key, counts]) => ({ key, ...counts }));
    return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  private of(key: string): Counts {
    let counts = this.groups.get(key);
    if (!counts) this.groups.set(key, (counts = { numerator: 0, denominator: 0, excluded: 0, open: 0 }));
    return counts;
  }
}
