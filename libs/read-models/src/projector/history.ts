import { foldAll, parseStreamName, type RecordedEvent } from '@stepwell/event-sourcing';
import type { Programs } from '@stepwell/measures';
import { pathwayFold, program, type Pathway, type PathwayEvent } from '@stepwell/pathway';
import type { AnyReadModel } from '../table.ts';

/** Every kind of stream that there is. */
export const CATEGORIES: readonly string[] = [pathwayFold.category, program.category];

/** The categories of streams whose events a read model consumes. */
export const consumedBy = ({ category }: AnyReadModel): readonly string[] =>
  category === 'pathway' ? [pathwayFold.category, program.category] : [program.category];

/** The rows of one patient or program, from its own state and, for a patient, the programs' policies. */
export const rowsOf = (model: AnyReadModel, own: unknown, programs: Programs, key: string): object[] => {
  const rows: object[] = model.rows(model.category === 'pathway' ? { pathway: own, programs } : own, key);
  // A table that has no index yet would take them.
  if (rows.length > 1 && new Set(rows.map(model.rowKey)).size < rows.length)
    throw new Error('Two rows have the same key.');
  return rows;
};

/** The other records of a person. */
export interface Others {
  /** The streams of all that were ever merged with one another; there may be more among them. */
  readonly streamIds: ReadonlySet<string>;
  /** What is known of a record together with them. */
  readonly whole: (own: Pathway) => Pathway;
}

const MERGERS: ReadonlySet<string> = new Set<PathwayEvent['type']>([
  ...(['PatientsMerged', 'PatientsUnmerged', 'EntryVoided'] as const),
]);

/**
 * A stream's events, and what they amount to after any number of them; of one of a person's records, together with the
 * others.
 */
export class History {
  readonly key: string;
  readonly streamId: string;
  readonly events: readonly RecordedEvent[];
  private readonly others: Others | undefined;
  private last: unknown;

  constructor(events: readonly RecordedEvent[], others?: Others) {
    this.events = events;
    this.others = others;
    this.streamId = events[0]!.streamId;
    this.key = parseStreamName(this.streamId).key;
  }

  /** Throws what folding the first `length` events throws. */
  after(length: number): unknown {
    if (length < this.events.length) return this.fold(this.events.slice(0, length));
    return (this.last ??= this.fold(this.events));
  }

  /** Whether these events may change what other streams of its kind have to do with its rows. */
  isDifferentBy(events: readonly RecordedEvent[]): boolean {
    const { others, streamId: own } = this;
    return (
      others !== undefined &&
      events.some(({ streamId, type }) =>
        streamId === own ? MERGERS.has(type) : others.streamIds.has(streamId),
      )
    );
  }

  private fold(events: readonly RecordedEvent[]): unknown {
    if (parseStreamName(this.streamId).category === program.category) return foldAll(program, events);
    const own = foldAll(pathwayFold, events);
    return this.others ? this.others.whole(own) : own;
  }
}
