import { pathwayOfFacts, type Pathway, type PathwayFact } from '../pathway.ts';
import { absorbedBy, mergedInto } from './merger.ts';
import { FactsTogether } from './told-twice.ts';

/** What is known of one record, together with those that were merged into it. */
export interface WholePerson {
  /** The record that goes on in place of this one. */
  readonly mergedInto?: string;
  /** The records that were merged into this one, directly and by way of others. */
  readonly absorbed: readonly string[];
  /** What is known of all of them. */
  readonly pathway: Pathway;
}

/**
 * The person of a record among the records that were ever merged with it. A merger counts when both records tell of it:
 * what is written on one stream only, because a process died between the two, is no merger yet, or none any more.
 */
export const wholePerson = (id: string, records: ReadonlyMap<string, Pathway>): WholePerson => {
  const own = records.get(id)!;
  const absorbed = new Set<string>([id]);
  for (const next of absorbed)
    for (const one of absorbedBy(records.get(next)!)) {
      const record = records.get(one);
      if (record && mergedInto(record) === next) absorbed.add(one);
    }
  absorbed.delete(id);
  const others = [...absorbed].map((one) => records.get(one)!);
  return {
    mergedInto: wentInto(id, records),
    absorbed: [...absorbed],
    pathway: others.length > 0 ? together(own, others) : own,
  };
};

const wentInto = (id: string, records: ReadonlyMap<string, Pathway>): string | undefined => {
  const into = mergedInto(records.get(id)!);
  const other = into === undefined ? undefined : records.get(into);
  return other && absorbedBy(other).includes(id) ? into : undefined;
};

/** The one of a person's records that was merged into no other. */
export const survivorOf = (id: string, records: ReadonlyMap<string, Pathway>): string => {
  const way = new Set([id]);
  for (const one of way) {
    const into = wentInto(one, records);
    if (into !== undefined) way.add(into);
  }
  return [...way].at(-1)!;
};

/** What is known of a record with all that others of the same person hold. */
const together = (own: Pathway, others: readonly Pathway[]): Pathway => {
  const all = new FactsTogether();
  all.add(own, (fact) => [fact]);
  for (const other of others) all.add(other, asOfOther);
  return pathwayOfFacts(all.facts);
};

// The person is as the record that goes on says. The other one's numbers are the person's too.
const asOfOther = (fact: PathwayFact): readonly PathwayFact[] => {
  switch (fact.type) {
    case 'PatientRegistered':
      return fact.data.identifiers.person.map((identifier) => ({
        ...fact,
        type: 'IdentifierLinked',
        data: { person: { identifier } },
      }));
    case 'DemographicsCorrected':
      return [];
    default:
      return [fact];
  }
};
