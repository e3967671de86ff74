import type { DivergenceKind, LevelOfCare, LocalDate } from '@stepwell/pathway';
import type { DivergentStay, Member } from '@stepwell/read-models';

/** The stays of a day whose level is not the one that is paid for. */
export interface DivergencesAnswer {
  readonly on: LocalDate;
  /** How many stays differ in each way, whichever way was asked for. */
  readonly kinds: readonly { readonly kind: DivergenceKind; readonly stays: number }[];
  readonly stays: readonly DivergentStay[];
  readonly total: number;
  readonly next: number | null;
}

/** A health plan's members in treatment on a day, those first who have been at their level for longest. */
export interface MembersAnswer {
  readonly on: LocalDate;
  readonly payerId: string;
  /** How many members are at each level. */
  readonly levels: readonly { readonly level: LevelOfCare; readonly members: number }[];
  readonly members: readonly Member[];
  readonly total: number;
  readonly next: number | null;
}
