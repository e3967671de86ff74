/** How far a build has come. */
export interface BuildProgress {
  readonly phase: 'filling' | 'indexing' | 'catching-up';
  /** Events read so far, those before an interruption included. */
  readonly events: number;
  /** About how many there are, where that is known. */
  readonly total?: number;
}

export type Progress = (progress: BuildProgress) => void;
