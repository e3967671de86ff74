import { factsOf, identifiersOf, personAt, type Pathway } from '../pathway.ts';
import { timeline } from '../timeline.ts';
import type { LocalDate } from '../local-date.ts';
import type { CoverageRelationship, MatchDoubt, Person } from './identity-event.ts';

/** What each doubt means. */
export const DOUBTS: Readonly<Record<MatchDoubt, string>> = {
  'birth-date-differs': 'the birth dates differ',
  'birth-date-unknown': 'a birth date is not known to the day',
  'sex-differs': 'the sexes differ',
  'given-name-differs': 'the given names differ',
  'given-name-unknown': 'one is covered through somebody else, and a given name is not known',
  'relationship-differs': 'the relationships to the subscriber differ',
  'periods-apart': 'the coverages are of different times',
};

/** Two persons carry one member number of one payer. Without a doubt they are one. */
export interface MemberMatch {
  readonly payerId: string;
  readonly doubts: readonly MatchDoubt[];
  /** The events that tell of the number: the one's, then the other's. */
  readonly eventIds: readonly [string, string];
  /** The later of the two moments for which it was told. */
  readonly since: string;
}

/** A number as it is compared: senders write the same one with and without spaces and hyphens, in any case. */
export const memberNumberKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '');

/** A number by which a payer knows the patient. */
export interface Membership {
  readonly payerId: string;
  /** See `memberNumberKey`. */
  readonly number: string;
  /** The period for which it was told; absent where none was. */
  readonly from?: LocalDate;
  readonly until?: LocalDate;
  readonly relationship?: CoverageRelationship;
  readonly eventId: string;
  readonly toldFor: string;
}

// HL7 table 0203: member, Medicaid and Medicare numbers. Their assigning authority is the payer.
const MEMBER_NUMBERS: readonly string[] = ['MB', 'MA', 'MC'];

/** The numbers by which payers know a patient: those of the coverages, and those among the patient's own numbers. */
export const membershipsOf = (pathway: Pathway): readonly Membership[] =>
  [...ofCoverages(pathway), ...ofIdentifiers(pathway)].filter(({ number }) => isTelling(number));

const ofCoverages = (pathway: Pathway): Membership[] => {
  const { coverages } = timeline(pathway);
  return factsOf(pathway, 'CoverageStarted').map(({ id, data, metadata }) => ({
    ...{ payerId: data.payerId, number: memberNumberKey(data.person.memberNumber ?? '') },
    from: data.from,
    until: coverages.find(({ coverageId }) => coverageId === data.coverageId)?.until,
    ...{ relationship: data.relationship, eventId: id, toldFor: metadata.occurredAt },
  }));
};

const ofIdentifiers = (pathway: Pathway): Membership[] => {
  const told = factsOf(pathway, 'PatientRegistered', 'IdentifierLinked');
  return identifiersOf(pathway)
    .filter(({ type }) => MEMBER_NUMBERS.includes(type ?? ''))
    .flatMap(({ system, value }) => {
      const by = told.find(({ data }) =>
        ('identifiers' in data ? data.identifiers.person : [data.person.identifier]).some(
          (one) => one.system === system && one.value === value,
        ),
      );
      if (!by) return [];
      const { id: eventId, metadata } = by;
      return [{ payerId: system, number: memberNumberKey(value), eventId, toldFor: metadata.occurredAt }];
    });
};

// What stands where no number is known: NONE, 0000, 999999999, 123456789.
const isTelling = (number: string): boolean =>
  /\d/.test(number) && new Set(number).size > 1 && !'12345678901234567890'.includes(number);

/** A person by all records that are of one, each by itself. */
export type PersonRecords = readonly Pathway[];

/** What a member number that two persons share says of them; undefined where they share none, or are two for certain. */
export const memberMatch = (one: PersonRecords, other: PersonRecords): MemberMatch | undefined => {
  const others = other.flatMap(membershipsOf);
  const [own, their] = [one.map((record) => personAt(record)), other.map((record) => personAt(record))];
  return one
    .flatMap(membershipsOf)
    .flatMap((a) =>
      others
        .filter((b) => a.payerId === b.payerId && a.number === b.number)
        .map((b): MemberMatch => ({
          payerId: a.payerId,
          doubts: [...doubtsOfPersons(own, their), ...doubtsOfMemberships(a, b, own, their)],
          eventIds: [a.eventId, b.eventId],
          since: a.toldFor > b.toldFor ? a.toldFor : b.toldFor,
        })),
    )
    .filter(({ doubts }) => !areTwo(doubts))
    .sort((a, b) => a.doubts.length - b.doubts.length || (a.eventIds.join() < b.eventIds.join() ? -1 : 1))[0];
};

