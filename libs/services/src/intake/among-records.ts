import { Refusal, foldAll, type Answer, type EventStore } from '@stepwell/event-sourcing';
import { derivedId } from '@stepwell/edges/ids';
import {
  OneOfSeveralRecords,
  pathwayFold,
  survivorOf,
  wholePerson,
  type Pathway,
  type PathwayEvent,
  type PathwayRequest,
} from '@stepwell/pathway';
import { relatedHistories } from '@stepwell/read-models';

/** Carries out one record's requests in order, decided on by what other records of the person hold too. */
export type CarryOut = (
  patientId: string,
  requests: readonly PathwayRequest[],
  beside?: readonly Pathway[],
) => Promise<Answer<PathwayEvent>[]>;

// What is refused so is not in this record, and may be in another one of the same person.
const HELD_ELSEWHERE: ReadonlySet<string> = new Set([
  ...['not-admitted', 'not-on-leave', 'nothing-to-cancel', 'attendance-unknown', 'relapse-unknown'],
  ...['authorization-unknown', 'consent-unknown', 'coverage-unknown', 'enrollment-unknown', 'entry-unknown'],
]);

/** Whether the answer may be another one once the person's other records are looked at. */
export const mayBeElsewhere = (answer: Answer<PathwayEvent>): answer is Refusal =>
  answer instanceof Refusal && (answer instanceof OneOfSeveralRecords || HELD_ELSEWHERE.has(answer.code));

/**
 * Carries out what one record alone cannot decide. A fact stays with the record that its sender named, so that a merger
 * can be taken back; what is said of an episode, or of another thing that has a name, goes where that was begun.
 */
export const amongRecords = async (
  store: EventStore,
  carryOut: CarryOut,
  request: PathwayRequest,
  refusal: Refusal,
): Promise<Answer<PathwayEvent>> => {
  const others = await othersOf(store, request.patientId);
  if (refusal instanceof OneOfSeveralRecords)
    return (await carryOut(request.patientId, [request], [...others.values()]))[0]!;
  for (const other of others.keys()) {
    const answer = await inOther(carryOut, request, other);
    if (!(answer instanceof Refusal)) return answer;
  }
  return refusal;
};

/** The other records of the same person, the one that goes on first. */
const othersOf = async (store: EventStore, patientId: string): Promise<Map<string, Pathway>> => {
  const histories = await relatedHistories(store, [patientId], await store.head());
  const records = new Map([...histories].map(([id, history]) => [id, foldAll(pathwayFold, history)]));
  if (!records.has(patientId)) return new Map();
  const survivor = survivorOf(patientId, records);
  const all = [survivor, ...wholePerson(survivor, records).absorbed];
  return new Map(all.filter((id) => id !== patientId).map((id) => [id, records.get(id)!]));
};

const isOfPerson = ({ type }: PathwayRequest['commands'][number]): boolean =>
  type === 'ReceiveDemographics' || type === 'ReceiveCoverage';

/**
 * What a request says of the person stays with the record that it names, so that no number moves to another one; the rest
 * comes first, so that a request that was interrupted is not taken for one that was carried out.
 */
const inOther = async (
  carryOut: CarryOut,
  request: PathwayRequest,
  other: string,
): Promise<Answer<PathwayEvent>> => {
  const [answer] = await carryOut(other, [
    {
      ...request,
      patientId: other,
      commandId: derivedId('record', request.commandId, other),
      commands: request.commands.filter((command) => !isOfPerson(command)),
    },
  ]);
  const ofPerson = request.commands.filter(isOfPerson);
  if (answer instanceof Refusal || ofPerson.length === 0) return answer!;
  const [kept] = await carryOut(request.patientId, [{ ...request, commands: ofPerson }]);
  return kept instanceof Refusal ? kept : answer!;
};
