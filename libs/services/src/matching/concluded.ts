import { canonicalJson, comparePositions, type EventStore } from '@stepwell/event-sourcing';
import { derivedId } from '@stepwell/edges/ids';
import {
  DOUBTS,
  MATCHING,
  matchedMergers,
  notesBetween,
  type Matched,
  type MatchedMerger,
  type MemberMatch,
  type Pathway,
  type PathwayCommand,
  type PathwayRequest,
} from '@stepwell/pathway';
import type { SharedNumber } from '@stepwell/read-models';
import type { MatchingMode } from '../tokens.ts';
import { KnownPersons, type PersonIds } from './known-persons.ts';

/** What is to be recorded, and for what reason: the same again is known by it. */
const concluded = (
  patientId: string,
  occurredAt: string,
  reason: readonly string[],
  ...commands: readonly PathwayCommand[]
): PathwayRequest => ({
  ...{ patientId, occurredAt, commands, actor: MATCHING, source: { system: MATCHING } },
  commandId: derivedId('matching', patientId, ...reason),
});

/**
 * What takes back the mergers of a person's records that were concluded, and would not be by what is known now. `others`:
 * who shares a number with the person.
 */
export const contradictedMergers = async (
  store: EventStore,
  patientId: string,
  others: readonly string[],
): Promise<PathwayRequest[]> => {
  const known = await KnownPersons.of(store, [patientId, ...others]);
  if (!known.has(patientId)) return [];
  const mergers = new Map(
    known
      .personOf(patientId)
      .flatMap((id) => matchedMergers(known.records.get(id)!))
      .map((merger) => [`${merger.survivorId} ${merger.absorbedId}`, merger]),
  );
  return [...mergers.values()].flatMap((merger) => {
    const reason = against(merger, known, others);
    return reason === undefined ? [] : takingBack(merger, reason, known.records);
  });
};

/** What speaks against a merger that was concluded. */
const against = (
  { survivorId, absorbedId }: MatchedMerger,
  known: KnownPersons,
  others: readonly string[],
): string | undefined => {
  if (!known.has(survivorId) || !known.has(absorbedId)) return undefined;
  const one = known.withAbsorbed(survivorId, absorbedId);
  const other = known.withAbsorbed(absorbedId, survivorId);
  const match = known.match(one, other);
  if (!match) return 'They share no member number any more.';
  if (match.doubts.length > 0) return `By now ${match.doubts.map((doubt) => DOUBTS[doubt]).join(', ')}.`;
  return known.areClaimed(one, other, others) ? 'A third record may be of either of them.' : undefined;
};

const takingBack = (
  { survivorId, absorbedId }: MatchedMerger,
  reason: string,
  records: KnownPersons['records'],
): PathwayRequest => {
  const said = [survivorId, absorbedId]
    .flatMap((id) => records.get(id)!.facts)
    .filter(({ type }) => type === 'PatientsMerged' || type === 'PatientsUnmerged');
  return concluded(survivorId, latest(said), ['unmerge', absorbedId, String(said.length)], {
    type: 'UnmergePatients',
    data: { survivorId, absorbedId, role: 'survivor', reason },
  });
};

const latest = (facts: Pathway['facts']): string =>
  facts.reduce((last, { metadata }) => (metadata.occurredAt > last ? metadata.occurredAt : last), '');

/**
 * What is to be recorded of two persons who share a member number, or of whom it was noted that they did. `others`: who
 * else shares one with either of them.
 */
export const conclusionsOf = async (
  store: EventStore,
  mode: MatchingMode,
  pair: SharedNumber,
  others: readonly string[],
): Promise<PathwayRequest[]> => {
  const known = await KnownPersons.of(store, [...pair, ...others]);
  if (!pair.every((id) => known.has(id))) return [];
  const [one, other] = pair
    .map((id) => known.personOf(id))
    .sort(([a], [b]) => comparePositions(known.beginOf(a), known.beginOf(b))) as [PersonIds, PersonIds];
  if (one[0] === other[0]) return [];
  const match = known.match(one, other);
  const apart = known.saidApart(one, other);
  if (mode === 'merge' && match?.doubts.length === 0 && !apart && !known.areClaimed(one, other, others))
    return [merger(one[0], other[0], match, known.records)];
  const wanted = apart === 'told' ? undefined : match;
  const notes = notesBetween(one, other, known.records);
  return [...one, ...other].flatMap((id) => {
    if (id === one[0]) return noting(known.records, notes, [id, other[0]], wanted);
    if (id === other[0]) return noting(known.records, notes, [id, one[0]], wanted && turned(wanted));
    return noting(known.records, notes, [id, '']);
  });
};

/** The record that was begun first goes on. */
const merger = (
  survivorId: string,
  absorbedId: string,
  match: MemberMatch,
  records: KnownPersons['records'],
): PathwayRequest => {
  const earlier = [survivorId, absorbedId].flatMap((id) =>
    records.get(id)!.facts.filter(({ type }) => type === 'PatientsMerged'),
  );
  return concluded(survivorId, match.since, ['merge', absorbedId, String(earlier.length)], {
    type: 'MergePatients',
    data: { survivorId, absorbedId, role: 'survivor', matched: matched(match) },
  });
};

const matched = ({ payerId, eventIds }: MemberMatch): Matched => ({ by: 'member-number', payerId, eventIds });

const turned = ({ eventIds: [own, their], ...match }: MemberMatch): MemberMatch => ({
  ...match,
  eventIds: [their, own],
});

type Notes = ReturnType<typeof notesBetween>;

/** What makes one record say of another what it is to say, and nothing else of that person's records. */
const noting = (
  records: KnownPersons['records'],
  notes: Notes,
  [recordId, otherId]: readonly [string, string],
  wanted?: MemberMatch,
): PathwayRequest[] => {
  const standing = notes.filter((note) => note.recordId === recordId).map(({ fact }) => fact);
  const kept = standing.find(
    ({ data }) =>
      wanted &&
      data.otherId === otherId &&
      data.matched.payerId === wanted.payerId &&
      canonicalJson(data.doubts) === canonicalJson(wanted.doubts),
  );
  const commands: PathwayCommand[] = standing
    .filter((fact) => fact !== kept)
    .map(({ id }) => ({ type: 'VoidEntry', data: { eventId: id, reason: 'The facts have changed.' } }));
  if (wanted && !kept)
    commands.push({
      type: 'NotePossibleDuplicate',
      data: { otherId, matched: matched(wanted), doubts: wanted.doubts },
    });
  if (commands.length === 0) return [];
  const ever = records.get(recordId)!.facts.filter(({ type }) => type === 'PossibleDuplicateNoted');
  const reason = ['note', otherId, String(ever.length), canonicalJson(commands.map(({ type }) => type))];
  return [concluded(recordId, wanted?.since ?? latest(standing), reason, ...commands)];
};
