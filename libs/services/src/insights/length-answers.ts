import type { LocalDate } from '@stepwell/pathway';
import type { EndedStay, GroupLengths, LengthGrouping, LengthsOfStay } from '@stepwell/read-models';

export interface LengthsAnswer {
  /** The days on which the stays ended. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly groupBy: LengthGrouping;
  readonly overall: LengthsOfStay;
  readonly groups: readonly (GroupLengths & { readonly label: string })[];
}

export interface EndedStaysAnswer {
  readonly cases: readonly EndedStay[];
  readonly total: number;
  readonly next: number | null;
}
