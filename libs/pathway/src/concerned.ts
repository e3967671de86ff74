import { localDate } from './local-date.ts';
import { factsOf, type Pathway, type PathwayFact } from './pathway.ts';
import { timeline, type Timeline } from './timeline.ts';
import type { Stay } from './care/episode.ts';

/** Whom something about a patient concerns. */
export interface Concerned {
  /** The facilities that it is about or that were treating the patient. */
  readonly facilities: ReadonlySet<string>;
  /** The payers that covered the patient on that day. */
  readonly payers: ReadonlySet<string>;
}

/**
 * Whom a fact concerns, by all that is known: the facility that it names, those whose stays it begins or ends, those that
 * were treating the patient at that moment, and whoever covered the patient on that day. A correction concerns whom the
 * corrected fact concerns.
 */
export const concernedBy = (pathway: Pathway, fact: PathwayFact): Concerned => {
  const about = [fact, ...corrected(pathway, fact)];
  const known = timeline(pathway);
  return {
    facilities: new Set(about.flatMap((one) => facilitiesOf(known, one))),
    payers: new Set(about.flatMap((one) => payersOf(pathway, known, one))),
  };
};

/** What a fact corrects, and what that corrected. */
const corrected = ({ facts }: Pathway, fact: PathwayFact): PathwayFact[] => {
  const chain: PathwayFact[] = [];
  let current: PathwayFact | undefined = fact;
  while (current && 'voids' in current.data) {
    const { voids }: { readonly voids: string } = current.data;
    current = facts.find(({ id }) => id === voids);
    if (!current || chain.includes(current)) break;
    chain.push(current);
  }
  return chain;
};

const facilitiesOf = ({ stays }: Timeline, fact: PathwayFact): string[] => {
  const { facilityId } = fact.data as { readonly facilityId?: string };
  const named = facilityId === undefined ? [] : [facilityId];
  return [...named, ...staysOf(stays, fact).map(({ facilityId }) => facilityId)];
};

// Ends included: whoever discharges the patient at this moment is concerned too.
const staysOf = (stays: readonly Stay[], { metadata: { occurredAt } }: PathwayFact): Stay[] =>
  stays.filter(({ begin, end }) => begin.at <= occurredAt && (!end || occurredAt <= end.at));

const payersOf = (pathway: Pathway, known: Timeline, fact: PathwayFact): string[] => {
  const day = localDate(fact.metadata.occurredAt, timeZoneOf(known, fact));
  const covering = known.coverages.filter(({ from, until }) => from <= day && (!until || day <= until));
  return [...coveragesOf(pathway, fact), ...covering.map(({ payerId }) => payerId)];
};

const timeZoneOf = ({ stays }: Timeline, fact: PathwayFact): string => {
  if ('timeZone' in fact.data) return fact.data.timeZone;
  return staysOf(stays, fact).at(-1)?.timeZone ?? 'UTC';
};

/** The payer that a fact about a coverage is about. */
const coveragesOf = (pathway: Pathway, { data }: PathwayFact): string[] => {
  if ('payerId' in data) return [data.payerId];
  if (!('coverageId' in data)) return [];
  return factsOf(pathway, 'CoverageStarted')
    .filter((started) => started.data.coverageId === data.coverageId)
    .map((started) => started.data.payerId);
};
