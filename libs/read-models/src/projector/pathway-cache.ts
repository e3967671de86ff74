import type { Pathway } from '@stepwell/pathway';
import type { Rows } from './table-writing.ts';

const MOST_FACTS = 300_000;

/** A patient as the tables show them. */
export interface Known {
  readonly pathway: Pathway;
  /** By read model, as far as there was no trouble with them. */
  readonly rows: Rows;
}

/**
 * The patients worked on last, as they stand at the projector's checkpoint: one who is written about again need not be
 * read again, nor the rows derived that are in the tables. Bounded by the facts it holds; the longest unused goes first.
 */
export class PathwayCache {
  // A Map keeps the order of insertion, so its first entry is the one unused for longest.
  private readonly patients = new Map<string, Known>();
  private facts = 0;

  get(patientId: string): Known | undefined {
    return this.patients.get(patientId);
  }

  set(patientId: string, known: Known): void {
    this.forget(patientId);
    this.patients.set(patientId, known);
    this.facts += known.pathway.facts.length;
    for (const oldest of this.patients.keys()) {
      if (this.facts <= MOST_FACTS || oldest === patientId) return;
      this.forget(oldest);
    }
  }

  clear(): void {
    this.patients.clear();
    this.facts = 0;
  }

  private forget(patientId: string): void {
    this.facts -= this.patients.get(patientId)?.pathway.facts.length ?? 0;
    this.patients.delete(patientId);
  }
}
