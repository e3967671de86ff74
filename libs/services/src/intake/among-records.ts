import { Refusal, foldAll, type Answer, type EventStore } from '@stepwell/event-sourcing';
import { derivedId } from '@stepwell/edges/ids';
import {
  pathwayFold,
  pathwayOfPerson,
  survivorOf,
  wholePerson,
  type Pathway,
  type PathwayCommand,
  type PathwayEvent,
  type PathwayRequest,
} from '@stepwell/pathway';
import { relatedHistories } from '@stepwell/read-models';

/** Carries out one record's requests in order; with `wholeWith` decided on by all that is known of the person. */
export type CarryOut = (
  patientId: string,
  requests: readonly PathwayRequest[],
  wholeWith?: (own: Pathway) => Pathway,
) => Promise<Answer<PathwayEvent>[]>;

type Records = ReadonlyMap<string, Pathway>;

// What is refused so is not in this record, and may be in another one of the same person.
const HELD_ELSEWHERE: ReadonlySet<string> = new Set([
  ...['not-admitted', 'not-on-leave', 'nothing-to-cancel', 'attendance-unknown', 'relapse-unknown'],
  ...['authorization-unknown', 'consent-unknown', 'coverage-unknown', 'enrollment-unknown', 'entry-unknown'],
  'waitlist-entry-unknown',
]);

const mayBeElsewhere = (answer: Answer<PathwayEvent>, { commands }: PathwayRequest): boolean =>
  answer instanceof Refusal
    ? HELD_ELSEWHERE.has(answer.code)
    : answer.outcome === 'unchanged' && commands.some(({ type }) => type === 'UnlinkIdentifier');

/** What all records that were ever merged with one another have in common, whichever is named: the least of their ids. */
export const personOf = async (store: EventStore, patientId: string): Promise<string> => {
  const histories = await relatedHistories(store, [patientId], await store.head());
  return [patientId, ...histories.keys()].sort()[0]!;
};

/**
 * Carries out what is asked of a record that was ever in a merger. A fact stays with the record that its sender named, so
 * that a merger can be taken back; what is said of an episode, or of another thing that has a name, goes where that was
 * begun. What names only a facility means the episode that it would if all were of one record.
 */
export const amongRecords = async (
  store: EventStore,
  carryOut: CarryOut,
  request: PathwayRequest,
): Promise<Answer<PathwayEvent>> => {
  const { patientId } = request;
  const histories = await relatedHistories(store, [patientId], await store.head());
  const records = new Map([...histories].map(([id, history]) => [id, foldAll(pathwayFold, history)]));
  const alone = (own: Pathway): Pathway => own;
  // Also by one that the record is no longer one with.
  for (const [id, history] of histories)
    if (history.some(({ metadata }) => metadata.commandId === commandIdIn(id, request)))
      return inRecord(carryOut, request, id, alone);
  const others = othersOf(patientId, records);
  if (request.commands.some(takesWholePerson)) {
    const home = homeOf(request, [patientId, ...others], records);
    return inRecord(carryOut, request, home, wholeWith(home, records));
  }
  const answer = await inRecord(carryOut, request, patientId, alone);
  if (!mayBeElsewhere(answer, request)) return answer;
  for (const other of others) {
    const there = await inRecord(carryOut, request, other, alone);
    if (!(there instanceof Refusal) && !mayBeElsewhere(there, request)) return there;
  }
  return answer;
};

const takesWholePerson = ({ type, data }: PathwayCommand): boolean =>
  type === 'AdmitPatient' ||
  type === 'WaitlistPatient' ||
  ('episode' in data && !('episodeId' in (data.episode as object)));

/** The other records of the same person, the one that goes on first. */
const othersOf = (patientId: string, records: Records): string[] => {
  const survivor = survivorOf(patientId, records);
  return [survivor, ...wholePerson(survivor, records).absorbed].filter((id) => id !== patientId);
};

/** All that is known of the person of a record, whose own part is as it is by then. */
const wholeWith =
  (id: string, records: Records) =>
  (own: Pathway): Pathway => {
    const current = new Map([...records, [id, own]]);
    return wholePerson(survivorOf(id, current), current).pathway;
  };

/** The first of the person's records that holds the episode of which a request speaks, or else the one that it names. */
const homeOf = (request: PathwayRequest, ids: readonly string[], records: Records): string => {
  const named = ids[0]!;
  const whole = wholeWith(named, records)(records.get(named)!);
  const rules = pathwayOfPerson(() => whole);
  const times = { ...request, recordedAt: request.occurredAt };
  for (const command of request.commands.filter(takesWholePerson)) {
    const events = rules.decide(command, whole, times);
    if (events instanceof Refusal) continue;
    const home = ids.find((id) => events.some((event) => isAboutOf(event, records.get(id)!)));
    if (home !== undefined) return home;
  }
  return named;
};

/** Whether an event is about an episode of a record, or takes back what is in it. */
const isAboutOf = ({ data }: PathwayEvent, { facts }: Pathway): boolean => {
  const { episodeId, voids } = data as { readonly episodeId?: string; readonly voids?: string };
  return facts.some(
    (fact) =>
      fact.id === voids ||
      (episodeId !== undefined && 'episodeId' in fact.data && fact.data.episodeId === episodeId),
  );
};

const commandIdIn = (record: string, { commandId }: PathwayRequest): string =>
  derivedId('record', commandId, record);

const isOfPerson = ({ type }: PathwayCommand): boolean =>
  type === 'ReceiveDemographics' || type === 'ReceiveCoverage';

/**
 * What a request says of the person stays with the record that it names, so that no number moves to another one; the rest
 * comes first, so that a request that was interrupted is not taken for one that was carried out.
 */
const inRecord = async (
  carryOut: CarryOut,
  request: PathwayRequest,
  record: string,
  whole: (own: Pathway) => Pathway,
): Promise<Answer<PathwayEvent>> => {
  if (record === request.patientId) return (await carryOut(record, [request], whole))[0]!;
  const [answer] = await carryOut(
    record,
    [
      {
        ...request,
        patientId: record,
        commandId: commandIdIn(record, request),
        commands: request.commands.filter((command) => !isOfPerson(command)),
      },
    ],
    whole,
  );
  const ofPerson = request.commands.filter(isOfPerson);
  if (answer instanceof Refusal || ofPerson.length === 0) return answer!;
  const [kept] = await carryOut(request.patientId, [{ ...request, commands: ofPerson }], (own) => own);
  return kept instanceof Refusal ? kept : answer!;
};
