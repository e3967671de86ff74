import type { Pathway } from '@stepwell/pathway';

const MOST_FACTS = 500_000;

/**
 * The pathways worked on last, as they stand at the projector's checkpoint: a patient who is written about again need
 * not be read again. Bounded by the facts it holds; the longest unused goes first.
 */
export class PathwayCache {
  // A Map keeps the order of insertion, so its first entry is the one unused for longest.
  private readonly pathways = new Map<string, Pathway>();
  private facts = 0;

  get(patientId: string): Pathway | undefined {
    return this.pathways.get(patientId);
  }

  set(patientId: string, pathway: Pathway): void {
    this.forget(patientId);
    this.pathways.set(patientId, pathway);
    this.facts += pathway.facts.length;
    for (const oldest of this.pathways.keys()) {
      if (this.facts <= MOST_FACTS || oldest === patientId) return;
      this.forget(oldest);
    }
  }

  clear(): void {
    this.pathways.clear();
    this.facts = 0;
  }

  private forget(patientId: string): void {
    this.facts -= this.pathways.get(patientId)?.facts.length ?? 0;
    this.pathways.delete(patientId);
  }
}
