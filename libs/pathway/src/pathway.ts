import type { Fact, Fold } from '@stepwell/event-sourcing';
import { compareText } from './compare-text.ts';
import { Derived } from './derived.ts';
import { pathwayEvents, type PathwayEvent } from './pathway-event.ts';
import type { Identifier, Person } from './identity/identity-event.ts';

export type PathwayFact = Fact<PathwayEvent>;

/**
 * All that is known of one patient. It is a set of facts, not a machine of states: facts arrive late and in any order,
 * so what they amount to (see `timeline`) is read off them in the order in which they were true, and the same facts
 * amount to the same whatever order they arrived in.
 */
export interface Pathway {
  /** Every fact in the order in which it was true for the patient, corrections and corrected facts included. */
  readonly facts: readonly PathwayFact[];
  /** The ids of the facts that a fact has voided: a correction that was itself entered in error voids nothing. */
  readonly voided: ReadonlySet<string>;
  /** What was derived of all of it. */
  readonly derived: Derived;
  /**
   * What was derived of all that is known besides sessions: the same object for as long as nothing else is learned. Most
   * facts are sessions, and most that is derived does not depend on them.
   */
  readonly besidesSessions: Derived;
}

export const NOTHING_KNOWN: Pathway = {
  facts: [],
  voided: new Set(),
  derived: new Derived(),
  besidesSessions: new Derived(),
};

const learn = ({ facts, voided, besidesSessions }: Pathway, more: readonly PathwayFact[]): Pathway => {
  const voids = more.flatMap(({ data }) => ('voids' in data ? [data.voids] : []));
  const all = more.reduce(withFact, [...facts]);
  // Nothing known is the beginning of every patient: what is derived of one must not be kept there.
  const isSame = facts.length > 0 && more.every(({ type }) => type === 'AttendanceRecorded');
  return {
    facts: all,
    voided: voids.length > 0 ? withoutTakenBack(new Set([...voided, ...voids]), all) : voided,
    derived: new Derived(),
    besidesSessions: isSame ? besidesSessions : new Derived(),
  };
};

const withoutTakenBack = (voided: Set<string>, facts: readonly PathwayFact[]): ReadonlySet<string> => {
  const voidings = voidingsIn(facts);
  for (const { data } of facts) if ('voids' in data && !voidings.has(data.voids)) voided.delete(data.voids);
  return voided;
};

/**
 * The ids of voided facts, each with that of the fact that voids it. A correction of an attendance that was itself entered
 * in error voids nothing: the attendance stands again as it was before.
 */
export const voidingsIn = (
  facts: readonly Pick<PathwayFact, 'id' | 'type' | 'data'>[],
): ReadonlyMap<string, string> => {
  const inError = new Set(
    facts.flatMap(({ type, data }) => (type === 'EntryVoided' && 'voids' in data ? [data.voids] : [])),
  );
  return new Map(
    facts.flatMap(({ id, type, data }) =>
      'voids' in data && !(type === 'AttendanceCorrected' && inError.has(id)) ? [[data.voids, id]] : [],
    ),
  );
};

export const pathwayFold: Fold<Pathway, PathwayEvent> = {
  category: 'pathway',
  initialState: NOTHING_KNOWN,
  events: pathwayEvents,
  evolve: (pathway, fact) => learn(pathway, [fact]),
  evolveAll: learn,
};

// Most facts are the latest yet, so the place is looked for from the end.
const withFact = (facts: PathwayFact[], fact: PathwayFact): PathwayFact[] => {
  let place = facts.length;
  while (place > 0 && compareFacts(facts[place - 1]!, fact) > 0) place--;
  if (place === facts.length) facts.push(fact);
  else facts.splice(place, 0, fact);
  return facts;
};

// Of facts of the same instant the one that was recorded later is the later one: senders' clocks show minutes. The id
// decides the rest: any rule will do that does not depend on the order of arrival.
const compareFacts = (a: PathwayFact, b: PathwayFact): number =>
  compareText(a.metadata.occurredAt, b.metadata.occurredAt) ||
  compareText(a.metadata.recordedAt, b.metadata.recordedAt) ||
  compareText(a.id, b.id);

/** What facts amount to that are not in their order. */
export const pathwayOfFacts = (facts: readonly PathwayFact[]): Pathway =>
  learn(NOTHING_KNOWN, facts.toSorted(compareFacts));

/** A part of what is known. What has been voided stays so: a correction says that something never was. */
export const partOf = ({ facts, voided }: Pathway, keeps: (fact: PathwayFact) => boolean): Pathway => ({
  facts: facts.filter(keeps),
  voided,
  derived: new Derived(),
  besidesSessions: new Derived(),
});

/** The facts that stand: not voided. A correction stands too; it says what it corrects. */
export const standing = ({ facts, voided, derived }: Pathway): readonly PathwayFact[] =>
  voided.size === 0 ? facts : derived.once(STANDING, () => facts.filter(({ id }) => !voided.has(id)));

const STANDING = Symbol('the facts that stand');

/** The facts of these types that stand, in the order in which they were true. */
export const factsOf = <Type extends PathwayEvent['type']>(
  pathway: Pathway,
  ...types: readonly Type[]
): Fact<Extract<PathwayEvent, { type: Type }>>[] => {
  const facts = standing(pathway);
  const [only] = types;
  // Asked of every state and mostly for one type: comparing is quicker than looking it up.
  const found =
    types.length === 1
      ? facts.filter(({ type }) => type === only)
      : facts.filter(({ type }) => (types as readonly string[]).includes(type));
  return found as Fact<Extract<PathwayEvent, { type: Type }>>[];
};

export const isRegistered = ({ facts, voided }: Pathway): boolean =>
  facts.some(({ type, id }) => type === 'PatientRegistered' && !voided.has(id));

/**
 * The patient's demographics as they stood at an instant, by default after everything known. What the registration says
 * is believed of the time before it too, unless something else was said of that time.
 */
export const personAt = (pathway: Pathway, instant?: string): Person => {
  const [registration] = factsOf(pathway, 'PatientRegistered');
  const corrections = factsOf(pathway, 'DemographicsCorrected').filter(
    ({ metadata }) => !instant || metadata.occurredAt <= instant,
  );
  const registeredAt = registration?.metadata.occurredAt ?? '';
  const isOld = ({ metadata }: PathwayFact): boolean =>
    metadata.occurredAt < registeredAt && (!instant || registeredAt <= instant);
  const said = [
    ...corrections.filter(isOld),
    ...(registration ? [registration] : []),
    ...corrections.filter((fact) => !isOld(fact)),
  ];
  return Object.assign({}, ...said.map(({ data }) => data.person)) as Person;
};

/** The patient's numbers: those of the registration and those linked since, without those unlinked since. */
export const identifiersOf = (pathway: Pathway): readonly Identifier[] => {
  const known = factsOf(pathway, 'PatientRegistered').flatMap(({ data }) => data.identifiers.person);
  return factsOf(pathway, 'IdentifierLinked', 'IdentifierUnlinked').reduce((numbers, { type, data }) => {
    const { identifier } = data.person;
    const rest = numbers.filter((one) => one.system !== identifier.system || one.value !== identifier.value);
    if (type === 'IdentifierUnlinked') return rest;
    return rest.length === numbers.length ? [...numbers, identifier] : numbers;
  }, known);
};
