import { factsOf, voidingsIn, type Pathway, type PathwayFact } from '../pathway.ts';
import type { Merger } from './identity-event.ts';

/** The source of what was concluded from member numbers: nobody told it. */
export const MATCHING = 'stepwell matching';

const isConcluded = ({ metadata }: PathwayFact): boolean => metadata.source.system === MATCHING;

type Records = ReadonlyMap<string, Pathway>;

/** A merger that was concluded, as one of its records tells it, and that stands there. */
export type MatchedMerger = Pick<Merger, 'survivorId' | 'absorbedId'>;

export const matchedMergers = (record: Pathway): readonly MatchedMerger[] => {
  const mergers = factsOf(record, 'PatientsMerged').map(({ data }) => data);
  const isTold = ({ survivorId, absorbedId }: Merger) =>
    mergers.some((one) => !one.matched && one.survivorId === survivorId && one.absorbedId === absorbedId);
  return mergers
    .filter((one) => one.matched && !isTold(one))
    .map(({ survivorId, absorbedId }) => ({ survivorId, absorbedId }));
};

/** The two records that a fact is about; undefined where it is about one. */
const pairOf = (id: string, { type, data }: PathwayFact): readonly [string, string] | undefined => {
  if (type === 'PatientsMerged') return [data.survivorId, data.absorbedId];
  return type === 'PossibleDuplicateNoted' ? [id, data.otherId] : undefined;
};

const factsBetween = (one: readonly string[], other: readonly string[], records: Records) =>
  [...one, ...other].flatMap((id) => {
    const record = records.get(id);
    if (!record) return [];
    const facts = record.facts.filter((fact) => {
      const pair = pairOf(id, fact);
      return (
        pair &&
        ((one.includes(pair[0]) && other.includes(pair[1])) ||
          (one.includes(pair[1]) && other.includes(pair[0])))
      );
    });
    return facts.map((fact) => ({ id, record, fact }));
  });

/**
 * Whether it was said that the records of two persons are not of one: a merger of two of them was taken back, or a note that
 * they may be was voided. `concluded`: only as other facts spoke against it, or a told merger needed the place.
 */
export const saidApart = (
  one: readonly string[],
  other: readonly string[],
  records: Records,
): 'told' | 'concluded' | undefined => {
  const voidings = factsBetween(one, other, records).flatMap(({ record, fact }) => {
    const by = voidingsIn(record.facts).get(fact.id);
    const voiding = record.facts.find(({ id }) => id === by);
    // A note gives way to another one as facts change: that says nothing of the two.
    return voiding && !(fact.type === 'PossibleDuplicateNoted' && isConcluded(voiding)) ? [voiding] : [];
  });
  if (voidings.length === 0) return undefined;
  return voidings.every(isConcluded) ? 'concluded' : 'told';
};

/** The notes that stand in the records of one person and name one of another, and the records that they stand in. */
export const notesBetween = (one: readonly string[], other: readonly string[], records: Records) =>
  factsBetween(one, other, records).flatMap(({ id, record, fact }) =>
    fact.type === 'PossibleDuplicateNoted' && !record.voided.has(fact.id) ? [{ recordId: id, fact }] : [],
  );
