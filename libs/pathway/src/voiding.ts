/** A correction of an event: what it names never was. */
export interface Voiding {
  readonly voids: string;
  readonly reason?: string;
}