/** Members of one family under its number, or a number that was given again: nobody needs to be asked. */
const areTwo = (doubts: readonly MatchDoubt[]): boolean =>
  doubts.includes('birth-date-differs') &&
  (doubts.includes('relationship-differs') || doubts.includes('periods-apart'));

/** Whether something that is said of one person cannot be true of the other. */
export const areAtOdds = (one: PersonRecords, other: PersonRecords): boolean =>
  doubtsOfPersons(
    one.map((record) => personAt(record)),
    other.map((record) => personAt(record)),
  ).some((doubt) => doubt !== 'birth-date-unknown');

type Said = readonly Person[];

const doubtsOfPersons = (one: Said, other: Said): MatchDoubt[] => {
  const pairs = one.flatMap((a) => other.map((b) => [a, b] as const));
  const births = new Set(pairs.map(([a, b]) => doubtOfBirth(a.birthDate, b.birthDate)));
  const doubts: (MatchDoubt | undefined)[] = [
    births.has('birth-date-differs') ? 'birth-date-differs' : undefined,
    births.size === 1 && births.has('birth-date-unknown') ? 'birth-date-unknown' : undefined,
    pairs.some(([a, b]) => areOpposite(a, b)) ? 'sex-differs' : undefined,
    pairs.every(([a, b]) => areSameName(a.name?.given, b.name?.given)) ? undefined : 'given-name-differs',
  ];
  return doubts.filter((doubt) => doubt !== undefined);
};

const doubtOfBirth = (a: string | undefined, b: string | undefined): MatchDoubt | undefined => {
  if (!a || !b) return 'birth-date-unknown';
  const digits = Math.min(a.length, b.length);
  if (a.slice(0, digits) !== b.slice(0, digits)) return 'birth-date-differs';
  return digits < 'YYYY-MM-DD'.length ? 'birth-date-unknown' : undefined;
};

const areOpposite = ({ sex: a }: Person, { sex: b }: Person): boolean =>
  (a === 'female' && b === 'male') || (a === 'male' && b === 'female');

/**
 * Name by name as far as both go, of which one may be short for the other (J., Jon, Jonathan): twins may have their first
 * name in common. One that is unknown may be any.
 */
const areSameName = (a: string | undefined, b: string | undefined): boolean => {
  const others = givenNames(b);
  return givenNames(a)
    .slice(0, others.length)
    .every((one, n) => one.startsWith(others[n]!) || others[n]!.startsWith(one));
};

const givenNames = (given = ''): readonly string[] =>
  given
    .normalize('NFD')
    .replaceAll(/[\p{M}'\u2019`]/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const doubtsOfMemberships = (a: Membership, b: Membership, one: Said, other: Said): MatchDoubt[] => {
  const doubts: MatchDoubt[] = [];
  if (a.relationship && b.relationship && a.relationship !== b.relationship)
    doubts.push('relationship-differs');
  // Twins are born on one day and covered under one number: only their names tell them apart. Of dependents an initial is
  // none; whoever is told to be the subscriber is not a twin who is covered with another.
  const relationships = [a.relationship, b.relationship];
  const isDependent = relationships.some((one) => one && one !== 'self');
  const lettersKnown = (said: Said) =>
    Math.max(0, ...said.map(({ name }) => givenNames(name?.given)[0]?.length ?? 0));
  const known = Math.min(lettersKnown(one), lettersKnown(other));
  const areSubscribers = relationships.every((one) => one === 'self');
  if (!areSubscribers && known < (isDependent ? 2 : 1)) doubts.push('given-name-unknown');
  if (!overlap(a, b)) doubts.push('periods-apart');
  return doubts;
};

const overlap = (a: Membership, b: Membership): boolean =>
  !(a.until && b.from && a.until < b.from) && !(b.until && a.from && b.until < a.from);
